import { expect, test } from 'vitest';
import { createIdentifyThrottler } from '../../../src/bot/discord/identifyThrottler.js';
import { claimIdentify, rememberFact } from '../../../src/bot/repositories/index.js';
import { openTestStore } from '../support/stores.js';

test("a turn to identify is one process's until Discord takes the next, each bucket for itself", async () => {
  const { client } = await openTestStore();
  const claims = await Promise.all([0, 0, 0].map((bucket) => claimIdentify(client, bucket)));
  const [first, ...later] = claims.sort((a, b) => a - b);
  expect(first).toBe(0);
  for (const wait of later) expect(wait).toSatisfy((ms: number) => ms > 0 && ms <= 5_500);
  expect(await claimIdentify(client, 1)).toBe(0);
  // Long ago, and what a clock that was wrong left behind.
  for (const time of [0, 9e15]) {
    await rememberFact(client, 'identify:0', String(time));
    expect(await claimIdentify(client, 0)).toBe(0);
    expect(await claimIdentify(client, 0)).toBeGreaterThan(0);
  }
});

test('a shard waits for the turn of its bucket, and stops waiting with its connection', async () => {
  const asked: number[] = [];
  const free = [30, 20, 0];
  const claim = (bucket: number) => {
    asked.push(bucket);
    return Promise.resolve(free.shift() ?? 60_000);
  };
  const { waitForIdentify } = createIdentifyThrottler(claim, 4, () => undefined);
  await waitForIdentify(6, new AbortController().signal);
  expect(asked).toEqual([2, 2, 2]);
  const stopping = new AbortController();
  const waiting = waitForIdentify(6, stopping.signal);
  stopping.abort();
  await expect(waiting).rejects.toThrow('aborted');
});

test('while the database is away it goes on waiting, and tells that once', async () => {
  const told: Error[] = [];
  const answers = [
    () => Promise.reject(new Error('away')),
    () => Promise.reject(new Error('away')),
    () => Promise.resolve(0),
  ];
  const claim = (): Promise<number> => answers.shift()!();
  const { waitForIdentify } = createIdentifyThrottler(claim, 1, (error) => told.push(error));
  await waitForIdentify(0, new AbortController().signal);
  expect(answers).toHaveLength(0);
  expect(told.map(({ message }) => message)).toEqual(['away']);
});

test('a turn that comes when the connection has closed is not taken', async () => {
  const closing = new AbortController();
  const claim = (): Promise<number> => {
    closing.abort();
    return Promise.resolve(0);
  };
  const { waitForIdentify } = createIdentifyThrottler(claim, 1, () => undefined);
  await expect(waitForIdentify(0, closing.signal)).rejects.toThrow('aborted');
});

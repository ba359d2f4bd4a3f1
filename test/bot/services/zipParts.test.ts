import { strToU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { zipParts } from '../../../src/bot/services/zipParts.js';

/** Noise, which no compression makes smaller. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) >> 16);
}

async function parts(entries: readonly { name: string; bytes: Uint8Array }[], maxBytes: number): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const part of zipParts(asStream(entries), maxBytes)) all.push(part);
  return all;
}
async function* asStream<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield Promise.resolve(item);
}

test('each part is an archive by itself, within its bytes, and together they hold everything once', async () => {
  const entries = Array.from({ length: 40 }, (_, i) => ({
    name: `${i}.${i % 2 === 0 ? 'json' : 'webp'}`,
    bytes: noise(100 * (i + 1), i + 1),
  }));
  const made = await parts(entries, 10_000);
  expect(made.length).toBeGreaterThan(5);
  for (const part of made) expect(part.length).toBeLessThanOrEqual(10_000);
  const read = made.flatMap((part) => Object.entries(unzipSync(part)));
  expect(read.map(([name]) => name)).toEqual(entries.map(({ name }) => name));
  for (const [i, [, bytes]] of read.entries()) expect(Buffer.from(bytes).equals(entries[i].bytes)).toBe(true);
});

test('what compresses well fills one part, and what is larger than a part has one alone', async () => {
  const text = { name: 'a.json', bytes: strToU8('castle '.repeat(1_000)) };
  expect(await parts([text, { ...text, name: 'b.json' }], 9_000)).toHaveLength(1);
  const large = { name: 'large.webp', bytes: noise(20_000, 7) };
  expect((await parts([text, large, text], 9_000)).map((part) => Object.keys(unzipSync(part)))).toEqual([
    ['a.json'],
    ['large.webp'],
    ['a.json'],
  ]);
});

test('entries are taken when their part is asked for', async () => {
  let taken = 0;
  async function* entries() {
    for (; taken < 100; taken++) yield await Promise.resolve({ name: `${taken}.webp`, bytes: noise(1_000, taken + 1) });
  }
  const iterator = zipParts(entries(), 5_000)[Symbol.asyncIterator]();
  await iterator.next();
  expect(taken).toBeLessThan(10);
});

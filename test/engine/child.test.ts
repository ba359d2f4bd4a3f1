import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngineChild } from '../../src/engine/child.js';
import type { EngineChild } from '../../src/engine/child.js';
import { CancelledError, EngineCrashError, UserError } from '../../src/engine/errors.js';
import { openEngine } from '../../src/engine/pipeline/openEngine.js';
import type { ImagineRequest, RequestOptions } from '../../src/engine/types.js';

const castle: ImagineRequest = { prompt: 'a castle', seed: 42, steps: 4 };
const long: ImagineRequest = { ...castle, steps: 150 };
let child: EngineChild;

beforeAll(async () => {
  child = await openEngineChild('models/demo', { device: 'cpu' });
});
afterAll(() => child.close());

/** Calls `then` once painting has begun. */
const whenPainting = (then: () => void): NonNullable<RequestOptions['onProgress']> => {
  let painting = false;
  return ({ stage }) => {
    if (stage !== 'paint' || painting) return;
    painting = true;
    then();
  };
};

test('the engine in a process of its own gives what the one in this process gives', async () => {
  const here = await openEngine('models/demo', { device: 'cpu' });
  const image = 'models/demo/examples/sunset/panda.jpg';
  expect(child.info).toEqual(here.info);
  expect(await child.embedImages([image])).toEqual(await here.embedImages([image]));
  expect(await child.thumbnails([image], 96)).toEqual(await here.thumbnails([image], 96));
  expect(await child.embedTexts(['a castle'])).toEqual(await here.embedTexts(['a castle']));
  const [there, painted] = [await child.imagine(castle), await here.imagine(castle)];
  expect(Buffer.from(there.images[0].png).equals(painted.images[0].png)).toBe(true);
  await here.close();
});

test('SIGKILL in mid-request fails it with what happened, and the next request works', async () => {
  const pid = child.pid!;
  const onProgress = whenPainting(() => process.kill(pid, 'SIGKILL'));
  const killed = await child.imagine(long, { onProgress }).catch((error: unknown) => error);
  expect(killed).toBeInstanceOf(EngineCrashError);
  expect(killed).toHaveProperty('message', expect.stringMatching(/SIGKILL.*imagine in hand/));
  expect((await child.imagine(castle)).images).toHaveLength(1);
  expect(child.pid).not.toBe(pid);
});

test('a cancelled request stops between two steps, and the next is served', async () => {
  let log = '';
  const entry = new URL('../support/loggedEngine.ts', import.meta.url);
  const logged = await openEngineChild('models/demo', { device: 'cpu', entry, onLog: (text) => (log += text) });
  const abort = new AbortController();
  const onProgress = whenPainting(() => {
    abort.abort();
  });
  await expect(logged.imagine(long, { signal: abort.signal, onProgress })).rejects.toBeInstanceOf(CancelledError);
  expect((await logged.imagine(castle)).images).toHaveLength(1);
  await logged.close();
  // What the engine itself did, after the request had failed for whoever asked.
  const [cancelled, served] = log.matchAll(/imagine: (\d+) steps, (\w+)/g);
  expect(cancelled[2]).toBe('CancelledError');
  expect(Number(cancelled[1])).toBeLessThan(150);
  expect(served.slice(1)).toEqual(['4', 'done']);
});

test('three requests at once are each answered', async () => {
  const requests = [1, 2, 3].map((seed) => child.imagine({ ...castle, seed }));
  const results = await Promise.all([...requests, child.embedTexts(['a castle'])]);
  expect(results.slice(0, 3).map((result) => 'images' in result && result.images[0].seed)).toEqual([1, 2, 3]);
});

test('what the engine refuses is refused with the same class and words', async () => {
  const refused = child.imagine({ ...castle, size: { width: 130, height: 128 } });
  await expect(refused).rejects.toBeInstanceOf(UserError);
  await expect(refused).rejects.toThrow(/130/);
  await expect(openEngineChild('models/none')).rejects.toBeInstanceOf(UserError);
});

test('the child keeps to the memory budget that it is given', async () => {
  const memoryBudget = { together: 20e6, alone: 20e6 };
  await expect(openEngineChild('models/demo', { device: 'cpu', memoryBudget })).rejects.toThrow(
    /the U-Net of demo takes 0\.08 GB in fp32, and 0\.02 GB of memory are available/,
  );
});

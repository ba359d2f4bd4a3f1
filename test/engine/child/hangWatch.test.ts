import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HangWatch, hangLimits } from '../../../src/engine/child/hangWatch.js';
import type { Call } from '../../../src/engine/child/messages.js';

const small: Call = { method: 'imagine', request: { prompt: 'a', size: { width: 64, height: 64 } } };
const large: Call = { method: 'imagine', request: { prompt: 'a', size: { width: 512, height: 512 } } };
const total = 9;
let hung: number[] = [];
let watch: HangWatch;

beforeEach(() => {
  vi.useFakeTimers();
  hung = [];
  watch = new HangWatch(hangLimits, (ms) => void hung.push(ms));
});
afterEach(() => vi.useRealTimers());

/** Steps 0 to `steps` of a call, `ms` apart. */
function paint(id: number, ms: number, steps: number): void {
  for (let done = 0; done <= steps; done++) {
    watch.progress(id, { stage: 'paint', done, total });
    if (done < steps) vi.advanceTimersByTime(ms);
  }
}
const waits = async (ms: number) => {
  await vi.advanceTimersByTimeAsync(ms);
  return hung.length > 0;
};

test('a step may take twenty times the median', async () => {
  watch.begin(1, small, true);
  paint(1, 10_000, 5);
  expect(await waits(199_999)).toBe(false);
  expect(await waits(2)).toBe(true);
  expect(hung).toEqual([200_000]);
});

test('a step may take a minute, however quick the others were', async () => {
  watch.begin(1, small, true);
  paint(1, 10, 5);
  expect(await waits(59_999)).toBe(false);
  expect(await waits(2)).toBe(true);
});

test('what comes behind the last step may take five times as long', async () => {
  watch.begin(1, small, true);
  paint(1, 10, total);
  watch.progress(1, { stage: 'decode' });
  expect(await waits(5 * 60_000 - 1)).toBe(false);
  expect(await waits(2)).toBe(true);
});

test('steps of another size say nothing, and the call that is painted counts, not one that waits', async () => {
  watch.begin(1, small, true);
  paint(1, 10, total);
  watch.begin(2, large, true);
  watch.end(1);
  watch.begin(3, small, true);
  watch.progress(2, { stage: 'paint', done: 0, total });
  expect(await waits(hangLimits.unmeasuredMs - 1)).toBe(false);
  expect(await waits(2)).toBe(true);
});

test.each([
  [64, 10],
  [512, 10],
  [724, 20],
  [2048, 30],
])('before any step was timed, a picture %i pixels wide and high may take %i minutes', async (side, minutes) => {
  watch.begin(1, { method: 'imagine', request: { prompt: 'a', size: { width: side, height: side } } }, true);
  expect(await waits(minutes * 60_000 - 2_000)).toBe(false);
  expect(await waits(4_000)).toBe(true);
});

test('one that has nothing in hand never hangs, nor one whose progress is not told', async () => {
  watch.begin(1, small, true);
  paint(1, 10, 5);
  watch.end(1);
  watch.begin(2, small, false);
  expect(await waits(10 * hangLimits.unmeasuredMs)).toBe(false);
  watch.end(2);
  expect(await waits(10 * hangLimits.unmeasuredMs)).toBe(false);
});

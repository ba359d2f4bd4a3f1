import { expect, test } from 'vitest';
import { watchStages } from '../../../src/bot/worker/stages.js';
import type { Progress } from '../../../src/engine/index.js';

/** What is heard of progress, each with the milliseconds at which it comes. */
function heardOf(progress: readonly (readonly [number, Progress])[]): unknown[] {
  const heard: unknown[] = [];
  let at = 0;
  const hear = watchStages({ onStage: (stage) => heard.push(stage), onSteps: (steps) => heard.push(steps) }, () => at);
  for (const [ms, one] of progress) {
    at = ms;
    hear(one);
  }
  return heard;
}

test('each stage is told once, and each step with its time, as a mean where several pictures took it together', () => {
  const paint = (done: number): Progress => ({ stage: 'paint', done, total: 6 });
  const told = heardOf([
    [0, { stage: 'text' }],
    [100, paint(1)],
    [600, paint(2)],
    [1_600, paint(4)],
    [1_700, { stage: 'decode' }],
    [1_800, { stage: 'embed' }],
    [1_900, { stage: 'text' }],
    [9_000, paint(5)],
    [9_250, paint(6)],
  ]);
  expect(told).toEqual([
    'text',
    'paint',
    { done: 2, total: 6, seconds: 0.5 },
    { done: 4, total: 6, seconds: 0.5 },
    'decode',
    'embed',
    { done: 6, total: 6, seconds: 0.25 },
  ]);
});

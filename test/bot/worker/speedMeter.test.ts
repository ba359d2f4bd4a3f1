import { expect, test } from 'vitest';
import { createSpeedMeter } from '../../../src/bot/worker/speedMeter.js';

test('the speed is the median of the last twenty paintings, by their cost', () => {
  const speed = createSpeedMeter();
  expect(speed.msPerCost()).toBeUndefined();
  speed.add(300, 3);
  expect(speed.msPerCost()).toBe(100);
  speed.add(1_000, 5);
  expect(speed.msPerCost()).toBe(150);
  speed.add(9_000, 1);
  speed.add(50, 0);
  expect(speed.msPerCost()).toBe(200);
  for (let i = 0; i < 19; i++) speed.add(7, 1);
  expect(speed.msPerCost()).toBe(7);
  speed.add(8, 1);
  for (let i = 0; i < 19; i++) speed.add(8, 1);
  expect(speed.msPerCost()).toBe(8);
});

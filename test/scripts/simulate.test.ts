import { expect, test } from 'vitest';
import { simulate } from '../../scripts/simulate.js';
import type { Load } from '../../scripts/simulate.js';

const load: Load = {
  ...{ slots: 1, requestsPerHour: 240, seconds: 10, variation: 0.5, guilds: 50, membersPerGuild: 10 },
  ...{ minutes: 6_000, seed: 1 },
};

test.each([
  [120, 0.3],
  [240, 0.5],
  [300, 1],
])('with one worker, %i requests an hour wait as Pollaczek and Khinchine say (variation %f)', (perHour, variation) => {
  const { mean, utilisation } = simulate({ ...load, requestsPerHour: perHour, variation });
  const arrivals = perHour / 3_600;
  const busy = arrivals * load.seconds;
  const expected = (arrivals * load.seconds ** 2 * (1 + variation ** 2)) / (2 * (1 - busy));
  expect(utilisation).toBeCloseTo(busy, 1);
  expect(mean / expected).toBeGreaterThan(0.85);
  expect(mean / expected).toBeLessThan(1.15);
});

test('two workers of half the speed wait less than one, and keep as busy', () => {
  const one = simulate(load);
  const two = simulate({ ...load, slots: 2, seconds: 2 * load.seconds });
  expect(two.mean).toBeLessThan(one.mean);
  expect(two.utilisation).toBeCloseTo(one.utilisation, 1);
});

test('more than can be painted waits ever longer', () => {
  const { waiting, requests } = simulate({ ...load, minutes: 120, requestsPerHour: 720 });
  expect(requests).toBeGreaterThan(1_000);
  expect(waiting).toBeGreaterThan(400);
});

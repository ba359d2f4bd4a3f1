import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { followClock, watchClock } from '../../../src/bot/database/clock.js';
import { newId, openStore, reportWorker, workerSlots } from '../../../src/bot/repositories/index.js';
import { modes, newTestStore } from '../support/stores.js';

const hourMs = 3_600_000;

it('is the server’s, however far this machine’s is off', async () => {
  const clock = await followClock(() => Promise.resolve(Date.now() + hourMs));
  clock.stop();
  expect(Math.abs(clock.now() - (Date.now() + hourMs))).toBeLessThan(1_000);
});

it('refuses to guess where the server does not answer at first', async () => {
  await expect(followClock(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
});

it.skipIf(!modes.includes('distributed'))('lets a worker live whose machine is an hour behind', async () => {
  const place = await newTestStore('distributed');
  const here = await openStore(place.options);
  const real = Date.now.bind(Date);
  const behind = vi.spyOn(Date, 'now').mockImplementation(() => real() - hourMs);
  const there = await openStore(place.options);
  onTestFinished(async () => {
    behind.mockRestore();
    await there.close();
    await here.close();
    await place.remove();
  });
  await reportWorker(there.client, { id: newId(), slots: 1, device: 'cpu' }, there.now());
  behind.mockRestore();
  expect(await workerSlots(here.client, here.now())).toBe(1);
});

describe('this machine’s clock is set', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  const setBy = (ms: number): void => {
    const real = Date.now.bind(Date);
    vi.spyOn(Date, 'now').mockImplementation(() => real() + ms);
  };

  it('and the server’s stays', async () => {
    const start = Date.now();
    const clock = await followClock(() => Promise.resolve(start));
    onTestFinished(clock.stop);
    setBy(hourMs);
    expect(clock.now() - start).toBeLessThan(hourMs / 2);
  });

  it('and the server’s is asked for again, as after a sleep of the machine', async () => {
    vi.useFakeTimers();
    let asked = 0;
    const clock = await followClock(() => Promise.resolve(++asked));
    onTestFinished(clock.stop);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toBe(1);
    setBy(hourMs);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toBe(2);
  });

  it('and that is told once, with by how much', async () => {
    vi.useFakeTimers();
    const steps: number[] = [];
    onTestFinished(watchClock((ms) => steps.push(Math.round(ms / 60_000))));
    setBy(-hourMs);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(steps).toEqual([-60]);
  });
});

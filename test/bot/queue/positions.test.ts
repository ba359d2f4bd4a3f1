import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planPositions } from '../../../src/bot/queue/positions.js';
import { idle, play, request, requests } from './situations.js';

const situation = { running: idle, spent: [], turns: 0, slots: 1, msPerCost: 2, now: 5_000 };

it('foretells the order and the times that dispatcher and workers then keep, if nobody else asks', () => {
  fc.assert(
    fc.property(requests, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 5 }), (waiting, slots, turns) => {
      const at = { ...situation, waiting, slots, turns };
      expect(planPositions(at)).toEqual(play(at));
    }),
    { numRuns: 60 },
  );
});

it('counts a painting in hand: the next begins when it ends', () => {
  const running = [{ ...request(1, 'A'), dispatchedAt: 4_000, startedAt: 4_990 }];
  const spent = running.map((painting) => ({ ...painting, running: true }));
  const [first, second] = planPositions({ ...situation, running, spent, waiting: [request(2, 'A'), request(3, 'B')] });
  expect(first).toMatchObject({ id: '000003', place: 1, doneAt: 4_990 + 20 + 20 });
  expect(second.doneAt).toBe(4_990 + 60);
});

it('puts what was handed out before what waits', () => {
  const running = [
    { ...request(1, 'A'), dispatchedAt: 4_000, startedAt: 4_990 },
    { ...request(9, 'A'), dispatchedAt: 4_500 },
  ];
  const [first] = planPositions({ ...situation, running, waiting: [request(2, 'B')] });
  expect(first.id).toBe('000009');
});

it('looks at each request a few times, however many wait', () => {
  const looks = (n: number): number => {
    let looked = 0;
    const waiting = Array.from({ length: n }, (_, i) => ({
      ...request(i, `g${i % 50}`, `m${i % 7}`, { cost: 1 + (i % 13) }),
      get createdAt() {
        looked++;
        return i;
      },
    }));
    expect(planPositions({ ...situation, waiting })).toHaveLength(n);
    return looked;
  };
  // n log n would be 4 × 1.2, n² 16.
  expect(looks(4_000) / looks(1_000)).toBeLessThan(6);
});

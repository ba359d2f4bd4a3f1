import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from '../../../src/bot/queue/fairQueue.js';
import { nextRequest, windowMs } from '../../../src/bot/queue/fairness.js';
import type { SpentCost } from '../../../src/bot/repositories/index.js';
import { order, request, requests } from './situations.js';

describe('the fairness rule', () => {
  it('with 100 requests of guild A waiting, hands out the first of guild B among the next two, while one of A is painted', () => {
    const waiting = [...Array.from({ length: 100 }, (_, n) => request(n, 'A', `m${n % 7}`)), request(100, 'B')];
    const spent = [{ ...request(-1, 'A'), dispatchedAt: 999, running: true }];
    for (let turn = 1; turn <= 8; turn++)
      expect(
        order(waiting, turn, spent)
          .slice(0, 2)
          .map(({ guildId }) => guildId),
      ).toContain('B');
  });

  it("keeps a member's second request behind another member's first", () => {
    const waiting = [request(1, 'A', 'ann'), request(2, 'A', 'ann'), request(3, 'A', 'bob')];
    expect(order(waiting).map(({ createdAt }) => createdAt)).toEqual([1, 3, 2]);
  });

  it('never, but on a turn of the longest-waiting, hands out a second request before a first of the same guild', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 4 }), (some, turn) => {
        const waiting = some.filter(({ background }) => !background);
        const seen = new Set<string>();
        const handedOut = order(waiting, turn);
        handedOut.forEach((request, i) => {
          const who = `${request.guildId}/${request.memberId}`;
          const later = handedOut.slice(i + 1);
          const first = later.find(
            (r) =>
              r.guildId === request.guildId &&
              !seen.has(`${r.guildId}/${r.memberId}`) &&
              r.memberId !== request.memberId,
          );
          if (seen.has(who) && (turn + i) % 4 !== 0 && !request.background)
            expect(first?.background ?? true).toBe(true);
          if (!request.background) seen.add(who);
        });
      }),
    );
  });

  it('starves nobody: under a steady stream of newcomers, a request goes at the latest when four times those before it have gone', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 4 }), (given, firstTurn) => {
        const foreground = given.filter(({ background }) => !background);
        const left = [...foreground];
        const spent = foreground.map((r) => ({ ...r, dispatchedAt: 999, running: true }));
        for (let k = 0; left.some(({ createdAt }) => createdAt < 1000); k++) {
          // Two newcomers a turn, each from a guild that has spent nothing.
          left.push(request(1000 + 2 * k, `new${k}`), request(1001 + 2 * k, `other${k}`));
          const next = nextRequest(left, spent, firstTurn + k, 1000)!;
          left.splice(left.indexOf(next), 1);
          expect(k).toBeLessThan(4 * (foreground.length + 1));
        }
      }),
    );
  });

  it('hands out background requests where nothing else waits, and on every tenth turn', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 1, max: 12 }), (waiting, first) => {
        const handedOut = order(waiting, first);
        expect(handedOut).toHaveLength(waiting.length);
        handedOut.forEach(({ background }, i) => {
          const later = handedOut.slice(i + 1);
          if ((first + i) % 10 === 0) expect(background || !later.some((one) => one.background)).toBe(true);
          else expect(!background || later.every((one) => one.background)).toBe(true);
        });
      }),
    );
  });

  it('counts what was spent in the last ten minutes, and what still runs', () => {
    const waiting = [request(1, 'A'), request(2, 'B')];
    const now = 10_000_000;
    const spentBy = (dispatchedAt: number, running: boolean) => [{ ...request(0, 'A'), dispatchedAt, running }];
    const guild = (spent: ReturnType<typeof spentBy>): string | undefined =>
      nextRequest(waiting, spent, 1, now)?.guildId;
    expect(guild(spentBy(now - windowMs + 1, false))).toBe('B');
    expect(guild(spentBy(now - windowMs, false))).toBe('A');
    expect(guild(spentBy(now - windowMs, true))).toBe('B');
  });
});

it('FairQueue gives over many turns what nextRequest gives in each, while what was spent comes and goes', () => {
  const past = fc.array(
    fc.record({
      guild: fc.integer({ min: 0, max: 3 }),
      member: fc.integer({ min: 0, max: 3 }),
      cost: fc.double({ min: 0.01, max: 90, noNaN: true }),
      gone: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(requests, past, fc.integer({ min: 0, max: 3 }), (some, spentBefore, turns) => {
      const left = some.map((one) => ({ ...one, background: false, cost: one.cost / 3 }));
      const queue = new FairQueue(left);
      let counted: (SpentCost & { readonly gone: number })[] = spentBefore.map(({ guild, member, cost, gone }, i) => ({
        ...request(i, `g${guild}`, `m${member}`, { cost }),
        dispatchedAt: 0,
        running: true,
        gone,
      }));
      for (const entry of counted) queue.spend(entry, entry.cost);
      for (let turn = turns + 1; left.length > 0; turn++) {
        for (const entry of counted.filter(({ gone }) => gone <= turn)) queue.spend(entry, -entry.cost);
        counted = counted.filter(({ gone }) => gone > turn);
        const next = nextRequest(left, counted, turn, 1_000)!;
        expect(queue.take(turn)?.id).toBe(next.id);
        left.splice(left.indexOf(next), 1);
        const entry = { ...next, dispatchedAt: 0, running: true, gone: turn + 1 + (turn % 9) };
        counted.push(entry);
        queue.spend(entry, entry.cost);
      }
      expect(queue.take(1)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

import { describe, expect, it } from 'vitest';
import { likeRates } from '../../../src/bot/community/likeRates.js';
import type { PictureVote } from '../../../src/bot/community/likeRates.js';
import { seededRandom } from '../../../src/bot/community/random.js';
import { newcombeInterval, wilsonInterval } from '../../../src/bot/community/wilson.js';

/** Votes of member `m`: so many likes, then so many dislikes. */
const by = (m: number, aestheticId: string | null, likes: number, dislikes: number): PictureVote[] =>
  Array.from({ length: likes + dislikes }, (_, i) => ({ memberId: `m${m}`, aestheticId, like: i < likes }));
const random = () => seededRandom('like rates');

describe('like rates', () => {
  it("are the aesthetic's rate minus plain's, best first", () => {
    const votes = [...by(1, 'a', 3, 1), ...by(1, 'b', 1, 3), ...by(2, null, 5, 5)];
    expect(likeRates(votes, random()).map(({ aestheticId, kind, value }) => ({ aestheticId, kind, value }))).toEqual([
      { aestheticId: 'a', kind: 'abovePlain', value: 0.25 },
      { aestheticId: 'b', kind: 'abovePlain', value: -0.25 },
    ]);
  });

  it("are the aesthetic's own, and say so, with 9 votes on plain pictures", () => {
    const [{ kind, value }] = likeRates([...by(1, 'a', 3, 1), ...by(2, null, 5, 4)], random());
    expect({ kind, value }).toEqual({ kind: 'own', value: 0.75 });
  });

  it('have an interval over votes where members are few, or of one mind', () => {
    const few = likeRates([...by(1, 'a', 3, 1), ...by(2, null, 5, 5)], random())[0];
    expect(few.intervalOver).toBe('votes');
    expect(few.interval).toEqual(newcombeInterval(3, 4, 5, 10));
    const unanimous = likeRates(
      [1, 2, 3, 4, 5, 6].flatMap((m) => by(m, 'a', 2, 0)),
      random(),
    )[0];
    expect(unanimous).toMatchObject({ intervalOver: 'votes', members: 6, votes: 12, interval: wilsonInterval(12, 12) });
  });

  it('have a wider interval over members who disagree than the same votes spread over members', () => {
    const width = (votes: PictureVote[]): number => {
      const [{ interval, intervalOver }] = likeRates(votes, random());
      expect(intervalOver).toBe('members');
      return interval.high - interval.low;
    };
    const members = Array.from({ length: 20 }, (_, m) => m);
    const camps = width(members.flatMap((m) => by(m, 'a', m % 2 ? 10 : 0, m % 2 ? 0 : 10)));
    const alike = width(members.flatMap((m) => by(m, 'a', 5 + (m % 2), 5 - (m % 2))));
    expect(camps).toBeGreaterThan(3 * alike);
  });

  it('are none without votes', () => {
    expect(likeRates([], random())).toEqual([]);
  });
});

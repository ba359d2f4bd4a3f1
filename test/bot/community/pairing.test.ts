import { describe, expect, it } from 'vitest';
import { fitStrengths } from '../../../src/bot/community/bradleyTerry.js';
import { choosePair } from '../../../src/bot/community/pairing.js';
import { seededRandom } from '../../../src/bot/community/random.js';
import { plainId } from '../../../src/bot/community/strengthVotes.js';
import type { StrengthVotes } from '../../../src/bot/community/strengthVotes.js';

const many = (a: string, b: string, aWins: number, bWins: number, ties = 0) => ({ a, b, aWins, bWins, ties });
const choose = (ids: string[], votes: StrengthVotes, turn: number, seed = 'pair') =>
  choosePair({ fit: fitStrengths(ids, votes), votes, candidates: [plainId, ...ids], turn }, seededRandom(seed));
const names = ({ pair }: { pair: readonly string[] }): string[] => [...pair].sort();

describe('the informative pair', () => {
  it('is of the two that nobody has compared, where the others are known', () => {
    const votes = { duels: [many('a', plainId, 20, 20), many('b', plainId, 20, 20)], bestOf: [] };
    const { pair, why } = choose(['a', 'b', 'new', 'newer'], votes, 0);
    expect([why, ...[...pair].sort()]).toEqual(['informative', 'new', 'newer']);
  });

  it('is of close ones rather than of far ones that are as little known', () => {
    const votes = {
      duels: [many('good', plainId, 8, 2), many('fine', plainId, 8, 2), many('bad', plainId, 2, 8)],
      bestOf: [],
    };
    const fit = fitStrengths(['good', 'fine', 'bad'], votes);
    const pair = choosePair({ fit, votes, candidates: ['good', 'fine', 'bad'], turn: 1 }, seededRandom('close'));
    expect(names(pair)).toEqual(['fine', 'good']);
  });

  it('has the greatest ½ log(1 + v·I), computed anew from the formula', () => {
    const ids = ['a', 'b', 'c'];
    const votes = {
      duels: [many('a', plainId, 5, 1, 2), many('b', 'c', 2, 3, 1), many('a', 'c', 1, 1)],
      bestOf: [{ options: ['a', 'b', plainId], votes: [2, 1, 1] }],
    };
    const { ids: all, strengths, tie, covariance } = fitStrengths(ids, votes);
    const c = covariance();
    const gains = all.flatMap((a, i) =>
      all.slice(0, i).map((b, j) => {
        const [pi, pj] = [Math.exp(strengths[i]), Math.exp(strengths[j])];
        const z = pi + pj + tie * Math.sqrt(pi * pj);
        const chances = [pi / z, pj / z, 1 - (pi + pj) / z];
        // Fisher's information: the variance of the score, which is ½, −½ and 0 beyond its mean.
        const mean = (chances[0] - chances[1]) / 2;
        const information = [0.5, -0.5, 0].reduce((sum, score, o) => sum + chances[o] * (score - mean) ** 2, 0);
        const variance = c[i * 4 + i] + c[j * 4 + j] - 2 * c[i * 4 + j];
        return { pair: [a, b].sort(), gain: Math.log(1 + variance * information) / 2 };
      }),
    );
    const best = gains.reduce((most, each) => (each.gain > most.gain ? each : most));
    expect(names(choose(ids, votes, 0))).toEqual(best.pair);
  });
});

describe('every fourth pair', () => {
  const votes = {
    duels: [many('a', plainId, 1, 0), many('b', plainId, 1, 0), many('a', 'b', 1, 0)],
    bestOf: [{ options: ['a', 'c', 'b'], votes: [1, 0, 0] }],
  };

  it('is the one compared least, choices counted', () => {
    for (const turn of [3, 7, 11]) {
      const pairing = choose(['a', 'b', 'c'], votes, turn, String(turn));
      expect([pairing.why, ...names(pairing)]).toEqual(['explored', 'c', plainId]);
    }
    expect([0, 1, 2, 4].map((turn) => choose(['a', 'b', 'c'], votes, turn).why)).toEqual(
      Array.from({ length: 4 }, () => 'informative'),
    );
  });

  it('is drawn among equals: all pairs come up, on both sides', () => {
    const none = { duels: [], bestOf: [] };
    const random = seededRandom('equals');
    const fit = fitStrengths(['a', 'b'], none);
    const seen = Array.from({ length: 200 }, () =>
      choosePair({ fit, votes: none, candidates: [plainId, 'a', 'b'], turn: 3 }, random).pair.join(),
    );
    for (const each of new Set(seen)) expect(seen.filter((pair) => pair === each).length).toBeGreaterThan(10);
    expect(new Set(seen).size).toBe(6);
  });
});

describe('pairs', () => {
  it('are the same for the same seed', () => {
    const none = { duels: [], bestOf: [] };
    expect(choose(['a', 'b', 'c', 'd'], none, 0, 'same')).toEqual(choose(['a', 'b', 'c', 'd'], none, 0, 'same'));
  });

  it('are of those that are allowed, informative and explored', () => {
    const votes = { duels: [], bestOf: [] };
    const request = { fit: fitStrengths(['a', 'b', 'c'], votes), votes, candidates: [plainId, 'a', 'b', 'c'] };
    const isAllowed = (a: string, b: string): boolean => [a, b].sort().join() === 'a,c';
    const random = seededRandom('allowed');
    for (let turn = 0; turn < 8; turn++)
      expect(names(choosePair({ ...request, turn, isAllowed }, random))).toEqual(['a', 'c']);
    expect(() => choosePair({ ...request, turn: 0, isAllowed: () => false }, random)).toThrow(/none of the pairs of 4/);
  });

  it('need two candidates', () => {
    const votes = { duels: [], bestOf: [] };
    const request = { fit: fitStrengths([], votes), votes, candidates: [plainId], turn: 0 };
    expect(() => choosePair(request, seededRandom(''))).toThrow(/two candidates, there are 1/);
  });

  it('are among those that are allowed, whatever the others would teach', () => {
    const votes = { duels: [], bestOf: [] };
    const candidates = [plainId, 'a', 'b', 'c'];
    const request = { fit: fitStrengths(['a', 'b', 'c'], votes), votes, candidates };
    const isAllowed = (...pair: string[]) => pair.includes('b');
    const random = seededRandom('allowed');
    const chosen = Array.from({ length: 40 }, (_, turn) => choosePair({ ...request, isAllowed, turn }, random).pair);
    expect(new Set(chosen.flat())).toEqual(new Set(candidates));
    for (const pair of chosen) expect(pair).toContain('b');
    const none = { ...request, isAllowed: () => false, turn: 0 };
    expect(() => choosePair(none, random)).toThrow(/none of the pairs of 4/);
  });
});

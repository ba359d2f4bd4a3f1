import { describe, expect, it } from 'vitest';
import { fitStrengths, rankStrengths } from '../../../src/bot/community/bradleyTerry.js';
import { seededRandom } from '../../../src/bot/community/random.js';
import { plainId } from '../../../src/bot/community/strengthVotes.js';
import type { BestOf, Duel } from '../../../src/bot/community/strengthVotes.js';
import { baseball, baseballTeams, puddings } from './published.js';

/** So wide that the most probable strengths are the most likely ones. */
const flat = { strengthSd: 1e4, logTieMean: 0, logTieSd: 1e4 };
const duel = (a: string, b: string, aWins: number, bWins: number, ties = 0): Duel => ({ a, b, aWins, bWins, ties });

describe('two aesthetics', () => {
  it('have the logarithm of wins to losses as their difference', () => {
    // One tie, or ν would fall to 0, where log ν has no lower end.
    const fit = fitStrengths(['a'], { duels: [duel('a', plainId, 30, 10, 1)], bestOf: [] }, flat);
    expect(fit.converged).toBe(true);
    expect(fit.strengths[1]).toBeCloseTo(Math.log(3), 6);
  });

  it("with ties have Davidson's closed form: ν = ties / √(wins · losses)", () => {
    const fit = fitStrengths(['a'], { duels: [duel(plainId, 'a', 9, 16, 6)], bestOf: [] }, flat);
    expect(fit.strengths[1]).toBeCloseTo(Math.log(16 / 9), 6);
    expect(fit.tie).toBeCloseTo(6 / 12, 6);
  });

  it('are shrunk by the prior to where votes and prior pull alike', () => {
    // All that moves θ is 3 wins of 3: 3(1 − P(win)) − (3/2)P(tie) = θ/σ², with ν as the fit has it.
    const { strengths, tie } = fitStrengths(['a'], { duels: [duel('a', plainId, 3, 0)], bestOf: [] });
    const [up, down] = [Math.exp(strengths[1] / 2), Math.exp(-strengths[1] / 2)];
    const z = up + down + tie;
    expect(1.5 - (1.5 * (up - down)) / z).toBeCloseTo(strengths[1], 5);
    expect(strengths[1]).toBeGreaterThan(0.5);
  });

  it('are alike without votes, and their covariance is the prior', () => {
    const fit = fitStrengths(['a', 'b'], { duels: [], bestOf: [] });
    expect([...fit.strengths]).toEqual([0, 0, 0]);
    expect([...fit.covariance()]).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 1]);
  });
});

describe('best of several', () => {
  it('has the logarithms of the shares as strengths (Luce)', () => {
    const bestOf: BestOf[] = [{ options: ['a', plainId, 'b', 'c'], votes: [20, 10, 5, 40] }];
    const fit = fitStrengths(['a', 'b', 'c'], { duels: [], bestOf }, flat);
    for (const [place, ratio] of [1, 2, 0.5, 4].entries()) expect(fit.strengths[place]).toBeCloseTo(Math.log(ratio), 5);
  });

  it('counts as a duel without the answer "no difference" where there are two', () => {
    const bestOf = [{ options: ['a', plainId], votes: [30, 10] }];
    expect(fitStrengths(['a'], { duels: [], bestOf }, flat).strengths[1]).toBeCloseTo(Math.log(3), 6);
  });

  it('joins duels in one likelihood', () => {
    // 30 : 10 against plain and 20 : 20 in choices have the most likely odds of 50 : 30 together.
    const votes = { duels: [duel('a', plainId, 30, 10)], bestOf: [{ options: [plainId, 'a'], votes: [20, 20] }] };
    const prior = { ...flat, logTieMean: -20, logTieSd: 0.01 }; // hardly a tie: then both kinds are the same
    expect(fitStrengths(['a'], votes, prior).strengths[1]).toBeCloseTo(Math.log(5 / 3), 5);
  });
});

describe('published examples', () => {
  it("gives Agresti's strengths of the baseball teams (2002, table 10.11, and standard errors of about 0.3)", () => {
    const fit = fitStrengths(
      baseballTeams,
      { duels: baseball(plainId), bestOf: [] },
      { ...flat, logTieMean: -20, logTieSd: 0.01 },
    );
    expect([...fit.strengths].map((x) => Number(x.toFixed(2)))).toEqual([0, 1.58, 1.44, 1.29, 1.25, 1.11, 0.68]);
    const covariance = fit.covariance();
    for (let place = 1; place < 7; place++) expect(Math.sqrt(covariance[place * 7 + place])).toBeCloseTo(0.3, 1);
  });

  it("gives Davidson's strengths of the puddings (1970, example 2; standard errors as R's PlackettLuce has them)", () => {
    const fit = fitStrengths(['2', '3', '4', '5', '6'], { duels: puddings(plainId), bestOf: [] }, flat);
    const worth = fit.strengths.map(Math.exp);
    const sum = worth.reduce((a, b) => a + b, 0);
    // Davidson stopped after a few iterations: his numbers hold to three digits.
    const published = [0.1388, 0.173, 0.1617, 0.1654, 0.1587, 0.2024];
    published.forEach((share, place) => {
      expect(worth[place] / sum).toBeCloseTo(share, 3);
    });
    expect(fit.tie).toBeCloseTo(0.7468, 3);
    const covariance = fit.covariance();
    [0.1872, 0.1935, 0.1882, 0.1927, 0.1924].forEach((error, k) => {
      expect(Math.sqrt(covariance[(k + 1) * 7])).toBeCloseTo(error, 3);
    });
  });
});

describe('ranking', () => {
  const votes = {
    duels: [
      ...Array.from({ length: 30 }, (_, i) => duel('strong', plainId, Number(i % 5 > 0), Number(i % 5 === 0))),
      ...Array.from({ length: 30 }, (_, i) => duel('weak', plainId, Number(i % 5 === 0), Number(i % 5 > 1))),
    ],
    bestOf: [],
  };
  const ranked = rankStrengths(['weak', 'new', 'strong'], votes, seededRandom('rank'));

  it('is by strength, with plain among them', () => {
    expect(ranked.map(({ id }) => id).filter((id) => id !== 'new')).toEqual(['strong', plainId, 'weak']);
    expect(ranked.find(({ id }) => id === plainId)).toMatchObject({ strength: 0, interval: { low: 0, high: 0 } });
    expect(ranked[0].beatsPlain).toBeCloseTo(1 / (1 + Math.exp(-ranked[0].strength)), 12);
    expect(ranked[0]).toMatchObject({ votes: 30, intervalFrom: 'duels' });
  });

  it('has intervals around the strengths that keep clear winners apart', () => {
    for (const { strength, interval } of ranked) {
      expect(interval.low).toBeLessThanOrEqual(strength);
      expect(interval.high).toBeGreaterThanOrEqual(strength);
    }
    const [strong, weak] = ['strong', 'weak'].map((id) => ranked.find((r) => r.id === id)!);
    expect(strong.interval.low).toBeGreaterThan(weak.interval.high);
  });

  it('gives an aesthetic without votes the whole of the prior', () => {
    const fresh = ranked.find(({ id }) => id === 'new')!;
    expect(fresh.intervalFrom).toBe('posterior');
    expect(fresh.interval.high - fresh.interval.low).toBeCloseTo(2 * 1.96, 2);
  });

  it('refuses a vote on an aesthetic that it does not know', () => {
    expect(() => fitStrengths(['a'], { duels: [duel('a', 'b', 1, 0)], bestOf: [] })).toThrow(/names b/);
  });
});

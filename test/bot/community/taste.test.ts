import { describe, expect, it } from 'vitest';
import { unit } from '../../../src/bot/community/linear.js';
import { mixtureOf } from '../../../src/bot/community/mixture.js';
import { fitChoices } from '../../../src/bot/community/pairDifferences.js';
import { likeAsChoice, normalised } from '../../../src/bot/community/pictureChoices.js';
import { seededRandom } from '../../../src/bot/community/random.js';
import { disagreements, memberTaste } from '../../../src/bot/community/taste.js';
import { choicesBy, cosineOf, normals } from './simulatedPictures.js';

const d = 48;
const prototypes = Array.from({ length: 4 }, (_, k) => normals(d, seededRandom(`prototype ${k}`)));
const units = prototypes.map(unit);
/** Likes the third, and a fifth as much something that is no prototype. */
const own = unit(normals(d, seededRandom('own')));
const hidden = units[2].map((x, i) => 14 * x + 3 * own[i]);

describe('the mixture', () => {
  it('is even without votes', () => {
    expect([...mixtureOf([], units)]).toEqual([2.5, 2.5, 2.5, 2.5]);
  });

  it('is the best under β ≥ 0: no slope where β is above 0, and none downhill where it is 0', () => {
    const choices = choicesBy(
      units[0].map((x, i) => 10 * x - 20 * units[1][i]),
      60,
      3,
      seededRandom('bound'),
    );
    const beta = mixtureOf(normalised(choices), units);
    expect(beta[1]).toBe(0);
    // −log posterior, from its definition.
    const value = (b: ArrayLike<number>): number => {
      let sum = 0;
      for (const { options, votes } of choices) {
        const utilities = options.map((picture) =>
          unit(picture).reduce((total, x, i) => total + x * units.reduce((w, p, k) => w + b[k] * p[i], 0), 0),
        );
        const all = Math.log(utilities.reduce((total, u) => total + Math.exp(u), 0));
        votes.forEach((vote, option) => (sum -= vote * (utilities[option] - all)));
      }
      return sum + Array.from(b).reduce((total, x) => total + (x - 2.5) ** 2 / (2 * 25), 0);
    };
    const h = 1e-4;
    beta.forEach((_, k) => {
      const [up, down] = [1, -1].map((sign) => value(beta.map((x, i) => x + (i === k ? sign * h : 0))));
      const slope = (up - down) / (2 * h);
      if (beta[k] > 0) expect(slope).toBeCloseTo(0, 4);
      else expect(slope).toBeGreaterThan(0);
    });
  });
});

describe("a member's taste", () => {
  it('at four votes is mostly what the server shares, and provisional', () => {
    const taste = memberTaste(choicesBy(hidden, 4, 2, seededRandom('four')), prototypes, d);
    expect(taste).toMatchObject({ votes: 4, own: 0.25, provisional: true });
    expect(taste.mixture.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it('without prototypes is λ = n/(n + 12) of what the choices say', () => {
    const choices = choicesBy(hidden, 24, 2, seededRandom('shrunk'));
    const { vector, own: share, mixture } = memberTaste(choices, [], d);
    const fitted = fitChoices(normalised(choices), new Float64Array(d));
    expect([share, mixture]).toEqual([24 / 36, []]);
    vector.forEach((x, i) => {
      expect(x).toBeCloseTo((24 / 36) * fitted[i], 5);
    });
  });

  it('finds the prototype that the member likes, and with more votes what is their own', () => {
    const at = (count: number) => memberTaste(choicesBy(hidden, count, 3, seededRandom('growing')), prototypes, d);
    const [few, many] = [at(12), at(300)];
    expect(many.mixture.indexOf(Math.max(...many.mixture))).toBe(2);
    expect(many.mixture[2]).toBeGreaterThan(0.6);
    expect(cosineOf(many.vector, hidden)).toBeGreaterThan(cosineOf(few.vector, hidden));
    expect(cosineOf(many.vector, own)).toBeGreaterThan(cosineOf(few.vector, own));
    expect([few.provisional, many.provisional]).toEqual([false, false]);
  });

  it('is nearer to the hidden one than choices alone are, where choices are few', () => {
    const choices = choicesBy(hidden, 8, 2, seededRandom('pooled'));
    const [pooled, alone] = [prototypes, []].map((shared) => memberTaste(choices, shared, d).vector);
    expect(cosineOf(pooled, hidden)).toBeGreaterThan(cosineOf(alone, hidden));
  });

  it('is certain of decided members and not of ones who guess', () => {
    const decided = memberTaste(
      choicesBy(
        hidden.map((x) => 4 * x),
        120,
        2,
        seededRandom('decided'),
      ),
      prototypes,
      d,
    );
    const guessing = memberTaste(choicesBy(new Float64Array(d), 120, 2, seededRandom('guessing')), prototypes, d);
    expect(decided.certainty).toBeGreaterThan(0.65);
    expect(guessing.certainty).toBeGreaterThan(0.4);
    expect(guessing.certainty).toBeLessThan(0.55);
  });

  it('moves towards what is liked and away from what is disliked', () => {
    const usual = Float32Array.of(1, 1, 1);
    const likes = [
      likeAsChoice(Float32Array.of(2, 1, 1), usual, true),
      likeAsChoice(Float32Array.of(1, 2, 1), usual, false),
    ];
    const { vector } = memberTaste(likes, [], 3);
    expect(vector[0]).toBeGreaterThan(0);
    expect(vector[1]).toBeLessThan(0);
  });
});

describe('disagreements', () => {
  const pictures = ['east', 'north', 'west', 'south'].map((id, quarter) => ({
    id,
    vector: Float32Array.of(Math.cos((quarter * Math.PI) / 2), Math.sin((quarter * Math.PI) / 2)),
  }));

  it('are the pictures that one likes and the other does not, whatever the lengths', () => {
    const found = disagreements(pictures, Float32Array.of(5, 1), Float32Array.of(-0.2, 0.04), 2);
    expect(found.map(({ id }) => id).sort()).toEqual(['east', 'west']);
    expect(found[0].member * found[0].server).toBeLessThan(0);
  });

  it('are none between equal tastes', () => {
    for (const { member, server } of disagreements(pictures, [1, 2], [2, 4], 4)) expect(member).toBeCloseTo(server, 6);
  });
});

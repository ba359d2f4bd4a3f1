import { describe, expect, it } from 'vitest';
import { asLikes, breed, breedAnyway } from '../../../src/bot/community/breed.js';
import { seededRandom } from '../../../src/bot/community/random.js';
import { choicesBy, cosineOf, normals } from './simulatedPictures.js';

const picture = (likes: number, dislikes: number, ...vector: readonly number[]) => ({
  vector: Float32Array.from(vector),
  likes,
  dislikes,
});
const hidden = Float32Array.of(3, -2, 0, 1);
const choices = choicesBy(hidden, 40, 2, seededRandom('breeding'));
const liked = Array.from({ length: 5 }, (_, i) => picture(3, 0, 1, i / 10, 0, 0));
const disliked = Array.from({ length: 5 }, (_, i) => picture(0, 3, 0, i / 10, 1, 0));
const pictures = [...liked, ...disliked];

describe('choices as likes', () => {
  it('are a like of what was chosen and shares of a dislike of the others, added to the votes on the same picture', () => {
    const [a, b, c] = [picture(1, 2, 1, 0), picture(0, 0, 0, 1), picture(0, 0, 1, 1)];
    const options = [a, b, c].map(({ vector }) => vector);
    expect(asLikes({ pictures: [a], choices: [{ options, votes: [2, 1, 0] }] })).toEqual([
      { vector: a.vector, likes: 3, dislikes: 2.5 },
      { vector: b.vector, likes: 1, dislikes: 1 },
      { vector: c.vector, likes: 0, dislikes: 1.5 },
    ]);
  });
});

describe('breeding', () => {
  it('takes differences of pairs where there are choices enough, and says how many votes it rests on', () => {
    const made = breed({ pictures, choices, members: 3 });
    expect(made).toMatchObject({ estimator: 'pairDifferences', votes: 70 });
    const alone = breed({ pictures: [], choices, members: 3 });
    expect('vector' in alone && cosineOf(alone.vector, hidden)).toBeGreaterThan(0.5);
  });

  it('takes the contrast where only that has votes enough', () => {
    const made = breed({ pictures, choices: choices.slice(0, 3), members: 3 });
    expect(made).toMatchObject({ estimator: 'contrast', votes: 33 });
    const asked = breed({ pictures, choices, members: 3 }, 'contrast');
    expect(asked).toMatchObject({ estimator: 'contrast' });
  });

  it('says of the estimator that is nearer to it what is lacking', () => {
    expect(breed({ pictures: [], choices: [], members: 0 })).toMatchObject({
      code: 'tooFewMembers',
      have: 0,
      least: 2,
    });
    expect(breed({ pictures, choices: [], members: 1 })).toEqual({ code: 'tooFewMembers', have: 1, least: 2 });
    expect(breed({ pictures: pictures.slice(0, 9), choices: [], members: 3 })).toEqual({
      code: 'tooFewDisliked',
      have: 4,
      least: 5,
    });
    expect(
      breed({
        pictures: [],
        choices: choices.slice(0, 9).map((c) => ({ ...c, options: choices[0].options })),
        members: 3,
      }),
    ).toEqual({
      code: 'tooFewChoices',
      have: 9,
      least: 10,
    });
  });

  it('does without a minimum for the bench, and points nowhere where nothing was disliked', () => {
    expect(breedAnyway('contrast', { pictures: liked, choices: [] })).toBeUndefined();
    const few = breedAnyway('pairDifferences', { pictures: [], choices: choices.slice(0, 1) });
    expect(few && cosineOf(few, normals(4, seededRandom('another')))).toBeLessThan(1);
  });
});

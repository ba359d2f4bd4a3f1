import { describe, expect, it } from 'vitest';
import { contrastOfVotes, likedMore, serverLikeRate } from '../../../src/bot/community/contrast.js';
import { whyTooFew } from '../../../src/bot/community/tooFew.js';

const picture = (x: number, y: number, likes: number, dislikes: number) => ({
  vector: Float32Array.of(x, y),
  likes,
  dislikes,
});

describe('how much more a picture is liked', () => {
  it("is the posterior's mean minus the server's rate", () => {
    expect(likedMore({ likes: 1, dislikes: 0 }, 0.5)).toBeCloseTo(2 / 3 - 0.5, 12);
    expect(likedMore({ likes: 0, dislikes: 0 }, 0.7)).toBe(0);
    // Where most is liked, a dislike says more than a like.
    expect(likedMore({ likes: 1, dislikes: 0 }, 0.8)).toBeCloseTo(0.2 / 3, 12);
    expect(likedMore({ likes: 0, dislikes: 1 }, 0.8)).toBeCloseTo(-0.8 / 3, 12);
  });

  it('is measured from the likes of all votes', () => {
    expect(serverLikeRate([picture(0, 0, 3, 1), picture(0, 0, 0, 4)])).toBe(3 / 8);
    expect(serverLikeRate([])).toBe(0.5);
  });
});

describe('the contrast', () => {
  it('is the weighted mean of the liked ones minus that of the disliked ones', () => {
    const pictures = [picture(1, 5, 2, 0), picture(3, 5, 1, 0), picture(0, 5, 0, 3), picture(100, 100, 0, 0)];
    // Rate ½: the weights are 3/4 − 1/2 and 2/3 − 1/2, that is 3 : 2.
    const contrast = contrastOfVotes(pictures)!;
    expect(contrast.vector[0]).toBeCloseTo((3 * 1 + 2 * 3) / 5, 6);
    expect(contrast.vector[1]).toBeCloseTo(0, 6);
    expect(contrast).toMatchObject({ votes: 6, liked: 2, disliked: 1 });
  });

  it('does not exist where nothing is disliked more than the rest', () => {
    expect(contrastOfVotes([picture(1, 0, 2, 0), picture(0, 1, 3, 0)])).toBeUndefined();
    expect(contrastOfVotes([])).toBeUndefined();
  });
});

describe('too few votes', () => {
  it.each([
    ['contrast', { members: 1, liked: 9, disliked: 9 }, { code: 'tooFewMembers', have: 1, least: 2 }],
    ['contrast', { members: 2, liked: 4, disliked: 9 }, { code: 'tooFewLiked', have: 4, least: 5 }],
    ['contrast', { members: 2, liked: 5, disliked: 4 }, { code: 'tooFewDisliked', have: 4, least: 5 }],
    ['pairDifferences', { members: 2, choices: 9 }, { code: 'tooFewChoices', have: 9, least: 10 }],
    ['taste', { members: 1, choices: 3 }, { code: 'tooFewChoices', have: 3, least: 4 }],
  ] as const)('for %s are said with the number that lacks', (estimator, counts, why) => {
    expect(whyTooFew(estimator, counts)).toEqual(why);
  });

  it('are none at the thresholds', () => {
    expect(whyTooFew('contrast', { members: 2, liked: 5, disliked: 5 })).toBeUndefined();
    expect(whyTooFew('pairDifferences', { members: 2, choices: 10 })).toBeUndefined();
    expect(whyTooFew('taste', { members: 1, choices: 4 })).toBeUndefined();
  });
});

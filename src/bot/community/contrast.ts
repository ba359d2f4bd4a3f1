import { meanVector } from '../../engine/index.js';

/** A picture and its votes. Votes on own pictures do not count: the caller leaves them out. */
export interface VotedPicture {
  /** Its CLIP image embedding, raw [d]. */
  readonly vector: Float32Array;
  readonly likes: number;
  readonly dislikes: number;
}

/** A direction that votes point in, and what it rests on. */
export interface VotedVector {
  /** Raw [d]: its length means nothing, as an aesthetic's. */
  readonly vector: Float32Array;
  /** Single votes that went in. */
  readonly votes: number;
}

/** The server's rate counts as much as two votes: one like does not make a picture a liked one for sure. */
const priorVotes = 2;

/**
 * By how much a picture is liked more than is usual on the server, from −1 to 1: the mean of the Beta posterior of its like rate minus the
 * server's rate r, with the prior Beta(2r, 2(1 − r)):
 *
 *     (likes + 2r) / (likes + dislikes + 2) − r
 *
 * 0 without votes. Where nearly everything is liked, a like says little and a dislike much.
 */
export function likedMore({ likes, dislikes }: Omit<VotedPicture, 'vector'>, serverRate: number): number {
  return (likes + priorVotes * serverRate) / (likes + dislikes + priorVotes) - serverRate;
}

/** Likes ÷ votes of all pictures; ½ without votes. */
export function serverLikeRate(pictures: readonly Omit<VotedPicture, 'vector'>[]): number {
  const likes = pictures.reduce((sum, picture) => sum + picture.likes, 0);
  const votes = pictures.reduce((sum, picture) => sum + picture.likes + picture.dislikes, 0);
  return votes === 0 ? 0.5 : likes / votes;
}

export interface Contrast extends VotedVector {
  /** Pictures on either side, for `whyTooFew`. */
  readonly liked: number;
  readonly disliked: number;
}

/**
 * The mean of the liked pictures minus the mean of the disliked ones, each picture weighted by how much more, or less, it is liked than is
 * usual on the server (`likedMore`). What all pictures share cancels, as in an aesthetic of kind `contrast`.
 *
 * @returns undefined where one side has no picture. Whether there are enough is for `whyTooFew` to say.
 * @throws UserError where vectors have different lengths or numbers that are not finite
 */
export function contrastOfVotes(pictures: readonly VotedPicture[]): Contrast | undefined {
  const rate = serverLikeRate(pictures);
  const weighted = pictures.map((picture) => ({ ...picture, weight: likedMore(picture, rate) }));
  const liked = weighted.filter(({ weight }) => weight > 0);
  const disliked = weighted.filter(({ weight }) => weight < 0);
  if (liked.length === 0 || disliked.length === 0) return undefined;
  const [above, below] = [liked, disliked].map((side) =>
    meanVector(
      side.map(({ vector }) => vector),
      side.map(({ weight }) => Math.abs(weight)),
    ),
  );
  return {
    vector: above.map((value, i) => value - below[i]),
    votes: [...liked, ...disliked].reduce((sum, { likes, dislikes }) => sum + likes + dislikes, 0),
    liked: liked.length,
    disliked: disliked.length,
  };
}

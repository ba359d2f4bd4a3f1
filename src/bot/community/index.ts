/**
 * Votes → rankings, pairings and vectors: pure functions, without Discord, database or clock; what is random is drawn from a generator that
 * the caller gives. This is the folder's only door. docs/voting.md defines every quantity.
 */
export { fitStrengths, rankStrengths } from './bradleyTerry.js';
export type { StrengthFit } from './bradleyTerry.js';
export { asLikes, breed, breedAnyway, estimatorNames } from './breed.js';
export type { Bred, EstimatorName } from './breed.js';
export type { VotedPicture } from './contrast.js';
export { likeRates } from './likeRates.js';
export { tasteMap } from './map.js';
export { pairDifferences } from './pairDifferences.js';
export { choosePair } from './pairing.js';
export type { PairingRequest } from './pairing.js';
export { likeAsChoice } from './pictureChoices.js';
export type { PictureChoice } from './pictureChoices.js';
export { seededRandom } from './random.js';
export type { Random } from './random.js';
export { refine } from './refine.js';
export { plainId } from './strengthVotes.js';
export type { BestOf, Duel, StrengthVotes } from './strengthVotes.js';
export { disagreements, memberTaste } from './taste.js';
export type { Disagreement, Taste } from './taste.js';
export { whyTooFew } from './tooFew.js';
export { wilsonInterval, wilsonScore } from './wilson.js';

import type { PictureChoice, Random, VotedPicture } from '../../src/bot/community/index.js';

/** A picture that members vote on; those of one prompt and seed can meet in a pair. */
export interface Candidate {
  readonly prompt: number;
  /** CLIP, raw [d]. */
  readonly vector: Float32Array;
}

/** What members see on two pictures that are one standard deviation apart, in logits: better than chance by far, and far from certain. */
const decided = 1.5;
const memberCount = 5;
/** How far a member's direction lies from the server's: noise of this length beside its unit vector (a cosine of 0.89). */
const memberNoise = 0.5;

export interface Votes {
  readonly pictures: readonly VotedPicture[];
  readonly choices: readonly PictureChoice[];
}

/**
 * Votes of a server whose five members' directions lie around a hidden one, half of them likes and dislikes of pictures, half choices
 * between two pictures of a prompt. A picture's utility to a member is its cosine to the member's direction in standard deviations over the
 * candidates; a like has the odds e^(1.5 utility), a choice those of the difference.
 */
export function voteOn(candidates: readonly Candidate[], hidden: Float64Array, count: number, random: Random): Votes {
  const units = candidates.map(({ vector }) => unit(vector));
  const members = Array.from({ length: memberCount }, () => {
    const noise = unit(hidden.map(() => normal(random)));
    const direction = hidden.map((x, i) => x + memberNoise * noise[i]);
    const values = units.map((u) => u.reduce((sum, x, i) => sum + x * direction[i], 0));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return values.map((value) => (value - mean) / sd);
  });
  const tallies = candidates.map(() => ({ likes: 0, dislikes: 0 }));
  const choices: PictureChoice[] = [];
  for (let vote = 0; vote < count; vote++) {
    const utilities = members[Math.floor(random() * memberCount)];
    const a = Math.floor(random() * candidates.length);
    if (vote % 2 === 0) {
      if (random() < sigmoid(decided * utilities[a])) tallies[a].likes++;
      else tallies[a].dislikes++;
      continue;
    }
    const others = [...candidates.keys()].filter((b) => b !== a && candidates[b].prompt === candidates[a].prompt);
    const b = others[Math.floor(random() * others.length)];
    const aWins = random() < sigmoid(decided * (utilities[a] - utilities[b]));
    choices.push({ options: [candidates[a].vector, candidates[b].vector], votes: aWins ? [1, 0] : [0, 1] });
  }
  return { pictures: candidates.map(({ vector }, i) => ({ vector, ...tallies[i] })), choices };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A standard normal number, Box & Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function unit(v: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(v);
  const length = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
  return values.map((x) => x / length);
}

import type { StrengthFit } from './bradleyTerry.js';
import { pick } from './random.js';
import type { Random } from './random.js';
import type { StrengthVotes } from './strengthVotes.js';

/** Two aesthetics (or plain) for the next duel, by id; which comes first is drawn, so that neither side is favoured. */
export interface Pairing {
  readonly pair: readonly [string, string];
  /** `informative`: the vote is expected to teach most. `explored`: the pair has been compared least. */
  readonly why: 'informative' | 'explored';
}

/** Every fourth pair is an explored one, so that a model that is wrong about a pair is corrected some time. */
const exploredEvery = 4;
/** Gains that differ by less, relatively, are the same: the difference is rounding. */
const equal = 1e-9;

export interface PairingRequest {
  /** To all votes so far. */
  readonly fit: StrengthFit;
  readonly votes: StrengthVotes;
  /** What may be paired, by ids of the fit; at least two. */
  readonly candidates: readonly string[];
  /** Which pairs of candidates may be shown, at least one; absent: all. */
  readonly isAllowed?: (a: string, b: string) => boolean;
  /** Pairs handed out before this one. */
  readonly turn: number;
}

/**
 * The pair for the next duel. Of informative pairs, the one with the greatest expected gain of information about the strengths,
 *
 *     ½ log(1 + v·I),   v = Var(θᵢ − θⱼ),   I = ¼(pᵢ + pⱼ) − ¼(pᵢ − pⱼ)²
 *
 * v by the posterior's covariance, I Fisher's information of one of Davidson's duels about θᵢ − θⱼ at the fitted strengths (with p the
 * chances to win; without ties it is pᵢpⱼ): by how much the posterior's entropy falls (Lindley 1956; for normal models MacKay 1992). Pairs
 * that nobody knows and that are close come first.
 *
 * @throws Error for fewer than two candidates, where no pair of them is allowed, or for one that is not in the fit
 */
export function choosePair(request: PairingRequest, random: Random): Pairing {
  const { fit, votes, candidates, isAllowed = () => true, turn } = request;
  if (candidates.length < 2) throw new Error(`a pair needs two candidates, there are ${candidates.length}`);
  const pairs = candidates
    .flatMap((a, place) => candidates.slice(place + 1).map((b): [string, string] => [a, b]))
    .filter(([a, b]) => isAllowed(a, b));
  if (pairs.length === 0) throw new Error(`none of the pairs of ${candidates.length} candidates is allowed`);
  const explored = turn % exploredEvery === exploredEvery - 1;
  const worth = explored ? fewestComparisons(votes) : informationOf(fit);
  const worths = pairs.map(worth);
  const best = worths.reduce((most, value) => Math.max(most, value), -Infinity);
  const [a, b] = pick(
    pairs.filter((_, p) => worths[p] >= best - equal * Math.abs(best)),
    random,
  );
  return { pair: random() < 0.5 ? [a, b] : [b, a], why: explored ? 'explored' : 'informative' };
}

type Worth = (pair: readonly [string, string]) => number;

function informationOf(fit: StrengthFit): Worth {
  const { ids, strengths, tie } = fit;
  const covariance = fit.covariance();
  const k = ids.length;
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = (id: string): number => {
    const place = places.get(id);
    if (place === undefined) throw new Error(`${id} is a candidate for a duel and not among the ${k} of the fit`);
    return place;
  };
  return ([a, b]) => {
    const [i, j] = [placeOf(a), placeOf(b)];
    const variance = covariance[i * k + i] + covariance[j * k + j] - 2 * covariance[i * k + j];
    const up = Math.exp((strengths[i] - strengths[j]) / 2);
    const z = up + 1 / up + tie;
    const [won, lost] = [up / z, 1 / (up * z)];
    return Math.log1p((variance * (won + lost - (won - lost) ** 2)) / 4) / 2;
  };
}

/** Minus the number of duels and choices that had both. */
function fewestComparisons({ duels, bestOf }: StrengthVotes): Worth {
  const counts = new Map<string, number>();
  const key = (a: string, b: string): string => JSON.stringify([a, b].sort());
  const add = (pair: string): void => void counts.set(pair, (counts.get(pair) ?? 0) + 1);
  for (const { a, b } of duels) add(key(a, b));
  for (const { options } of bestOf)
    for (const pair of new Set(options.flatMap((a, place) => options.slice(place + 1).map((b) => key(a, b)))))
      add(pair);
  return ([a, b]) => -(counts.get(key(a, b)) ?? 0);
}

/** Stands for pictures painted without an aesthetic, among the ids of aesthetics. Its strength is 0: what the others are measured by. */
export const plainId = 'plain';

/** Two aesthetics, same prompt and seed, and what members said. One duel may have votes of several members. */
export interface Duel {
  readonly a: string;
  readonly b: string;
  readonly aWins: number;
  readonly bWins: number;
  /** "No difference". */
  readonly ties: number;
}

/** Several pictures side by side, of which each member chose the best. */
export interface BestOf {
  /** What each was painted with, by id. */
  readonly options: readonly string[];
  /** How many chose each, in the same order. */
  readonly votes: readonly number[];
}

export interface StrengthVotes {
  readonly duels: readonly Duel[];
  readonly bestOf: readonly BestOf[];
}

/** Votes as arrays by place in `ids`, duels of the same pair together. */
export interface CountedVotes {
  readonly ids: readonly string[];
  /** Distinct pairs: first and second place [pairs], and the votes on them [pairs]. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstWins: Float64Array;
  readonly secondWins: Float64Array;
  readonly ties: Float64Array;
  /** For each set of options, where its options begin in `options` and `chosen`; one more entry than there are sets. */
  readonly begins: Int32Array;
  readonly options: Int32Array;
  readonly chosen: Float64Array;
  /** Duels, then sets: what the bootstrap draws. */
  readonly units: number;
  /** Counts the votes anew with each unit as often as `counts` says [units]. */
  readonly weigh: (counts: ArrayLike<number>) => void;
}

/**
 * Votes as arrays, each unit counted once. @throws Error for an id that is not among `ids`
 */
export function countVotes(ids: readonly string[], { duels, bestOf }: StrengthVotes): CountedVotes {
  const places = new Map(ids.map((id, place) => [id, place]));
  const place = (id: string): number => {
    const found = places.get(id);
    if (found === undefined)
      throw new Error(`a vote names ${id}, which is not among the ${ids.length} that are ranked`);
    return found;
  };
  const pairs = new Map<number, number>();
  const ends: [number, number][] = [];
  const pairOf = duels.map(({ a, b }) => {
    const [low, high] = [place(a), place(b)].sort((x, y) => x - y);
    const key = low * ids.length + high;
    const known = pairs.get(key);
    if (known !== undefined) return known;
    pairs.set(key, ends.length);
    return ends.push([low, high]) - 1;
  });
  const begins = new Int32Array(bestOf.length + 1);
  bestOf.forEach(({ options }, set) => (begins[set + 1] = begins[set] + options.length));
  const counted = {
    ids,
    first: Int32Array.from(ends, ([low]) => low),
    second: Int32Array.from(ends, ([, high]) => high),
    firstWins: new Float64Array(ends.length),
    secondWins: new Float64Array(ends.length),
    ties: new Float64Array(ends.length),
    begins,
    options: Int32Array.from(bestOf.flatMap(({ options }) => options.map(place))),
    chosen: new Float64Array(begins[bestOf.length]),
    units: duels.length + bestOf.length,
  };
  const { first, firstWins, secondWins, ties, chosen } = counted;
  // Of each duel, with its ends in the order of its pair.
  const aIsFirst = duels.map(({ a }, unit) => ids[first[pairOf[unit]]] === a);
  const unitFirstWins = Float64Array.from(duels, ({ aWins, bWins }, unit) => (aIsFirst[unit] ? aWins : bWins));
  const unitSecondWins = Float64Array.from(duels, ({ aWins, bWins }, unit) => (aIsFirst[unit] ? bWins : aWins));
  const unitTies = Float64Array.from(duels, (duel) => duel.ties);
  const weigh = (counts: ArrayLike<number>): void => {
    for (const sums of [firstWins, secondWins, ties]) sums.fill(0);
    for (let unit = 0; unit < duels.length; unit++) {
      const pair = pairOf[unit];
      const times = counts[unit];
      if (times === 0) continue; // a third of a resample
      firstWins[pair] += times * unitFirstWins[unit];
      secondWins[pair] += times * unitSecondWins[unit];
      ties[pair] += times * unitTies[unit];
    }
    bestOf.forEach(({ votes }, set) => {
      votes.forEach((vote, option) => (chosen[begins[set] + option] = counts[duels.length + set] * vote));
    });
  };
  weigh(new Float64Array(counted.units).fill(1));
  return { ...counted, weigh };
}

import { choosePair, fitStrengths, seededRandom } from '../../src/bot/community/index.js';
import type { Duel, Random, StrengthFit } from '../../src/bot/community/index.js';
import { report, round } from '../measure.js';
import { hiddenStrengths, vote } from './simulated.js';

/**
 * How many duels a server needs until its ranking agrees with the hidden one (Kendall's τ ≥ 0.8 over 8 aesthetics and plain: at most 3 of 36
 * pairs the wrong way round), when the bot chooses the pairs and when chance does. One vote a duel. No pictures: members are Davidson's.
 */
const servers = 200;
const aesthetics = 8;
const wanted = 0.8;
const mostDuels = 1_000;
/** The mean τ at these numbers of duels, too: the first time over a line says nothing of the way there. */
const looked = [25, 50, 100, 200];

const policies = {
  informative: (fit: StrengthFit, duels: readonly Duel[], ids: readonly string[], random: Random) =>
    choosePair({ fit, votes: { duels, bestOf: [] }, candidates: ids, turn: duels.length }, random).pair,
  random: (_fit: StrengthFit, _duels: readonly Duel[], ids: readonly string[], random: Random) => {
    const a = Math.floor(random() * ids.length);
    const b = (a + 1 + Math.floor(random() * (ids.length - 1))) % ids.length;
    return [ids[a], ids[b]] as const;
  },
};

/** A server's duels: how many until τ ≥ `wanted` for the first time, and τ at `looked`. */
function simulate(server: number, policy: keyof typeof policies): { needed: number; taus: number[] } {
  const hidden = hiddenStrengths(aesthetics, seededRandom(`server ${server}`));
  const random = seededRandom(`server ${server}, ${policy}`);
  const ids = [...hidden.keys()];
  const duels: Duel[] = [];
  const taus: number[] = [];
  let needed = Infinity;
  let fit = fitStrengths(ids.slice(1), { duels, bestOf: [] });
  while (duels.length < mostDuels && (needed === Infinity || taus.length < looked.length)) {
    const [a, b] = policies[policy](fit, duels, ids, random);
    duels.push(vote(a, b, hidden, random));
    fit = fitStrengths(ids.slice(1), { duels, bestOf: [] });
    const tau = kendall(
      fit.ids.map((id) => hidden.get(id) ?? 0),
      [...fit.strengths],
    );
    if (tau >= wanted && needed === Infinity) needed = duels.length;
    if (looked.includes(duels.length)) taus.push(tau);
  }
  return { needed, taus };
}

/** Kendall's τ (1938): pairs in the same order minus pairs in the other, by all pairs. */
function kendall(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) for (let j = 0; j < i; j++) sum += Math.sign(a[i] - a[j]) * Math.sign(b[i] - b[j]);
  return sum / ((a.length * (a.length - 1)) / 2);
}

function quartiles(values: readonly number[]): { lower: number; median: number; upper: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))];
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

const rows = (Object.keys(policies) as (keyof typeof policies)[]).map((policy) => {
  const runs = Array.from({ length: servers }, (_, server) => simulate(server, policy));
  return {
    pairs: policy,
    ...quartiles(runs.map(({ needed }) => needed)),
    notReached: runs.filter(({ needed }) => needed === Infinity).length,
    ...Object.fromEntries(
      looked.map((duels, k) => [`tau${duels}`, round(runs.reduce((sum, { taus }) => sum + taus[k], 0) / servers)]),
    ),
  };
});
report({ servers, aesthetics, wanted, rows });

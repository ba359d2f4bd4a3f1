import {
  fitStrengths,
  memberTaste,
  pairDifferences,
  rankStrengths,
  seededRandom,
  tasteMap,
} from '../../src/bot/community/index.js';
import type { Duel, PictureChoice } from '../../src/bot/community/index.js';
import { median, report, round, time } from '../measure.js';
import { hiddenStrengths, vote } from './simulated.js';

/** How long the estimators take: a ranking at 5,000 duels among 200 aesthetics without and with its 200 resamples, and the vectors. */
const aesthetics = 200;
const duelCount = 5_000;
const runs = 5;

const random = seededRandom('rankings');
const hidden = hiddenStrengths(aesthetics, random);
const ids = [...hidden.keys()];
const duels: Duel[] = Array.from({ length: duelCount }, () => {
  const a = Math.floor(random() * ids.length);
  const b = (a + 1 + Math.floor(random() * (ids.length - 1))) % ids.length;
  return vote(ids[a], ids[b], hidden, random);
});
const votes = { duels, bestOf: [] };
const ranked = ids.slice(1);

/** Medians over `runs` of the time by the clock and of the processor's, which other work on the machine disturbs less. */
async function measured(work: () => unknown): Promise<{ ms: number; processorMs: number }> {
  const [times, processor]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage();
    times.push(await time(() => Promise.resolve(work())));
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1_000);
  }
  return { ms: round(median(times), 1), processorMs: round(median(processor), 1) };
}

const { steps, converged } = fitStrengths(ranked, votes);

const d = 768;
const vector = (): Float32Array => Float32Array.from({ length: d }, () => random() - 0.5);
const chosen = (count: number): PictureChoice[] =>
  Array.from({ length: count }, () => ({ options: [vector(), vector()], votes: [1, 0] }));
const zeros = new Float32Array(d);
const prototypes = Array.from({ length: 8 }, vector);
const timed: [what: string, work: () => unknown][] = [
  [`strengths, ${aesthetics} aesthetics, ${duelCount} duels`, () => fitStrengths(ranked, votes)],
  ['the same with 200 resamples', () => rankStrengths(ranked, votes, seededRandom('intervals'))],
  ...[100, 1_000].map((count): [string, () => unknown] => {
    const choices = chosen(count);
    return [`pair differences, ${count} pairs, d = ${d}`, () => pairDifferences(choices, zeros)];
  }),
  ...[20, 100].map((count): [string, () => unknown] => {
    const choices = chosen(count);
    return [`a member's taste, ${count} pairs, 8 prototypes, d = ${d}`, () => memberTaste(choices, prototypes, d)];
  }),
  ...[40, 200].map((count): [string, () => unknown] => {
    const vectors = Array.from({ length: count }, vector);
    return [`map of ${count}, d = ${d}`, () => tasteMap(vectors)];
  }),
];
const rows = [];
for (const [what, work] of timed) rows.push({ what, ...(await measured(work)) });
report({ steps, converged, rows });

import { bootstrapIntervals } from '../../bot/community/bootstrap.js';
import type { Interval } from '../../bot/community/bootstrap.js';
import { seededRandom } from '../../bot/community/random.js';
import { vectorOf } from '../../bot/database/vectors.js';
import { cosine } from '../../engine/index.js';
import type { ScoreHead } from '../../engine/index.js';
import type { Cell } from './cells.js';
import type { Trial } from './conditions.js';
import type { PictureRecord } from './journal.js';
import { formsInOrder } from './looks.js';
import type { Look } from './looks.js';

/** A picture with what was measured of it. */
export interface Sample {
  readonly cell: Cell;
  readonly record: PictureRecord;
  /** [d], raw. */
  readonly embedding: Float32Array;
}

/** What pictures are judged by. */
export interface Score {
  /** Of columns and files. */
  readonly key: string;
  readonly title: string;
  readonly unit: 'cosine' | 'points';
  readonly of: (sample: Sample) => number;
}

/** One condition by one score, and how it differs from plain. */
export interface TableRow {
  readonly look: string;
  readonly score: Score;
  readonly condition: string;
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of the pictures (n − 1); NaN for one. */
  readonly sd: number;
  /** Mean over pairs of one prompt and seed; absent for plain itself. */
  readonly difference?: number;
  /** Of the difference, at 95 %; absent with fewer than two prompts. */
  readonly interval?: Interval;
}

export function samplesOf(cells: readonly Cell[], pictureOf: (recipe: string) => PictureRecord | undefined): Sample[] {
  return cells.flatMap((cell) => {
    const record = pictureOf(cell.recipe);
    return record ? [{ cell, record, embedding: vectorOf(Buffer.from(record.embedding, 'base64')) }] : [];
  });
}

/** The heads, where there are any; the cosine to the look in each form; and the price, the cosine to the prompt. */
export function scoresOf(look: Look, heads: readonly ScoreHead[]): Score[] {
  const { used } = look;
  return [
    ...heads.map(({ name, title, score }): Score => ({
      key: `head-${name}`,
      title,
      unit: 'points',
      of: ({ embedding }) => score(embedding),
    })),
    ...formsInOrder(look).map(([kind, vector]): Score => {
      const title = `cosine to ${used}, ${kind}`;
      return { key: `cosine-${used}-${kind}`, title, unit: 'cosine', of: ({ embedding }) => cosine(embedding, vector) };
    }),
    {
      key: 'cosine-prompt',
      title: 'cosine to the prompt (the price)',
      unit: 'cosine',
      of: ({ record }) => record.toPrompt,
    },
  ];
}

/** Every condition of a trial by every score. */
export function tableOf({ look, conditions }: Trial, scores: readonly Score[], samples: readonly Sample[]): TableRow[] {
  const by = new Map(conditions.map(({ key }) => [key, samples.filter(({ cell }) => cell.condition.key === key)]));
  return scores.flatMap((score) =>
    conditions.map(({ key, label }): TableRow => {
      const own = by.get(key) ?? [];
      const values = own.map(score.of);
      const mean = average(values);
      const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
      const row = { look: look.used, score, condition: label, n: values.length, mean, sd };
      if (key === 'plain') return row;
      const paired = pairedDifference(own, by.get('plain') ?? [], score, `${look.used} ${score.key} ${key}`);
      return { ...row, ...paired };
    }),
  );
}

/**
 * The mean difference of pairs of one prompt and seed, and its interval by the bootstrap over prompts: pictures of one prompt are not independent.
 * `seed`: the same one gives the same interval.
 */
export function pairedDifference(
  own: readonly Sample[],
  plain: readonly Sample[],
  score: Score,
  seed: string,
): { difference: number; interval?: Interval } {
  const pairKey = ({ cell }: Sample): string => JSON.stringify([cell.prompt, cell.seed]);
  const plainOf = new Map(plain.map((sample) => [pairKey(sample), score.of(sample)]));
  const byPrompt = new Map<string, number[]>();
  for (const sample of own) {
    const before = plainOf.get(pairKey(sample));
    if (before === undefined) continue;
    const { prompt } = sample.cell;
    byPrompt.set(prompt, [...(byPrompt.get(prompt) ?? []), score.of(sample) - before]);
  }
  const units = [...byPrompt.values()];
  const difference = average(units.flat());
  if (units.length < 2) return { difference };
  const sums = units.map((unit) => unit.reduce((a, b) => a + b, 0));
  const [interval] = bootstrapIntervals(units.length, seededRandom(seed), (counts) => {
    const pairs = units.reduce((sum, unit, i) => sum + counts[i] * unit.length, 0);
    return [sums.reduce((sum, one, i) => sum + counts[i] * one, 0) / pairs];
  });
  return { difference, interval };
}

/** How far the text embeddings of a condition's prompts came. */
export interface Reached {
  readonly condition: string;
  readonly before: number;
  readonly after: number;
  readonly steps: number;
}

/** Of each condition with a target, over its prompts. */
export function reachedOf({ conditions }: Trial, samples: readonly Sample[]): Reached[] {
  return conditions.flatMap(({ key, label }) => {
    const records = samples.filter(({ cell }) => cell.condition.key === key).map(({ record }) => record);
    const cosines = records.flatMap(({ cosine: one }) => one ?? []);
    if (cosines.length === 0) return [];
    return [
      {
        condition: label,
        before: average(cosines.map(({ before }) => before)),
        after: average(cosines.map(({ after }) => after)),
        steps: average(records.map(({ textSteps }) => textSteps)),
      },
    ];
  });
}

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

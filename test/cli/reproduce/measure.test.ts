import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { distribution } from '../../../src/cli/reproduce/charts.js';
import { trialsOf } from '../../../src/cli/reproduce/conditions.js';
import { csv } from '../../../src/cli/reproduce/csv.js';
import { figures, promptsFor } from '../../../src/cli/reproduce/figures.js';
import { looksFor } from '../../../src/cli/reproduce/looks.js';
import { pairedDifference, scoresOf, tableOf } from '../../../src/cli/reproduce/measure.js';
import type { Sample, Score } from '../../../src/cli/reproduce/measure.js';
import { cosine, openPack } from '../../../src/engine/index.js';

const score: Score = { key: 'k', title: 'k', unit: 'cosine', of: ({ record }) => record.toPrompt };
const condition = { key: 'any', label: 'any', request: (prompt: string) => ({ prompt }) };

function sample(prompt: string, seed: number, value: number): Sample {
  return {
    cell: { condition, prompt, seed, request: { prompt }, recipe: '' },
    record: { recipe: '', embedding: '', toPrompt: value, textSteps: 0 },
    embedding: Float32Array.of(1),
  };
}

describe('the paired difference', () => {
  const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.double({ min: -1, max: 1, noNaN: true })), {
    minLength: 2,
    maxLength: 30,
  });

  test('is what every pair differs by, with an interval of no width, whatever order the pictures are in', () => {
    fc.assert(
      fc.property(values, fc.double({ min: -1, max: 1, noNaN: true }), (plain, by) => {
        const before = plain.map(([prompt, value], seed) => sample(`p${prompt}`, seed, value));
        const after = plain.map(([prompt, value], seed) => sample(`p${prompt}`, seed, value + by)).reverse();
        const { difference, interval } = pairedDifference(after, before, score, 's');
        expect(difference).toBeCloseTo(by, 10);
        if (new Set(plain.map(([prompt]) => prompt)).size < 2) expect(interval).toBeUndefined();
        else for (const end of [interval!.low, interval!.high]) expect(end).toBeCloseTo(by, 10);
      }),
    );
  });

  test('has the interval of the bootstrap over prompts: pictures of one prompt are one unit', () => {
    // Two prompts of 50 pictures each: a resample has one of them twice in half of the cases.
    const of = (shift: (prompt: number) => number): Sample[] =>
      [0, 1].flatMap((prompt) => Array.from({ length: 50 }, (_, seed) => sample(`p${prompt}`, seed, shift(prompt))));
    const found = pairedDifference(
      of((prompt) => prompt),
      of(() => 0),
      score,
      's',
    );
    expect(found).toEqual({ difference: 0.5, interval: { low: 0, high: 1 } });
    expect(
      pairedDifference(
        of((prompt) => prompt),
        of(() => 0),
        score,
        's',
      ),
    ).toEqual(found);
  });
});

test('a distribution counts every value once, in the bin that it lies in', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 50 }), (values) => {
      const { edges, histograms } = distribution('t', [{ label: 'l', values }]);
      const [{ counts }] = histograms;
      expect(counts).toHaveLength(edges.length - 1);
      expect(counts.reduce((a, b) => a + b, 0)).toBe(values.length);
      const slack = 1e-9;
      for (const [bin, count] of counts.entries()) {
        const inside = values.filter((x) => x >= edges[bin] - slack && x < edges[bin + 1] + slack).length;
        expect(count).toBeLessThanOrEqual(inside);
      }
    }),
  );
});

test('CSV quotes what holds commas, quotes and line ends, and leaves missing numbers empty', () => {
  expect(
    csv([
      ['a', 'b'],
      ['x, "y"', NaN],
      [undefined, 1.5],
    ]),
  ).toBe('a,b\r\n"x, ""y""",\r\n,1.5\r\n');
});

describe('on the demo pack', () => {
  const pack = openPack(resolve('models/demo'));

  test('figure 2 has 25 prompts that the pack draws, and figure 1 six', async () => {
    const { knows } = (await pack).settings;
    const prompts = promptsFor(figures.figure2, knows);
    expect(new Set(prompts).size).toBe(25);
    for (const prompt of prompts) expect(knows).toContain(prompt.replace(/^an? /, ''));
    expect(promptsFor(figures.figure1, knows)).toHaveLength(6);
    expect(promptsFor(figures.figure2, [])).toHaveLength(25);
  });

  test('each look has both forms, which differ by the reference, and the paper’s names go to the pack’s own', async () => {
    const looks = await looksFor(figures.figure3.looks, await pack, false);
    expect(looks.map(({ used }) => used)).toEqual(['linework', 'cloudcore', 'gloomcore', 'glowwave']);
    const [a, b] = looks.map(({ forms }) => forms.mean!.map((x, i) => x - forms.contrast![i]));
    expect(cosine(a, b)).toBeCloseTo(1, 5);
  });

  test('a table has plain first, which differs from nothing, and no head', async () => {
    const [look] = await looksFor(['sac_8plus'], await pack, false);
    const [trial] = trialsOf({ keywords: false }, [look]);
    const scores = scoresOf(look, []);
    expect(scores.map(({ key }) => key)).toEqual([
      'cosine-gloomcore-contrast',
      'cosine-gloomcore-mean',
      'cosine-prompt',
    ]);
    const samples = trial.conditions.map((one, i) => ({
      ...sample('p', 1, i),
      cell: { ...sample('p', 1, 0).cell, condition: one },
      embedding: look.forms.contrast!,
    }));
    const rows = tableOf(trial, scores, samples).filter((row) => row.score.key === 'cosine-prompt');
    expect(rows.map(({ condition: name, mean, difference }) => [name, mean, difference])).toEqual([
      ['plain', 0, undefined],
      ['contrast', 1, 1],
      ['mean', 2, 2],
      ['random', 3, 3],
    ]);
  });
});

describe('the paper’s looks', () => {
  test('have the published form first, and LAION’s reference between their forms', async () => {
    const looks = await looksFor(['laion_7plus', 'aivazovsky'], await openPack(resolve('models/demo')), true);
    expect(looks.map(({ published }) => published)).toEqual(['contrast', 'mean']);
    const [trial, other] = trialsOf({ keywords: true }, looks);
    expect(trial.conditions.map(({ label }) => label)).toEqual(['plain', 'keyword', 'contrast', 'mean', 'random']);
    expect(other.conditions.map(({ label }) => label)).toEqual(['plain', 'keyword', 'mean', 'contrast', 'random']);
    expect(other.conditions[1].request('a tree', 0).prompt).toBe('a tree by Aivazovsky');
    // The mean of the buckets 7 to 9, which is not what the paper's file is.
    const { mean, contrast } = looks[0].forms;
    expect(cosine(mean!, contrast!)).toBeCloseTo(0.27, 2);
    const [one, two] = looks.map(({ forms }) => forms.mean!.map((x, i) => x - forms.contrast![i]));
    expect(Math.max(...one.map((x, i) => Math.abs(x - two[i])))).toBeLessThan(1e-6);
  });

  test('random vectors are one for each prompt, the same each time, and unlike each other', async () => {
    const looks = await looksFor(['sac_8plus'], await openPack(resolve('models/demo')), true);
    const vector = (index: number) => trialsOf({ keywords: false }, looks)[0].conditions.at(-1)!.request('p', index);
    const [a, again, b] = [0, 0, 1].map((index) => vector(index).aesthetic!.vector);
    expect(a).toEqual(again);
    expect(Math.abs(cosine(a, b))).toBeLessThan(0.15);
    expect(a).toHaveLength(768);
  });
});

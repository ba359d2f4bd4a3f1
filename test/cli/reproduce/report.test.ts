import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { allConditions, trialsOf } from '../../../src/cli/reproduce/conditions.js';
import { figures } from '../../../src/cli/reproduce/figures.js';
import { looksFor } from '../../../src/cli/reproduce/looks.js';
import type { Sample } from '../../../src/cli/reproduce/measure.js';
import { writeReport } from '../../../src/cli/reproduce/report.js';
import { openPack, readScoreHeads } from '../../../src/engine/index.js';
import { inTemporaryFolder } from '../../support/cli.js';

const folder = inTemporaryFolder();
const demo = resolve('models/demo');

/** Embeddings of pictures that lie in a row from a vector of nothing in particular towards sac_8plus. */
async function findings() {
  const pack = await openPack(demo);
  const trials = trialsOf({ keywords: false }, await looksFor(['sac_8plus'], pack, true));
  const towards = trials[0].look.forms.contrast!;
  const prompts = ['a', 'b', 'c'];
  const samples = prompts.flatMap((prompt, p) =>
    allConditions(trials).map((condition): Sample => {
      const share = condition.label === 'contrast' ? 1 : 0;
      return {
        cell: { condition, prompt, seed: 1, request: { prompt }, recipe: '' },
        record: { recipe: '', embedding: '', toPrompt: 0.3 - 0.1 * share, textSteps: 10 },
        embedding: towards.map((x, i) => share * x + Math.sin(i * (p + 1))),
      };
    }),
  );
  const heads = await readScoreHeads();
  return { pack, trials, prompts, samples, heads };
}

test('with the paper’s CLIP its heads judge, flagged pictures are measured and not shown, and nothing stands in', async () => {
  const { pack, trials, prompts, samples, heads } = await findings();
  const { page, rows } = await writeReport({
    figure: 'figure2',
    facts: figures.figure2,
    clip: 'c'.repeat(64),
    nearness: 0.999,
    fits: true,
    seeds: [1],
    steering: { optimizer: { name: 'adam', steps: 10, lr: 1e-4 } },
    asked: {},
    flagged: samples.length,
    folder: folder(),
    ...{ pack, trials, prompts, samples, heads },
  });
  const of = (score: string, condition: string) =>
    rows.find((row) => row.score.key === score && row.condition === condition);
  for (const head of ['head-sac', 'head-laion']) {
    expect(of(head, 'contrast')?.interval?.low).toBeGreaterThan(0);
    expect(of(head, 'random')?.difference).toBe(0);
  }
  expect(of('cosine-prompt', 'contrast')?.difference).toBeCloseTo(-0.1, 10);
  const html = await readFile(page, 'utf8');
  expect(html).toContain('<caption>SAC head</caption>');
  expect(html).toContain('CreativeML Open RAIL-M');
  expect(html).toContain('adam, 10 steps of 0.0001');
  expect(html).not.toContain('stand in:');
  const svg = await readFile(join(folder(), 'figure2/sac_8plus-differences-points.svg'), 'utf8');
  expect(svg).toContain('prefers-color-scheme:dark');
  expect(svg).toContain('contrast: SAC head');
});

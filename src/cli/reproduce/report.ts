import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImagineRequest, Pack, ScoreHead } from '../../engine/index.js';
import { differencesSvg, distribution, distributionSvg, standalone } from './charts.js';
import type { Distribution } from './charts.js';
import type { Trial } from './conditions.js';
import { csv } from './csv.js';
import type { FigureName } from './figureNames.js';
import type { FigureFacts } from './figures.js';
import { gridsOf } from './grids.js';
import type { Column, Grid } from './grids.js';
import { writeWhole } from './journal.js';
import { reachedOf, scoresOf, tableOf } from './measure.js';
import type { Reached, Sample, Score, TableRow } from './measure.js';
import { pageHtml } from './page.js';
import type { PageTrial } from './page.js';

/** All that is known at the end of a run. */
export interface Findings {
  readonly figure: FigureName;
  readonly facts: FigureFacts;
  readonly pack: Pack;
  readonly clip: string;
  /** Cosine to aivazovsky.pt; absent where the CLIP has other sizes than the paper's. */
  readonly nearness: number | undefined;
  /** The pack's CLIP is the paper's. */
  readonly fits: boolean;
  /** Empty where they do not fit. */
  readonly heads: readonly ScoreHead[];
  readonly trials: readonly Trial[];
  readonly prompts: readonly string[];
  readonly seeds: readonly number[];
  readonly steering: Pick<ImagineRequest, 'strength' | 'optimizer'>;
  readonly asked: Pick<ImagineRequest, 'steps' | 'size' | 'sampler' | 'guidance'>;
  readonly flagged: number;
  readonly samples: readonly Sample[];
  readonly folder: string;
}

interface Measured {
  readonly trial: Trial;
  readonly scores: readonly Score[];
  readonly rows: readonly TableRow[];
  readonly reached: readonly Reached[];
  readonly distributions: readonly (Distribution & { readonly key: string })[];
}

/** Writes the page, and beside it grids, charts and CSV, in place of what an earlier run wrote. @returns the page's path */
export async function writeReport(findings: Findings): Promise<{ page: string; rows: TableRow[] }> {
  const { figure, facts, trials, samples, folder, heads } = findings;
  const beside = join(folder, figure);
  await mkdir(beside, { recursive: true });
  const measured = trials.map((trial): Measured => {
    const scores = scoresOf(trial.look, heads);
    const own = samplesIn(trial, samples);
    const distributions = scores.map((score) => ({
      key: `${trial.look.used}-${score.key}`,
      ...distribution(
        score.title,
        trial.conditions.map(({ key, label }) => ({
          label,
          values: own.filter(({ cell }) => cell.condition.key === key).map(score.of),
        })),
      ),
    }));
    return { trial, scores, rows: tableOf(trial, scores, own), reached: reachedOf(trial, own), distributions };
  });
  const settings = settingsOf(findings);
  const files = csvFiles(measured, samples, settings);
  const trialsOnPage: PageTrial[] = [];
  for (const one of measured) {
    const charts = chartsOf(one);
    for (const { name, svg } of [...charts.differences, ...charts.distributions])
      await writeWhole(join(beside, `${name}.svg`), standalone(svg));
    trialsOnPage.push({
      title: titleOf(one.trial),
      rows: one.rows,
      reached: one.reached,
      differences: charts.differences.map(({ svg }) => svg),
      distributions: charts.distributions.map(({ svg }) => svg),
    });
  }
  const grids = await drawGrids(findings);
  for (const { name, png } of grids) await writeWhole(join(beside, `${name}.png`), png);
  for (const { name, text } of files) await writeWhole(join(beside, name), text);
  const page = join(folder, `${figure}.html`);
  const html = pageHtml({
    title: facts.title,
    about: facts.about,
    notes: notesOf(findings),
    settings,
    trials: trialsOnPage,
    grids: grids.map(({ name, title }) => ({ file: `${figure}/${name}.png`, title })),
    csvs: files.map(({ name, has }) => ({ file: `${figure}/${name}`, has })),
    sources: sourcesOf(findings),
  });
  await writeWhole(page, html);
  return { page, rows: measured.flatMap(({ rows }) => rows) };
}

function samplesIn({ conditions }: Trial, samples: readonly Sample[]): Sample[] {
  const keys = new Set(conditions.map(({ key }) => key));
  return samples.filter(({ cell }) => keys.has(cell.condition.key));
}

const titleOf = ({ look: { paper, used } }: Trial): string => (paper === used ? used : `${used}, for ${paper}`);

function chartsOf({ trial, scores, rows, distributions }: Measured) {
  const { used } = trial.look;
  const differences = (['points', 'cosine'] as const).flatMap((unit) => {
    const own = rows.filter((row) => row.score.unit === unit);
    const shown = own.flatMap(({ score, condition, difference, interval }) =>
      difference === undefined
        ? []
        : [
            {
              label: `${condition}: ${score.title}`,
              difference,
              low: interval?.low ?? difference,
              high: interval?.high ?? difference,
            },
          ],
    );
    if (shown.length === 0) return [];
    const title = unit === 'points' ? 'difference from plain, points of the heads' : 'difference from plain, cosine';
    return [{ name: `${used}-differences-${unit}`, svg: differencesSvg(title, shown) }];
  });
  return {
    differences,
    distributions: scores.map((_, i) => ({
      name: `${distributions[i].key}-distribution`,
      svg: distributionSvg(distributions[i]),
    })),
  };
}

/** Of figure 1 and 2 a look is a column, and each form has a grid; of figure 3 a look has one. */
async function drawGrids({ figure, facts, pack, trials, samples, folder }: Findings): Promise<Grid[]> {
  const { seedsShown } = facts;
  const { upscale } = pack.settings;
  const shared = { seedsShown, upscale };
  const column = ({ look, conditions }: Trial, label: string): Column[] =>
    conditions
      .filter((condition) => condition.label === label)
      .map((condition) => ({
        condition,
        caption: ['plain', 'random'].includes(label) || trials.length === 1 ? label : look.used,
      }));
  const [first] = trials;
  if (figure !== 'figure1') {
    const grids: Grid[] = [];
    for (const trial of trials) {
      const columns = trial.conditions.map((condition) => ({ condition, caption: condition.label }));
      grids.push(
        ...(await gridsOf(
          { ...shared, name: `${trial.look.used}-grid`, title: titleOf(trial), columns },
          samples,
          folder,
        )),
      );
    }
    return grids;
  }
  const grids: Grid[] = [];
  for (const form of ['contrast', 'mean', 'random'] as const) {
    const towards = form === 'random' ? column(first, form) : trials.flatMap((trial) => column(trial, form));
    if (towards.length === 0) continue;
    const columns = [...column(first, 'plain'), ...towards];
    const title = form === 'random' ? 'Towards random vectors' : `Towards ${form}s`;
    grids.push(...(await gridsOf({ ...shared, name: `${form}-grid`, title, columns }, samples, folder)));
  }
  return grids;
}

function csvFiles(
  measured: readonly Measured[],
  samples: readonly Sample[],
  settings: readonly (readonly [string, string])[],
) {
  const scores = [
    ...new Map(measured.flatMap((one) => one.scores.map((score) => [score.key, score] as const))).values(),
  ];
  const pictures = samples.map((sample) => {
    const { cell, record } = sample;
    const { before, after } = record.cosine ?? {};
    const facts = [cell.prompt, cell.seed, cell.condition.key, record.file];
    return [...facts, ...scores.map((score) => score.of(sample)), before, after, record.textSteps];
  });
  const columns = ['prompt', 'seed', 'condition', 'file', ...scores.map(({ key }) => key)];
  return [
    {
      name: 'table.csv',
      has: 'the tables: mean, standard deviation, and difference from plain with its interval',
      text: csv([
        ['look', 'score', 'condition', 'n', 'mean', 'sd', 'difference', 'low', 'high'],
        ...measured.flatMap(({ rows }) =>
          rows.map(({ look, score, condition, n, mean, sd, difference, interval }) => [
            ...[look, score.key, condition, n, mean, sd],
            ...[difference, interval?.low, interval?.high],
          ]),
        ),
      ]),
    },
    {
      name: 'pictures.csv',
      has: 'every picture with its scores, and the cosine of its text to the target',
      text: csv([[...columns, 'text-before', 'text-after', 'text-steps'], ...pictures]),
    },
    {
      name: 'text.csv',
      has: 'cosines of texts to their targets, before and after, and gradient steps',
      text: csv([
        ['look', 'condition', 'before', 'after', 'steps'],
        ...measured.flatMap(({ trial, reached }) =>
          reached.map(({ condition, before, after, steps }) => [trial.look.used, condition, before, after, steps]),
        ),
      ]),
    },
    {
      name: 'distributions.csv',
      has: 'the bins of the distributions',
      text: csv([
        ['look', 'score', 'condition', 'from', 'to', 'pictures'],
        ...measured.flatMap(({ trial, scores: own, distributions }) =>
          distributions.flatMap(({ edges, histograms }, i) =>
            histograms.flatMap(({ label, counts }) =>
              counts.map((count, bin) => [trial.look.used, own[i].key, label, edges[bin], edges[bin + 1], count]),
            ),
          ),
        ),
      ]),
    },
    { name: 'settings.csv', has: 'the settings', text: csv([['setting', 'value'], ...settings]) },
  ];
}

function settingsOf(findings: Findings): (readonly [string, string])[] {
  const { pack, clip, nearness, prompts, seeds, steering, asked, flagged, samples } = findings;
  const { title, defaults } = pack.settings;
  const { strength, optimizer } = steering;
  const size = asked.size ?? defaults.size;
  return [
    ['pack', title],
    ['clip id', clip],
    ...(nearness === undefined
      ? []
      : [['cosine to aivazovsky.pt, of its own three pictures by this CLIP', nearness.toFixed(4)] as const]),
    ['prompts', String(prompts.length)],
    ['seeds', seeds.length === 1 ? String(seeds[0]) : `${seeds[0]} to ${seeds[seeds.length - 1]}`],
    ['pictures', String(samples.length)],
    ['pictures that the safety checker flagged', String(flagged)],
    [
      'personalising',
      optimizer
        ? `${optimizer.name}, ${optimizer.steps} steps of ${optimizer.lr}`
        : `strength ${strength ?? 0}${typeof strength === 'string' ? ` (${pack.settings.strength.presets[strength]})` : ''}`,
    ],
    [
      'cosine of strength 1',
      `mean ${pack.settings.strength.mean.cosine}, contrast ${pack.settings.strength.contrast.cosine}`,
    ],
    ['size', `${size.width}x${size.height}`],
    ['sampler', asked.sampler ?? defaults.sampler],
    ['steps', String(asked.steps ?? defaults.steps)],
    ['guidance', String(asked.guidance ?? defaults.guidance)],
  ];
}

function notesOf({ figure, fits, nearness, trials, pack }: Findings): string[] {
  const others = trials.map(({ look }) => look).filter(({ paper, used }) => paper !== used);
  const why =
    nearness === undefined
      ? `The CLIP of ${pack.settings.title} is not that of the paper (OpenAI's ViT-L/14)`
      : `The CLIP of ${pack.settings.title} has the sizes of the paper's but other weights: it brings the pictures of aivazovsky.pt nowhere near that vector`;
  const single = trials.filter(({ look }) => Object.keys(look.forms).length === 1).map(({ look }) => look.used);
  return [
    ...(fits
      ? []
      : [
          `${why}. So the paper's vectors and the heads that judge its Figure 2 do not fit: cosines take the place of the heads.` +
            (others.length === 0
              ? ''
              : ` Aesthetics of the pack's own stand in: ${others.map(({ paper, used }) => `${used} for ${paper}`).join(', ')}.`),
        ]),
    ...(pack.settings.name === 'demo' && !fits
      ? [
          'The demo pack was trained on states that the method makes: it shows the method at work, and is no evidence for the paper’s claim about models that were not.',
        ]
      : []),
    ...(single.length === 0 ? [] : [`Without a reference there is one form alone of ${single.join(', ')}.`]),
    'The cosine to a look is what personalising aims at, so that it says how far the pictures follow, not that they are better. The price is what they lose of the prompt. Random vectors are the control: each prompt goes towards another one.',
    'Differences are means over pairs of one prompt and seed; intervals are 95 % by the bootstrap over prompts.' +
      (figure === 'figure2' && fits
        ? ' The heads are unbounded and hardly agree with each other: read them as more or less.'
        : ''),
  ];
}

function sourcesOf({ figure, fits }: Findings): string[] {
  return [
    'V. Gallego, Personalizing Text-to-Image Generation via Aesthetic Gradients, 2022, arXiv 2209.12330.',
    figure === 'figure2'
      ? 'The paper’s 25 prompts are in none of its files; these are others.'
      : 'Prompts: of the README of github.com/vicgalle/stable-diffusion-aesthetic-gradients, or subjects that the pack draws.',
    ...(fits
      ? [
          'Vectors: the authors’ own (CreativeML Open RAIL-M). The form that was not published is made with the mean of LAION’s rating buckets 1 to 3, which is exact for laion_7plus and a stand-in elsewhere.',
          'Heads: simulacra-aesthetic-models (MIT), LAION-AI/aesthetic-predictor V1 (MIT).',
        ]
      : []),
    'Bootstrap: Efron 1979; percentile intervals of 200 resamples.',
  ];
}

import { readFile } from 'node:fs/promises';
import { cosine, openEngine, readAesthetic, sourceOf } from '../src/engine/index.js';
import type { AestheticTarget, DiversityMethod } from '../src/engine/index.js';
import { openPack } from '../src/engine/pack/pack.js';
import { uniformGenerator } from '../src/engine/runtime/random.js';
import { demoPack } from './makePack.js';
import { percentile, report, round } from './measure.js';

/**
 * How much the pictures of one request differ, by each method of diversity, on the demo pack: the mean distance (1 − cosine) of pairs of their CLIP embeddings,
 * at the mean cosine to the aesthetic that plain requests have at strength `reference`. Every way is painted at two strengths, and its distance is taken on the line through
 * them. Intervals are 95 % of resampled requests, the same ones for every way. `subject`: the mean cosine of the pictures to the
 * prompt's own text embedding, which falls where variety is bought with the subject.
 */
const subjects = ['castle', 'robot'];
const [first, count, steps] = [11, 3, 6];
const strengths = [0.7, 0.85] as const;
const reference = 0.75;
const resamples = 2000;
const ways: readonly (readonly [DiversityMethod | 'plain', number])[] = [
  ['plain', 0],
  ['bootstrap', 1],
  ['sgld', 1],
  ['repulsion', 0.5],
  ['repulsion', 1],
];

const { settings } = await openPack(demoPack);
const engine = await openEngine(demoPack, { device: 'cpu', batch: count });
const texts = await engine.embedTexts(subjects.map((name) => `a ${name}`));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Of one request's pictures. */
interface Measured {
  readonly distance: number;
  readonly cosine: number;
  readonly subject: number;
}

async function measure(
  subject: string,
  aesthetic: AestheticTarget,
  strength: number,
  [method, diversity]: (typeof ways)[number],
): Promise<Measured> {
  const { images } = await engine.imagine({
    ...{ prompt: `a ${subject}`, aesthetic, strength, seed: first, count, steps },
    ...(method !== 'plain' && { diversity, diversityMethod: method }),
  });
  const embeddings = images.map(({ embedding }) => embedding);
  const text = texts[subjects.indexOf(subject)];
  return {
    distance: mean(embeddings.flatMap((a, i) => embeddings.slice(i + 1).map((b) => 1 - cosine(a, b)))),
    cosine: mean(embeddings.map((embedding) => cosine(embedding, aesthetic.vector))),
    subject: mean(embeddings.map((embedding) => cosine(embedding, text))),
  };
}

/** By way, by strength, the requests in the same order. */
const measured: Measured[][][] = ways.map(() => strengths.map(() => []));
for (const { file } of settings.aesthetics) {
  const read = readAesthetic(await readFile(file), file);
  const source = sourceOf(read);
  const aesthetic = { vector: read.vector, kind: read.kind, ...(source && { source }) };
  for (const subject of subjects)
    for (const [w, way] of ways.entries())
      for (const [s, strength] of strengths.entries())
        measured[w][s].push(await measure(subject, aesthetic, strength, way));
}
await engine.close();

/** The value at which the line through a way's two strengths has the share `at` of the way between them. */
const between = ([a, b]: readonly number[], at: number): number => a + at * (b - a);
const share = (reference - strengths[0]) / (strengths[1] - strengths[0]);

/** Distance and cosine to the subject of every way at plain's cosine, over some of the requests. */
function atEqualCosine(chosen: readonly number[]): { distance: number; subject: number; strength: number }[] {
  const of = (w: number, key: keyof Measured): number[] =>
    measured[w].map((requests) => mean(chosen.map((i) => requests[i][key])));
  const wanted = between(of(0, 'cosine'), share);
  return ways.map((_, w) => {
    const [low, high] = of(w, 'cosine');
    const at = (wanted - low) / (high - low);
    return {
      distance: between(of(w, 'distance'), at),
      subject: between(of(w, 'subject'), at),
      strength: between(strengths, at),
    };
  });
}

const requests = measured[0][0].map((_, i) => i);
const uniform = uniformGenerator(1);
const samples = Array.from({ length: resamples }, () =>
  atEqualCosine(requests.map(() => Math.floor(uniform() * requests.length))),
);
const interval = (values: readonly number[]): string =>
  [0.025, 0.975].map((part) => percentile(values, part).toFixed(3)).join(' – ');
const all = atEqualCosine(requests);
const rows = ways.map(([method, diversity], w) => ({
  method,
  diversity,
  ...Object.fromEntries(
    strengths.map((strength, s) => [`cosine at ${strength}`, round(mean(measured[w][s].map((one) => one.cosine)), 3)]),
  ),
  strength: round(all[w].strength, 2),
  distance: round(all[w].distance, 3),
  interval: interval(samples.map((sample) => sample[w].distance)),
  morePlain: round(all[w].distance - all[0].distance, 3),
  moreInterval: interval(samples.map((sample) => sample[w].distance - sample[0].distance)),
  subject: round(all[w].subject, 3),
  moreSubject: interval(samples.map((sample) => sample[w].subject - sample[0].subject)),
}));
report({ requests: requests.length, pictures: requests.length * ways.length * strengths.length * count, rows });
process.exit(0);

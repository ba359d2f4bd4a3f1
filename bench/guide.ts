import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrapIntervals } from '../src/bot/community/bootstrap.js';
import { seededRandom } from '../src/bot/community/random.js';
import { cosine, decodeImage, openEngine } from '../src/engine/index.js';
import type { AestheticTarget, GuidanceTarget, ImagineResult } from '../src/engine/index.js';
import { openPack } from '../src/engine/pack/pack.js';
import { demoAesthetics, demoExamples, demoSubjects } from './demoAesthetics.js';
import { demoPack, outDir } from './makePack.js';
import { report, round } from './measure.js';

/**
 * Whether CLIP guidance brings the demo pack's pictures nearer to an aesthetic than personalising alone does at equal subject keeping, over
 * pairs of nine aesthetics and six prompts. Personalising alone is a curve over strengths; how far a guided row lies above it, at the row's
 * own keeping, is `excess`: keeping is the cosine to the plain prompt's text (`at text`) or to the plain picture (`at picture`), and the
 * interval is that of a bootstrap over pairs, 95 %. The judge is the very CLIP that guides, so colours judge beside it: of the three looks
 * with example pictures, the distance of the channels' means and deviations (0 to 255) to those of the examples; there less is nearer.
 *
 * It takes an hour or so: what was measured stays in bench/out, and another run goes on there. `npx tsx bench/guide.ts 27` takes the first 27 pairs alone.
 */
const seed = 11;
const plain = { strength: 0, guide: 0, towards: '' } as const;
const alone = [plain, ...[0.4, 0.55, 0.7, 0.85, 1, 1.15].map((strength) => ({ ...plain, strength }))];
const guided: readonly Condition[] = [
  ...[0.05, 0.1, 0.2].map((guide) => ({ strength: 0.7, guide, towards: 'aesthetic' as const })),
  { strength: 0.4, guide: 0.1, towards: 'aesthetic' },
  { strength: 0.7, guide: 0.1, towards: 'text' },
];

interface Condition {
  readonly strength: number;
  readonly guide: number;
  readonly towards: GuidanceTarget | '';
}

/** Of one picture. */
const measures = ['aesthetic', 'text', 'picture', 'named', 'colours', 'ms'] as const;
type Measures = Record<(typeof measures)[number], number | null>;

const pack = await openPack(demoPack);
const engine = await openEngine(demoPack, { device: 'cpu', precision: 'fp32' });
const { knows } = pack.settings;
const names = await engine.embedTexts(knows.map((name) => `a ${name}`));

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Means and deviations of the three channels. */
async function coloursOf(image: string | Uint8Array): Promise<number[]> {
  const { data } = await decodeImage(image);
  return [0, 1, 2].flatMap((c) => {
    const values = Array.from({ length: data.length / 3 }, (_, i) => data[3 * i + c]);
    const centre = mean(values);
    return [centre, Math.sqrt(mean(values.map((v) => (v - centre) ** 2)))];
  });
}

const looks = new Map<string, number[]>();
for (const [name, files] of await demoExamples()) {
  const all: number[][] = [];
  for (const file of files) all.push(await coloursOf(file));
  looks.set(
    name,
    all[0].map((_, i) => mean(all.map((one) => one[i]))),
  );
}

interface Pair {
  readonly name: string;
  readonly target: AestheticTarget;
  readonly subject: string;
}

const plainOnes = new Map<string, Promise<ImagineResult>>();
function paint({ target, subject }: Pair, condition: Condition): Promise<ImagineResult> {
  const { strength, guide, towards } = condition;
  const known = condition === plain ? plainOnes.get(subject) : undefined;
  if (known) return known;
  const painted = engine.imagine({
    prompt: `a ${subject}`,
    seed,
    ...((strength > 0 || guide > 0) && { aesthetic: target, strength }),
    ...(towards !== '' && { clipGuidance: { scale: guide, towards } }),
  });
  if (condition === plain) plainOnes.set(subject, painted);
  return painted;
}

async function measure(pair: Pair, condition: Condition): Promise<Measures> {
  const { name, target, subject } = pair;
  const { images, ms } = await paint(pair, condition);
  const [{ embedding, png }] = images;
  const before = (await paint(pair, plain)).images[0].embedding;
  const scores = names.map((one) => cosine(one, embedding));
  const look = looks.get(name);
  const colours = look && (await coloursOf(png)).map((v, i) => v - look[i]);
  return {
    aesthetic: cosine(embedding, target.vector),
    text: cosine(embedding, names[knows.indexOf(subject)]),
    picture: cosine(embedding, before),
    named: knows[scores.indexOf(Math.max(...scores))] === subject ? 1 : 0,
    colours: colours ? Math.hypot(...colours) : null,
    ms: ms.paint,
  };
}

const file = join(outDir, 'guide.jsonl');
await mkdir(outDir, { recursive: true });
const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
const measured = new Map(lines.map((line) => JSON.parse(line) as [string, Measures]));
async function remembered(pair: Pair, condition: Condition): Promise<Measures> {
  const { strength, guide, towards } = condition;
  const key = [pair.name, pair.subject, strength, guide, towards].join('/');
  const known = measured.get(key);
  if (known) return known;
  const found = await measure(pair, condition);
  await appendFile(file, `${JSON.stringify([key, found])}\n`);
  return found;
}

const most = Number(process.argv.at(2));
const targets = await demoAesthetics(pack, engine);
const pairs = demoSubjects
  .flatMap((subject) => [...targets].map(([name, target]) => ({ name, target, subject })))
  .slice(0, most > 0 ? most : undefined);
const conditions = [...alone, ...guided];
const results = new Map<Condition, Measures[]>(conditions.map((condition) => [condition, []]));
for (const [i, pair] of pairs.entries()) {
  for (const condition of conditions) results.get(condition)?.push(await remembered(pair, condition));
  console.error(`${i + 1} of ${pairs.length} pairs`);
}
await engine.close();

/** The mean of a measure where pair i was drawn counts[i] times; pairs without it are left out. */
function average(condition: Condition, of: keyof Measures, counts: ArrayLike<number>): number {
  let [sum, weight] = [0, 0];
  for (const [i, { [of]: value }] of (results.get(condition) ?? []).entries())
    if (value !== null) {
      sum += counts[i] * value;
      weight += counts[i];
    }
  return sum / weight;
}

interface Comparison {
  readonly of: keyof Measures;
  readonly keeping: 'text' | 'picture';
}

/** How far a measure of guided pictures lies above that of personalising alone where that keeps as much; NaN beyond its ends. */
function excess(condition: Condition, { of, keeping }: Comparison, counts: ArrayLike<number>): number {
  const kept = average(condition, keeping, counts);
  const curve = alone.map((one) => ({ kept: average(one, keeping, counts), value: average(one, of, counts) }));
  const at = curve.findIndex((to, i) => i > 0 && curve[i - 1].kept >= kept && kept >= to.kept);
  if (at === -1) return NaN;
  const [from, to] = [curve[at - 1], curve[at]];
  const share = from.kept === to.kept ? 0 : (from.kept - kept) / (from.kept - to.kept);
  return average(condition, of, counts) - (from.value + share * (to.value - from.value));
}

const each = new Float64Array(pairs.length).fill(1);
const digits = { aesthetic: 3, text: 3, picture: 3, named: 2, colours: 1, ms: 0 } as const;
const averages = (condition: Condition): object =>
  Object.fromEntries(measures.map((of) => [of, round(average(condition, of, each), digits[of])]));
const comparisons = (['aesthetic', 'colours'] as const).flatMap((of) =>
  (['text', 'picture'] as const).map((keeping): Comparison => ({ of, keeping })),
);
const excesses = (condition: Condition): object => {
  const intervals = bootstrapIntervals(pairs.length, seededRandom('guide'), (counts) =>
    comparisons.map((one) => excess(condition, one, counts)),
  );
  const said = comparisons.map((one, i) => {
    const { low, high } = intervals[i];
    const values = [excess(condition, one, each), low, high].map((v) => round(v, digits[one.of]));
    return [`${one.of} at ${one.keeping}`, `${values[0]} (${values[1]} to ${values[2]})`];
  });
  return Object.fromEntries(said) as object;
};
report({
  pairs: pairs.length,
  rows: [
    ...alone.map((condition) => ({ ...condition, ...averages(condition) })),
    ...guided.map((condition) => ({ ...condition, ...averages(condition), ...excesses(condition) })),
  ],
});
process.exit(0);

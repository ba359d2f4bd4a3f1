import { cosine, openEngine } from '../src/engine/index.js';
import type { AestheticTarget } from '../src/engine/index.js';
import { openPack } from '../src/engine/pack/pack.js';
import { torchGenerator } from '../src/engine/runtime/random.js';
import { demoAesthetics, demoSubjects } from './demoAesthetics.js';
import { demoPack } from './makePack.js';
import { report, round } from './measure.js';

/**
 * What an aesthetic does to the pictures of the demo pack: their mean cosine to it, plain and at each strength, for the pack's own
 * aesthetics and those of its example pictures, over six prompts and two seeds; and the share of pictures whose subject the pack's CLIP
 * names right among all that the pack knows. Random vectors are the control.
 */
const seeds = [11, 12];
const strengths = [0.4, 0.7, 1];
const controls = 4;

const pack = await openPack(demoPack);
const engine = await openEngine(demoPack, { device: 'cpu' });
const knows = pack.settings.knows;
const texts = await engine.embedTexts(knows.map((name) => `a ${name}`));

interface Picture {
  readonly subject: string;
  readonly embedding: Float32Array;
}

async function paint(aesthetic?: AestheticTarget, strength?: number): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const personalised = aesthetic && strength !== undefined ? { aesthetic, strength } : {};
  for (const subject of demoSubjects)
    for (const seed of seeds) {
      const { images } = await engine.imagine({ prompt: `a ${subject}`, seed, ...personalised });
      pictures.push({ subject, embedding: images[0].embedding });
    }
  return pictures;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const towards = (vector: Float32Array, pictures: readonly Picture[]): number =>
  mean(pictures.map(({ embedding }) => cosine(embedding, vector)));
const named = (pictures: readonly Picture[]): number =>
  mean(
    pictures.map(({ subject, embedding }) => {
      const scores = texts.map((text) => cosine(text, embedding));
      return knows[scores.indexOf(Math.max(...scores))] === subject ? 1 : 0;
    }),
  );

const plain = await paint();
const random: Picture[][] = [];
for (let i = 0; i < controls; i++)
  random.push(await paint({ vector: torchGenerator(1000 + i).randn(engine.info.projection), kind: 'contrast' }, 0.7));

const rows: Record<string, unknown>[] = [];
const changes: number[] = [];
for (const [name, aesthetic] of await demoAesthetics(pack, engine)) {
  const start = towards(aesthetic.vector, plain);
  changes.push(...random.map((pictures) => towards(aesthetic.vector, pictures) - start));
  const row: Record<string, unknown> = { aesthetic: name, plain: round(start, 2) };
  for (const strength of strengths) {
    const pictures = await paint(aesthetic, strength);
    row[`at ${strength}`] = round(towards(aesthetic.vector, pictures), 2);
    row[`named ${strength}`] = round(named(pictures), 2);
  }
  rows.push(row);
}
await engine.close();
report({ plainNamed: round(named(plain), 2), randomChange: round(mean(changes), 3), rows });

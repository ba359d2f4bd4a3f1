import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cosine } from '../../../src/engine/aesthetic/embedding.js';
import { openEngine, readAesthetic } from '../../../src/engine/index.js';
import type { AestheticTarget, Engine } from '../../../src/engine/index.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { torchGenerator } from '../../../src/engine/runtime/random.js';

/**
 * The method at work on the demo pack: personalising the text turns the generated *images* towards the aesthetic, more with more
 * strength, and a random direction does not. The margins are those that torch measured when the pack was made, over six prompts and two
 * seeds; `npm run bench -- method` prints the whole table.
 */
const pack = 'models/demo';
const aesthetics = ['gloomcore', 'cloudcore', 'glowwave', 'linework', 'popart', 'tealtone'];
const subjects = ['castle', 'red apple', 'guitar'];
const strengths = [0.4, 0.7, 1];
const seed = 11;
/** The pack's 25 give the same means within .01. */
const steps = 6;
/** One random vector says little in so small a CLIP: the standard deviation of its effect is .18. */
const controls = 8;

let engine: Engine;
let plain: readonly Float32Array[];
beforeAll(async () => {
  engine = await openEngine(pack, { device: 'cpu' });
  plain = await paint();
});
afterAll(async () => {
  await engine.close();
});

/** CLIP's embeddings of the pictures of all subjects, personalised towards `aesthetic` or plain. */
async function paint(aesthetic?: AestheticTarget, strength?: number, inSteps = steps): Promise<Float32Array[]> {
  const embeddings: Float32Array[] = [];
  for (const subject of subjects) {
    const personalised = aesthetic && strength !== undefined ? { aesthetic, strength } : {};
    const { images } = await engine.imagine({ prompt: `a ${subject}`, seed, steps: inSteps, ...personalised });
    embeddings.push(images[0].embedding);
  }
  return embeddings;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

async function readyMade(name: string): Promise<AestheticTarget> {
  const file = join(pack, 'aesthetics', `${name}.safetensors`);
  const { vector, kind } = readAesthetic(await readFile(file), file);
  return { vector, kind };
}

describe('personalising the text', () => {
  test('turns the images towards the aesthetics on average, more with more strength, which random directions do not', async () => {
    const random: Float32Array[][] = [];
    for (let i = 0; i < controls; i++) {
      const vector = torchGenerator(1000 + i).randn(engine.info.projection);
      random.push(await paint({ vector, kind: 'contrast' }, 0.7));
    }
    const gains: number[][] = [];
    const randomGains: number[] = [];
    for (const name of aesthetics) {
      const aesthetic = await readyMade(name);
      const towards = (pictures: readonly Float32Array[]): number =>
        mean(pictures.map((picture) => cosine(picture, aesthetic.vector)));
      const start = towards(plain);
      const gain: number[] = [];
      for (const strength of strengths) gain.push(towards(await paint(aesthetic, strength)) - start);
      gains.push(gain);
      randomGains.push(mean(random.map(towards)) - start);
      console.log(`${name}: the images' cosine grows by ${gain.map((v) => v.toFixed(2)).join(', ')}`);
    }
    const [subtle, balanced, full] = strengths.map((_, i) => mean(gains.map((gain) => gain[i])));
    const control = mean(randomGains);
    console.log(`mean ${[subtle, balanced, full, control].map((v) => v.toFixed(3)).join(', ')} (the last: random)`);
    expect(subtle).toBeGreaterThan(0);
    expect(balanced).toBeGreaterThan(Math.max(subtle, 0.18));
    expect(full).toBeGreaterThan(Math.max(balanced, 0.35));
    expect(Math.abs(control)).toBeLessThan(0.1);
    // 78 pictures: minutes on a machine that does something else as well.
  }, 1_800_000);

  test('starts from plain pictures that show their subjects', async () => {
    const names = (await openPack(pack)).settings.knows;
    const texts = await engine.embedTexts(names.map((name) => `a ${name}`));
    // Six steps are too few for a guitar.
    const pictures = await paint(undefined, undefined, 10);
    for (const [i, picture] of pictures.entries()) {
      const scores = texts.map((text) => cosine(text, picture));
      expect(names[scores.indexOf(Math.max(...scores))]).toBe(subjects[i]);
    }
  });
});

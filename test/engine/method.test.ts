import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contrastVector, cosine } from '../../src/engine/aesthetic/embedding.js';
import { openEngine } from '../../src/engine/index.js';
import type { Engine } from '../../src/engine/index.js';
import { torchGenerator } from '../../src/engine/runtime/random.js';
import { openSafetensors, readTensor } from '../../src/engine/weights/safetensors.js';

/**
 * The method at work on the demo pack, with looks that took no part in its training: personalising the text turns the generated
 * *images* towards the aesthetic, more with more strength, and a random direction of the same strength does not.
 */
const pack = 'models/demo';
const looks = ['blueprint', 'sepia', 'sunset'];
const prompts = ['castle', 'cat face', 'red apple', 'rocket', 'penguin', 'guitar', 'crown', 'whale'].map(
  (s) => `a ${s}`,
);
const strengths = [0.4, 0.7, 1];
const seed = 11;
const controls = 16;

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine(pack, { device: 'cpu' });
});
afterAll(async () => {
  await engine.close();
});

/** CLIP's embeddings of the pictures that the prompts give, steered towards `vector` or not. */
async function picture(vector?: Float32Array, strength?: number): Promise<Float32Array[]> {
  const embeddings: Float32Array[] = [];
  for (const prompt of prompts) {
    const steered =
      vector && strength !== undefined ? { aesthetic: { vector, kind: 'contrast' as const }, strength } : {};
    const { images } = await engine.imagine({ prompt, seed, ...steered });
    embeddings.push(images[0].embedding);
  }
  return embeddings;
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

async function aestheticOf(look: string): Promise<Float32Array> {
  const dir = join(pack, 'examples', look);
  const images = await engine.embedImages((await readdir(dir)).map((name) => join(dir, name)));
  const { tensors } = await openSafetensors(join(pack, 'reference.safetensors'));
  return contrastVector(images, await readTensor(tensors.get('reference')!));
}

describe('personalising the text', () => {
  test(
    'turns the images towards looks never seen in training, which random directions do not',
    { timeout: 540_000 },
    async () => {
      const plain = await picture();
      const random: Float32Array[][] = [];
      for (let i = 0; i < controls; i++)
        random.push(await picture(torchGenerator(1000 + i).randn(engine.info.projection), 1));

      for (const look of looks) {
        const aesthetic = await aestheticOf(look);
        const towards = (pictures: readonly Float32Array[]): number => mean(pictures.map((p) => cosine(p, aesthetic)));
        const [start, control] = [towards(plain), mean(random.map(towards))];
        const reached: number[] = [];
        for (const strength of strengths) reached.push(towards(await picture(aesthetic, strength)));
        const said = [start, ...reached, control].map((v) => v.toFixed(2)).join(', ');
        console.log(`${look}: cosine of the images plain, at ${strengths.join(', ')}, and steered at random: ${said}`);

        [start, ...reached].reduce((before, after) => {
          expect(after, `${look}: ${said}`).toBeGreaterThan(before);
          return after;
        });
        expect(reached[2] - start, `${look}: ${said}`).toBeGreaterThan(control - start + 0.2);
      }
    },
  );
});

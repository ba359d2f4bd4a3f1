import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openQuantised, quantiseWeight, writeQuantised } from '../../../src/engine/weights/quantise.js';
import { encodeSafetensors, openSafetensors, readTensor } from '../../../src/engine/weights/safetensors.js';
import { randomArray } from '../../support/program.js';

const sizes = fc.record({
  out: fc.integer({ min: 1, max: 70 }),
  inputs: fc.integer({ min: 1, max: 5 }),
  kernel: fc.constantFrom<readonly number[]>([], [1, 1], [3, 3]),
  seed: fc.integer({ min: 0, max: 1000 }),
});

describe('a weight in 8 bits', () => {
  test('is within half a scale of itself, in rows of gathered windows, its largest at 127', () => {
    fc.assert(
      fc.property(sizes, ({ out, inputs, kernel, seed }) => {
        const shape = [out, inputs, ...kernel];
        const window = kernel.reduce((a, b) => a * b, 1);
        const { data } = randomArray(shape, seed);
        const { values, scales } = quantiseWeight(data, shape);
        for (let o = 0; o < out; o++) {
          let largest = 0;
          for (let c = 0; c < inputs; c++)
            for (let p = 0; p < window; p++) {
              const value = values[(p * inputs + c) * out + o];
              const weight = data[(o * inputs + c) * window + p];
              expect(Math.abs(value * scales[o] - weight)).toBeLessThanOrEqual(scales[o] * 0.5001);
              largest = Math.max(largest, Math.abs(value));
            }
          expect(largest).toBe(127);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('of a channel of zeros is zeros', () => {
    const { values, scales } = quantiseWeight(Float32Array.of(0, 0, 1, -2), [2, 2]);
    expect([...values]).toEqual([0, 64, 0, -127]);
    expect(scales.every((scale) => scale > 0)).toBe(true);
  });
});

describe('a file of weights in 8 bits', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'int8-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('gives back what was quantised, and takes the place of older ones of the same pack', async () => {
    const [a, b] = [randomArray([5, 3, 3, 3], 1), randomArray([4, 7], 2)];
    const source = join(folder, 'source.bin');
    await writeFile(source, encodeSafetensors({ 'a.weight': a, 'b.weight': b }));
    const { tensors } = await openSafetensors(source);
    const cache = join(folder, 'cache');
    for (const name of ['other.1.safetensors', 'pack.1.safetensors', 'pack.2.safetensors'])
      await writeQuantised(join(cache, name), tensors);
    expect((await readdir(cache)).sort()).toEqual(['other.1.safetensors', 'pack.2.safetensors']);
    const stored = await openQuantised(join(cache, 'pack.2.safetensors'), tensors);
    for (const [key, { shape, data }] of Object.entries({ 'a.weight': a, 'b.weight': b })) {
      const { values, scales } = quantiseWeight(data, shape);
      const found = stored.get(key)!;
      expect(await readTensor(found.values)).toEqual(Float32Array.from(values));
      expect(await readTensor(found.scales)).toEqual(scales);
      expect(found.values.shape).toEqual([values.length / shape[0], shape[0]]);
    }
  });

  test('that is cut off, or of other weights, is refused', async () => {
    const source = join(folder, 'one.bin');
    await writeFile(source, encodeSafetensors({ 'a.weight': randomArray([2, 2], 1) }));
    const { tensors } = await openSafetensors(source);
    const path = join(folder, 'one.1.safetensors');
    await writeQuantised(path, tensors);
    const other = new Map([['b.weight', tensors.get('a.weight')!]]);
    await expect(openQuantised(path, other)).rejects.toThrow('lacks b.weight');
    await writeFile(path, 'cut');
    await expect(openQuantised(path, tensors)).rejects.toThrow(path);
  });
});

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addImages,
  contrastVector,
  makeAesthetic,
  meanVector,
  removeImage,
  weightImages,
} from '../../../src/engine/aesthetic/embedding.js';
import { readAesthetic, writeAesthetic } from '../../../src/engine/aesthetic/file.js';
import { CheckpointError, UserError } from '../../../src/engine/errors.js';
import { encodeSafetensors } from '../../../src/engine/weights/safetensors.js';
import { mutated } from '../../support/hostile.js';

const ready = 'models/demo/aesthetics';
const files = await Promise.all(
  (await readdir(ready)).map(async (name) => ({ name, bytes: await readFile(join(ready, name)) })),
);
const picture = await readFile('models/demo/examples/sepia/whale.jpg');
const images = [Float32Array.of(1, 2, 3), Float32Array.of(3, 2, 2)];
const full = makeAesthetic({
  name: 'gloom & co',
  kind: 'contrast',
  images,
  reference: Float32Array.of(0, 1, 0),
  clipId: 'abc',
  note: 'dim',
});

describe('an aesthetic’s file', () => {
  test.each(files)('$name of the demo pack is its images’ mean or contrast', ({ name, bytes }) => {
    const a = readAesthetic(bytes, name);
    const expected = a.kind === 'mean' ? meanVector(a.images!) : contrastVector(a.images!, a.reference!);
    expect(a.name).toBe(name.replace('.safetensors', ''));
    expect(a.count).toBe(24);
    a.vector.forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i], 4);
    });
  });

  test('in .safetensors keeps everything', () => {
    expect(readAesthetic(writeAesthetic(full, 'safetensors'), 'x.safetensors')).toEqual(full);
  });

  test('keeps what each image counts', () => {
    const weighted = weightImages(full, [3, 1]);
    const read = readAesthetic(writeAesthetic(weighted, 'safetensors'), 'x.safetensors');
    expect(read.weights).toEqual([3, 1]);
    expect(removeImage(addImages(read, [Float32Array.of(9, 9, 9)]), 2).vector).toEqual(weighted.vector);
  });

  test('in .pt keeps the vector; its name is the file’s, its kind a mean', () => {
    const read = readAesthetic(writeAesthetic(full, 'pt'), '/somewhere/mine.pt');
    expect(read).toEqual({ name: 'mine', kind: 'mean', vector: full.vector, count: 1 });
  });

  test('is known by its content, whatever it is called', () => {
    expect(readAesthetic(writeAesthetic(full, 'safetensors'), 'x.pt').kind).toBe('contrast');
    expect(readAesthetic(writeAesthetic(full, 'pt'), 'x.safetensors').kind).toBe('mean');
  });

  const tensors = (t: Record<string, number[]>, metadata = {}): Uint8Array =>
    encodeSafetensors(
      Object.fromEntries(Object.entries(t).map(([k, v]) => [k, { shape: [1, v.length], data: Float32Array.from(v) }])),
      metadata,
    );
  const refused: readonly [string, Uint8Array, RegExp][] = [
    ['is empty', new Uint8Array(0), /is empty/],
    ['is too large', new Uint8Array(9 * 2 ** 20), /at most 8388608/],
    ['is text', Buffer.from('hello, I am no file of yours'), /no aesthetic/],
    ['is a picture', picture, /no aesthetic/],
    ['is a textual inversion', tensors({ emb_params: [1, 2] }), /textual inversion/],
    ['is a textual inversion of diffusers', tensors({ '<cat>': [1, 2] }), /textual inversion/],
    ['is of torch’s old format', Buffer.from('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.', 'latin1'), /before 1\.6/],
    ['is longer than any embedding', tensors({ aesthetic: Array<number>(65_537).fill(1) }), /d up to 65536/],
    [
      'is a matrix',
      encodeSafetensors({ aesthetic: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } }),
      /is \[2,2\]/,
    ],
    ['weights images that are not there', tensors({ aesthetic: [1, 2], weights: [1, 2] }), /2 weights for 0 images/],
    ['is some other checkpoint', tensors({ weight: [1, 2] }), /no tensor "aesthetic", only weight/],
    ['holds NaN', tensors({ aesthetic: [1, NaN] }), /not finite/],
    ['points nowhere', tensors({ aesthetic: [0, 0] }), /all zeros/],
    [
      'has images of another length',
      tensors({ aesthetic: [1, 2], images: [1, 2, 3] }),
      /images is \[1,3\], expected rows of 2/,
    ],
    [
      'has a kind that there is not',
      tensors({ aesthetic: [1, 2] }, { kind: 'vibe' }),
      /kind is "vibe"; there are mean and contrast/,
    ],
  ];
  test.each(refused)('that %s is refused, by name', (_, bytes, message) => {
    expect(() => readAesthetic(bytes, 'x.bin')).toThrow(UserError);
    expect(() => readAesthetic(bytes, 'x.bin')).toThrow(message);
    expect(() => readAesthetic(bytes, '/home/me/x.bin')).toThrow(/^x\.bin/);
  });

  test('that was changed at random gives an aesthetic or one of our errors', () => {
    const check = (bytes: Uint8Array): void => {
      try {
        expect(readAesthetic(bytes, 'x').vector.length).toBeGreaterThan(0);
      } catch (error) {
        expect(error instanceof CheckpointError || error instanceof UserError, String(error)).toBe(true);
      }
    };
    for (const format of ['safetensors', 'pt'] as const)
      fc.assert(fc.property(mutated(writeAesthetic(full, format)), check), { numRuns: 1_000 });
  });
});

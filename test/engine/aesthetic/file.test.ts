import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
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

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError || error instanceof CheckpointError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

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

  test('keeps a second CLIP’s vectors, of the same images', () => {
    const [one, two] = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 2, 3, 1)];
    const both = makeAesthetic({
      ...full,
      images,
      second: { images: [one, two], reference: Float32Array.of(0, 0, 1, 1), clipId: 'def' },
    });
    expect(both.second!.vector).toEqual(Float32Array.of(3, 2, 2, 1.5));
    const bytes = writeAesthetic(both, 'safetensors');
    expect(readAesthetic(bytes, 'x.safetensors')).toEqual(both);
    const short = writeAesthetic({ ...both, second: { ...both.second!, images: [one] } }, 'safetensors');
    expect(messageOf(() => readAesthetic(short, 'x.safetensors'))).toContain('images_2');
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
    ['is longer than any embedding', tensors({ aesthetic: Array<number>(65_537).fill(1) }), /d ≤ 65536/],
    [
      'is a matrix',
      encodeSafetensors({ aesthetic: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } }),
      /is \[2,2\]/,
    ],
    [
      'weights images that are not there',
      tensors({ aesthetic: [1, 2], weights: [1, 2] }),
      /weights is \[1,2\], expected \[1,0\]/,
    ],
    ['is some other checkpoint', tensors({ weight: [1, 2] }), /no tensor "aesthetic", only weight/],
    ['holds NaN', tensors({ aesthetic: [1, NaN] }), /not finite/],
    ['points nowhere', tensors({ aesthetic: [0, 0] }), /all zeros/],
    [
      'has images of another length',
      tensors({ aesthetic: [1, 2], images: [1, 2, 3] }),
      /images is \[1,3\], expected \[K,2\]/,
    ],
    [
      'has 65,000 images',
      encodeSafetensors(
        {
          aesthetic: { shape: [1, 1], data: Float32Array.of(1) },
          images: { shape: [65_000, 1], data: new Float32Array(65_000).fill(1) },
        },
        {},
      ),
      /images is \[65000,1\], expected \[K,1\], K ≤ 1000/,
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

  const long = '\n\u001b[2J'.repeat(2 ** 18);
  const archive = (files: Record<string, string | Uint8Array>): Uint8Array =>
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => [
          `x/${name}`,
          typeof content === 'string' ? Buffer.from(content, 'latin1') : content,
        ]),
      ),
      { level: 0 },
    );
  const header = (json: object, dataBytes = 0): Uint8Array => {
    const bytes = Buffer.from(JSON.stringify(json));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(bytes.length));
    return Buffer.concat([length, bytes, Buffer.alloc(dataBytes)]);
  };
  const half = long.slice(0, 2 ** 19);
  const text = (value: string): string => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(value.length);
    return `X${length.toString('latin1')}${value}`;
  };
  const ones = Array<number>(100_000).fill(1);
  const talkative: readonly [string, Uint8Array][] = [
    ['names of tensors', tensors(Object.fromEntries([0, 1, 2].map((i) => [`${i}${long}`, [1, 2]])))],
    ['a name beside one that is cut off', header({ [long]: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } })],
    ['a name of a type that has no use', header({ [long]: { dtype: 'F8_E5M2', shape: [4], data_offsets: [0, 4] } }, 4)],
    ['a type', header({ a: { dtype: long, shape: [1], data_offsets: [0, 4] } }, 4)],
    ['a shape', header({ aesthetic: { dtype: 'F32', shape: [...ones, 2, 1], data_offsets: [0, 8] } }, 8)],
    [
      'a shape of images',
      header(
        {
          aesthetic: { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] },
          images: { dtype: 'F32', shape: ones, data_offsets: [4, 8] },
        },
        8,
      ),
    ],
    ['a shape of a type that has no use', header({ a: { dtype: 'F8_E5M2', shape: ones, data_offsets: [0, 1] } }, 1)],
    ['a key of metadata', header({ __metadata__: { [long]: 1 } })],
    ['a kind', tensors({ aesthetic: [1, 2] }, { kind: long })],
    ['a header that is no JSON', Buffer.concat([header({}).subarray(0, 8).fill(100, 0, 1), Buffer.from(`{${long}`)])],
    ['a function in .pt', archive({ 'data.pkl': `c${half.replaceAll('\n', '\r')}\nx\n.` })],
    ['a function of protocol 4 in .pt', archive({ 'data.pkl': `${text(half)}${text('x')}\x93.` })],
    ['a byte order in .pt', archive({ 'data.pkl': '.', byteorder: half })],
    [
      'a storage in .pt',
      archive({
        'data.pkl': `ctorch._utils\n_rebuild_tensor_v2\n((${text('storage')}ctorch\nFloatStorage\n${text(half)}${text('cpu')}K\x01tQK\x00K\x01\x85K\x01\x85tR.`,
      }),
    ],
    [
      'a shape in .pt',
      archive({
        'data.pkl': `ctorch._utils\n_rebuild_tensor_v2\n((${text('storage')}ctorch\nFloatStorage\n${text('0')}${text('cpu')}K\x01tQK\x00(${'K\x01'.repeat(ones.length)}t(${'K\x01'.repeat(ones.length)}ttR.`,
        'data/0': new Uint8Array(4),
      }),
    ],
    ['a name of a file in .pt', zipSync({ [`x/${long.slice(0, 60_000)}`]: Buffer.alloc(9_000) }, { level: 9 })],
  ];
  test.each(talkative)('with %s of a megabyte is refused in a few words, on one line', (_, bytes) => {
    expect(messageOf(() => readAesthetic(bytes, 'x.bin'))).toMatch(/^x\.bin\P{Cc}{1,600}$/u);
  });

  test('is called by the beginning of its name', () => {
    const name = `${'n'.repeat(50_000)}\n.safetensors`;
    expect(messageOf(() => readAesthetic(new Uint8Array(0), name))).toMatch(/^n{59}… is empty$/);
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

import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CheckpointError } from '../../../src/engine/errors.js';
import {
  decodeSafetensors,
  encodeSafetensors,
  openSafetensors,
  readTensor,
} from '../../../src/engine/weights/safetensors.js';
import { mutated } from '../../support/hostile.js';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aesthete-weights-'));
});
afterAll(async () => {
  await rm(dir, { recursive: true });
});

/** A file with this header, and so many bytes after it. */
function file(header: string | object, dataBytes: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}
const entry = (shape: readonly number[], start: number, end: number, dtype = 'F32'): object => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

const hostile: readonly [string, Uint8Array, RegExp][] = [
  ['nothing in it', new Uint8Array(0), /0 bytes, too few/],
  ['seven bytes', new Uint8Array(7), /too few/],
  ['a header longer than the file', file('{}', 0).fill(0xff, 0, 2), /cut off: header of/],
  ['a header of exabytes', new Uint8Array(64).fill(0xff), /limit/],
  [
    'a pointer of Git LFS in its place',
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 492265168\n'),
    /pointer of Git LFS.*git lfs pull/,
  ],
  ['a web page in its place', Buffer.from('<!DOCTYPE html>\n<html>'), /a web page in place of weights: download/],
  ['a header that is no JSON', file('{"a":', 0), /not JSON/],
  ['a header that is a list', file('[]', 0), /not a JSON object/],
  ['a header nested without end', file('['.repeat(100_000), 0), /nested deeper/],
  [
    'tensors that overlap',
    file({ a: entry([2], 0, 8), b: entry([2], 4, 12) }, 12),
    /b starts at 4, expected 8: it overlaps/,
  ],
  ['a hole', file({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, 12), /leaves a hole/],
  ['bytes left over', file({ a: entry([1], 0, 4) }, 40), /has 40 data bytes, but its tensors end at 4/],
  ['a tensor beyond the end', file({ a: entry([100], 0, 400) }, 40), /cut off: a ends at 400 of 40/],
  ['a shape that lies', file({ a: entry([3], 0, 8) }, 8), /8 bytes .* takes 12/],
  ['a shape that overflows', file({ a: entry([2 ** 40, 2 ** 40], 0, 8) }, 8), /overflows/],
  ['a negative size', file({ a: entry([-1], 0, 4) }, 4), /non-negative/],
  ['offsets backwards', file({ a: entry([1], 4, 0) }, 4), /data_offsets/],
  ['an unknown type', file({ a: entry([1], 0, 4, 'Q7') }, 4), /dtype "Q7"/],
  ['metadata that is no text', file({ __metadata__: { a: 1 } }, 0), /expected a string/],
];

describe('a safetensors file with', () => {
  test.each(hostile)('%s is refused, by name and value', async (_, bytes, message) => {
    const path = join(dir, 'hostile.safetensors');
    await writeFile(path, bytes);
    await expect(openSafetensors(path)).rejects.toThrow(CheckpointError);
    await expect(openSafetensors(path)).rejects.toThrow(message);
    expect(() => decodeSafetensors(bytes, 'upload')).toThrow(CheckpointError);
  });

  test('a terabyte claimed in a small file is refused before memory is asked for', async () => {
    const path = join(dir, 'large.safetensors');
    await writeFile(path, file({ a: entry([2 ** 38], 0, 2 ** 40) }, 16));
    // A buffer of a terabyte would be a RangeError.
    await expect(openSafetensors(path)).rejects.toThrow(CheckpointError);
    await expect(openSafetensors(path)).rejects.toThrow(/cut off/);
  });

  test('keys like __proto__ has just tensors of those names', () => {
    const { tensors } = decodeSafetensors(
      file('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
      'x',
    );
    expect([...tensors.keys()]).toEqual(['__proto__']);
    expect(({} as { dtype?: string }).dtype).toBeUndefined();
  });

  test('random changes never escapes with anything but a CheckpointError', () => {
    const whole = encodeSafetensors(
      { a: { shape: [2, 3], data: new Float32Array(6).fill(1) }, b: { shape: [1], data: new Float32Array(1) } },
      { name: 'x' },
    );
    fc.assert(
      fc.property(mutated(whole), (bytes) => {
        try {
          decodeSafetensors(bytes, 'upload');
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('safetensors', () => {
  test('are read back as they were written', () => {
    const tensor = fc.array(fc.float({ noNaN: true }), { maxLength: 20 }).map((v) => Float32Array.from(v));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), tensor), fc.dictionary(fc.string(), fc.string()), (values, metadata) => {
        fc.pre(!('__metadata__' in values));
        const tensors = Object.fromEntries(
          Object.entries(values).map(([k, data]) => [k, { shape: [data.length], data }]),
        );
        const read = decodeSafetensors(encodeSafetensors(tensors, metadata), 'x');
        expect(new Map(Object.entries(read.metadata))).toEqual(new Map(Object.entries(metadata)));
        expect([...read.tensors.keys()].sort()).toEqual(Object.keys(values).sort());
        for (const [key, { data }] of read.tensors) expect(data).toEqual(values[key]);
      }),
    );
  });

  test('are found through a symlink, and known by their real path', async () => {
    const [path, link] = [join(dir, 'real.safetensors'), join(dir, 'link.safetensors')];
    await writeFile(path, encodeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 2) } }));
    await symlink(path, link);
    const { tensors } = await openSafetensors(link);
    expect(tensors.get('a')?.file).toMatch(/real\.safetensors$/);
    expect(await readTensor(tensors.get('a')!)).toEqual(Float32Array.of(1, 2));
  });

  test('that shrink between opening and reading are refused', async () => {
    const path = join(dir, 'shrinks.safetensors');
    await writeFile(path, encodeSafetensors({ a: { shape: [1000], data: new Float32Array(1000) } }));
    const { tensors } = await openSafetensors(path);
    await truncate(path, 200);
    await expect(readTensor(tensors.get('a')!)).rejects.toThrow(CheckpointError);
  });
});

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { CheckpointError, UserError } from '../../../src/engine/errors.js';
import { readTorchVector, writeTorchVector } from '../../../src/engine/weights/torchPickle.js';
import { mutated } from '../../support/hostile.js';

const folder = 'test/data/aesthetics';
const paper = await Promise.all(
  (await readdir(folder)).map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })),
);
/** Lengths of the paper's vectors, computed with numpy when the method was studied. */
const norms: Readonly<Record<string, number>> = {
  'aivazovsky.pt': 17.24,
  'cloudcore.pt': 18.6,
  'gloomcore.pt': 15.93,
  'glowwave.pt': 15.43,
  'fantasy.pt': 15.36,
  'flower_plant.pt': 13.52,
  'laion_7plus.pt': 0.5365,
  'sac_8plus.pt': 3.258,
};

/** A torch archive with this pickle and 16 bytes of storage. */
function archive(pickle: string | Uint8Array, level: 0 | 9 = 0, more: Record<string, Uint8Array> = {}): Uint8Array {
  const data = typeof pickle === 'string' ? Buffer.from(pickle, 'latin1') : pickle;
  return zipSync(
    { 'a/data.pkl': data, 'a/data/0': new Uint8Array(16), 'a/version': strToU8('3\n'), ...more },
    { level },
  );
}
const vector = writeTorchVector(Float32Array.of(1, 2, 3, 4));
const pickled = unzipSync(vector)['aesthetic/data.pkl'];
const edited = (from: string, to: string): string => Buffer.from(pickled).toString('latin1').replace(from, to);

describe('the paper’s vectors', () => {
  test.each(paper)('$name is read: 768 numbers, fp16 or fp32, from any device', ({ name, bytes }) => {
    const { shape, data } = readTorchVector(bytes, name);
    // Two of them have one axis.
    expect(shape.at(-1)).toBe(768);
    expect(data).toHaveLength(768);
    expect(Math.abs(Math.hypot(...data) / norms[name] - 1)).toBeLessThan(1e-3);
  });
});

describe('a .pt', () => {
  test('is read back as it was written', () => {
    expect(readTorchVector(vector, 'x.pt')).toEqual({ shape: [1, 4], data: Float32Array.of(1, 2, 3, 4) });
  });

  test('is written as torch writes: stored entries, one folder, data.pkl in protocol 2', () => {
    const entries: string[] = [];
    unzipSync(vector, {
      filter: ({ name, compression }) => {
        expect(compression).toBe(0);
        return entries.push(name) > 0;
      },
    });
    expect(entries).toEqual(['data.pkl', 'data/0', 'version'].map((name) => `aesthetic/${name}`));
    expect(Array.from(pickled.subarray(0, 2))).toEqual([0x80, 2]);
    expect(writeTorchVector(Float32Array.of(1, 2, 3, 4))).toEqual(vector);
  });
});

const refused: readonly [string, Uint8Array, RegExp][] = [
  ['calls os.system', archive('cos\nsystem\n(X\x02\0\0\0idtR.'), /it calls os\.system/],
  ['calls eval by protocol 4', archive('\x80\x04\x8c\x08builtins\x8c\x04eval\x93.'), /it calls builtins\.eval/],
  ['makes an instance', archive('(i__main__\nX\n.'), /opcode 0x69/],
  ['calls something computed', archive('(lK\x01R.'), /opcode 0x6c|not a tensor/],
  ['sets a state on a tensor', archive(edited('.', '}b.')), /nothing is executed/],
  ['pops an empty stack', archive('.'), /stack is empty/],
  ['is cut off', archive(pickled.subarray(0, 40)), /more than there are|line without an end/],
  ['names memory that was never set', archive('h\x05.'), /nothing was kept under 5/],
  ['has text longer than the file', archive('X\xff\xff\xff\x7fabc.'), /more than there are/],
  ['is a textual inversion of A1111', archive('}X\x0f\0\0\0string_to_param}s.'), /textual inversion/],
  [
    'is a textual inversion of diffusers',
    archive(`}X\x03\0\0\0<a>${Buffer.from(pickled).toString('latin1', 2).replace(/\.$/, '')}s.`),
    /textual inversion/,
  ],
  ['holds a number', archive('K\x01.'), /holds a number/],
  ['holds a matrix', archive(edited('J\x01\0\0\0J\x04\0\0\0\x86', 'J\x02\0\0\0J\x02\0\0\0\x86')), /tensor is \[2,2\]/],
  ['has a tensor larger than its storage', archive(edited('J\x04\0\0\0tQ', 'J\x00\x10\0\0tQ')), /16 bytes for 4096/],
  ['is compressed', archive(Buffer.concat([pickled, new Uint8Array(1000)]), 9), /is compressed/],
  ['is a zip bomb', archive(pickled, 9, { bomb: new Uint8Array(50_000_000) }), /is compressed/],
  ['is a zip of something else', zipSync({ 'readme.txt': strToU8('hi') }, { level: 0 }), /without data\.pkl/],
  [
    'has hundreds of entries',
    archive(pickled, 0, Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`e${i}`, new Uint8Array(0)]))),
    /entries/,
  ],
  [
    'appends a hundred thousand things',
    archive(
      Buffer.concat([
        Buffer.from('](', 'latin1'),
        Buffer.alloc(400_000, 'K\x01', 'latin1'),
        Buffer.from('e.', 'latin1'),
      ]),
    ),
    /holds a list/,
  ],
  ['is no zip', Buffer.from('PK but not really'), /damaged zip/],
  ['is torch’s old format', Buffer.from('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.', 'latin1'), /damaged zip/],
  ['is too large', new Uint8Array(2 ** 20 + 1), /at most 1048576/],
];

describe('a .pt of other scripts', () => {
  test.each([
    ['numbers of 64 bits', 'f64.pt'],
    ['a dict whose only entry is called an embedding', 'dict.pt'],
  ])('is read where it holds %s', async (_, name) => {
    const { shape, data } = readTorchVector(await readFile(`test/data/reports/${name}`), name);
    expect(shape).toEqual([1, 128]);
    // Both hold the same vector.
    expect(Math.hypot(...data)).toBeCloseTo(7.7253, 4);
  });
});

describe('a .pt that', () => {
  test.each(refused)('%s is refused', (_, bytes, message) => {
    const read = (): unknown => readTorchVector(bytes, 'x.pt');
    expect(read).toThrow(message);
    try {
      read();
    } catch (error) {
      expect(error instanceof CheckpointError || error instanceof UserError).toBe(true);
    }
  });

  test('holds NaN is refused', () => {
    expect(() => readTorchVector(writeTorchVector(Float32Array.of(1, NaN)), 'x.pt')).toThrow(/not finite/);
  });

  test('was changed at random never escapes with anything but our errors', () => {
    const check = (bytes: Uint8Array): void => {
      try {
        readTorchVector(bytes, 'x.pt');
      } catch (error) {
        expect(error instanceof CheckpointError || error instanceof UserError, String(error)).toBe(true);
      }
    };
    fc.assert(fc.property(mutated(vector), check), { numRuns: 2_000 });
    // And the pickle inside a whole archive, where changes get past the zip's checks.
    fc.assert(
      fc.property(mutated(pickled), (pickle) => {
        check(archive(pickle));
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (pickle) => {
        check(archive(pickle));
      }),
      { numRuns: 1_000 },
    );
  });
});

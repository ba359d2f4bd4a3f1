import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancelledError } from '../../../src/engine/errors.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import type { Pack } from '../../../src/engine/pack/pack.js';
import { int8Verdict, readInt8Proof, writeInt8Proof } from '../../../src/engine/pipeline/int8Proof.js';
import { proveInt8 } from '../../../src/engine/pipeline/proveInt8.js';
import { provenPrecision } from '../../../src/engine/pipeline/provenPrecision.js';
import { int8Refusal } from '../../support/int8.js';
import { copyPack } from '../../support/packCopy.js';

const folder = 'test/golden/models/tiny-sd1';
const small = { early: 0.01, middle: 0.01, late: 0.03 };
const alike = (pairs: number, cosine = 0.97): number[] => Array<number>(pairs).fill(cosine);

let pack: Pack;
let cacheDir = '';
beforeAll(async () => {
  const { settings, ...opened } = await openPack(folder);
  pack = { ...opened, settings: { ...settings, defaults: { ...settings.defaults, steps: 2 } } };
  cacheDir = await mkdtemp(join(tmpdir(), 'int8-proof-'));
});
afterAll(() => rm(cacheDir, { recursive: true }));

test('a pack is proved by 48 pairs that are alike on average, and predictions within 3 %', () => {
  expect(int8Verdict(undefined)).toBe('unproved');
  expect(int8Verdict({ errors: small, cosines: alike(47, 1) })).toBe('unproved');
  expect(int8Verdict({ errors: small, cosines: [...alike(24, 0.95), ...alike(24, 0.991)] })).toBe('proved');
  expect(int8Verdict({ errors: small, cosines: alike(48, 0.969) })).toBe('failed');
  expect(int8Verdict({ errors: { ...small, middle: 0.031 }, cosines: alike(48, 1) })).toBe('failed');
});

test('a pack has failed as soon as the pairs that are left cannot help', () => {
  expect(int8Verdict({ errors: small, cosines: alike(2, 0.3) })).toBe('unproved');
  expect(int8Verdict({ errors: small, cosines: alike(3, 0.3) })).toBe('failed');
});

describe('a proof', () => {
  test('is found by the content of the U-Net, wherever it lies, and by no other', async () => {
    const dir = join(cacheDir, 'content');
    expect(await readInt8Proof(pack, dir)).toBeUndefined();
    const proof = { errors: small, cosines: alike(48) };
    await writeInt8Proof(pack, proof, dir);
    const copy = await copyPack(folder);
    expect(await readInt8Proof(await openPack(copy.dir), dir)).toEqual(proof);
    await copy.weights('unet/diffusion_pytorch_model.safetensors', (tensors) => {
      tensors['conv_in.bias'].data[0] += 1;
    });
    expect(await readInt8Proof(await openPack(copy.dir), dir)).toBeUndefined();
    await copy.remove();
  });

  test('that is damaged counts as none', async () => {
    const dir = join(cacheDir, 'damaged');
    await writeInt8Proof(pack, { errors: small, cosines: [] }, dir);
    const proofs = join(dir, 'int8', 'proofs');
    await writeFile(join(proofs, (await readdir(proofs))[0]), '{"cosines":"many"}');
    expect(await readInt8Proof(pack, dir)).toBeUndefined();
  });

  test('decides on a CPU alone, and only where 8 bits are exact', async () => {
    const [cpu, cuda] = [
      { device: 'cpu', precision: 'fp32' },
      { device: 'cuda', precision: 'fp16' },
    ] as const;
    const standing = (verdict: 'proved' | 'failed' | 'unproved' | undefined) => () => Promise.resolve(verdict);
    expect(await provenPrecision(pack, cpu, standing('proved'))).toEqual({
      chosen: { device: 'cpu', precision: 'int8' },
      int8: 'proved',
    });
    for (const verdict of ['failed', 'unproved'] as const)
      expect(await provenPrecision(pack, cpu, standing(verdict))).toEqual({ chosen: cpu, int8: verdict });
    expect(await provenPrecision(pack, cpu, standing(undefined))).toEqual({ chosen: cpu });
    expect(await provenPrecision(pack, cuda, standing('proved'))).toEqual({ chosen: cuda });
  });
});

describe.skipIf(int8Refusal !== undefined)('proving', () => {
  test('goes on where it stopped, and keeps each pair', async () => {
    const dir = join(cacheDir, 'resumed');
    await writeInt8Proof(pack, { errors: small, cosines: alike(46) }, dir);
    const seen: number[] = [];
    const abort = new AbortController();
    const onProgress = (done: number): void => {
      seen.push(done);
      if (done === 47) abort.abort();
    };
    await expect(proveInt8(pack, { cacheDir: dir, signal: abort.signal, onProgress })).rejects.toThrow(CancelledError);
    expect((await readInt8Proof(pack, dir))?.cosines).toHaveLength(47);
    const proof = await proveInt8(pack, { cacheDir: dir, onProgress });
    expect(seen).toEqual([46, 47, 47, 48]);
    expect(proof.errors).toEqual(small);
    expect(proof.cosines.slice(0, 46)).toEqual(alike(46));
    for (const cosine of proof.cosines.slice(46)) expect(cosine).toBeGreaterThan(0.9);
    expect(await readInt8Proof(pack, dir)).toEqual(proof);
  });

  test('ends early where predictions are too far off, and that is kept', async () => {
    const dir = join(cacheDir, 'failing');
    // Random weights: up to 9 % off on noise.
    const { errors, cosines } = await proveInt8(pack, { cacheDir: dir });
    expect(Math.max(errors.early, errors.middle, errors.late)).toBeGreaterThan(0.03);
    expect(cosines.length).toBeLessThan(4);
    expect(int8Verdict(await readInt8Proof(pack, dir))).toBe('failed');
  });
});

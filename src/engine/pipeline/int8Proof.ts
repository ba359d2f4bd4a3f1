import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { defaultCacheDir } from '../cacheDir.js';
import { UserError } from '../errors.js';
import type { Pack } from '../pack/pack.js';
import type { Int8Verdict } from '../types.js';
import { fileHash } from '../weights/hashCache.js';
import { int8Format } from './quantisedUnet.js';

/** What 8 bits must reach on a pack's own pictures before they are taken unasked. */
export const int8Limits = {
  /** Norm of a prediction's difference to fp32's over the norm of fp32's, at most. */
  error: 0.03,
  /** Mean cosine of CLIP's embeddings of pairs of pictures, at least. */
  cosine: 0.97,
  pairs: 48,
} as const;

const fraction = z.number().nonnegative();
const proofFile = z.object({
  /** The largest that were seen, at the first step, in the middle and at the last. */
  errors: z.object({ early: fraction, middle: fraction, late: fraction }),
  /** Of the pairs that have been painted. */
  cosines: z.array(z.number()).max(int8Limits.pairs),
});

/** How near a pack's U-Net in 8 bits came to fp32, as far as it was looked at. */
export type Int8Proof = z.infer<typeof proofFile>;

export function int8Verdict(proof: Int8Proof | undefined): Int8Verdict {
  if (!proof) return 'unproved';
  const { errors, cosines } = proof;
  if (Object.values(errors).some((error) => error > int8Limits.error)) return 'failed';
  const sum = cosines.reduce((a, b) => a + b, 0);
  const least = int8Limits.cosine * int8Limits.pairs;
  // Even if all that are left were alike.
  if (sum + int8Limits.pairs - cosines.length < least) return 'failed';
  return cosines.length === int8Limits.pairs ? 'proved' : 'unproved';
}

/** The proof that was begun for a pack's U-Net and LoRAs; undefined where there is none. */
export async function readInt8Proof(pack: Pack, cacheDir = defaultCacheDir()): Promise<Int8Proof | undefined> {
  // Hashing a model takes seconds: not where nothing was ever proved.
  const proofs = await readdir(folderIn(cacheDir)).catch(() => []);
  if (proofs.length === 0) return undefined;
  const text = await readFile(await pathOf(pack, cacheDir), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return proofFile.parse(JSON.parse(text));
  } catch {
    // A damaged one is begun anew.
    return undefined;
  }
}

/** @throws UserError where the folder cannot be written */
export async function writeInt8Proof(pack: Pack, proof: Int8Proof, cacheDir = defaultCacheDir()): Promise<void> {
  const path = await pathOf(pack, cacheDir);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, JSON.stringify(proof));
    await rename(`${path}.part`, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `the proof of ${pack.settings.name} cannot be kept at ${path} (${reason}); name a folder that can be written in XDG_CACHE_HOME`,
    );
  }
}

const folderIn = (cacheDir: string): string => join(cacheDir, 'int8', 'proofs');

/** Known by content: of the files that the U-Net and its LoRAs lie in, and of what it is made of them. */
async function pathOf({ unet, loras }: Pack, cacheDir: string): Promise<string> {
  const added = [...(loras?.unet.values() ?? [])].flat();
  const files = [...unet.tensors.values(), ...added.map(({ up }) => up)].map(({ file }) => file);
  const hashes = await Promise.all([...new Set(files)].map((file) => fileHash(file, cacheDir)));
  const content = [int8Format, unet.config, hashes.sort(), (loras?.applied ?? []).map(({ scale }) => scale)];
  const key = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return join(folderIn(cacheDir), `${key}.json`);
}

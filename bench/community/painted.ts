import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine } from '../../src/engine/index.js';
import type { Engine } from '../../src/engine/index.js';
import { demoPack, outDir } from '../makePack.js';

/** Few steps, so that hundreds of pictures are painted in minutes: the pack's default is 25. */
export const steps = 10;
/** Of every picture with an aesthetic: 70 % of the way to the cosine that still keeps subjects. */
export const strength = 0.7;
const folder = join(outDir, 'community');

export interface PaintedPicture {
  readonly png: Uint8Array;
  /** The pack's own CLIP, raw [d]. */
  readonly vector: Float32Array;
}

let opened: Promise<Engine> | undefined;
export function engine(): Promise<Engine> {
  return (opened ??= openEngine(demoPack, { device: 'cpu' }));
}

/** Paints a picture of the demo pack, or finds it from an earlier run: what is stopped goes on where it was. `towards`: a contrast, raw [d]. */
export async function paint(prompt: string, seed: number, towards?: Float32Array): Promise<PaintedPicture> {
  const hash = createHash('sha256').update(JSON.stringify([prompt, seed, steps, strength]));
  if (towards) hash.update(new Uint8Array(towards.buffer, towards.byteOffset, towards.byteLength));
  const path = join(folder, hash.digest('hex').slice(0, 32));
  const kept = await find(path);
  if (kept) return kept;
  const aesthetic = towards && ({ vector: towards, kind: 'contrast' } as const);
  const personalised = aesthetic ? { aesthetic, strength } : {};
  const { images } = await (await engine()).imagine({ prompt, seed, steps, ...personalised });
  const [{ png, embedding }] = images;
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.f32`, new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength));
  // Whole or not at all: the picture comes last.
  await writeFile(`${path}.part`, png);
  await rename(`${path}.part`, `${path}.png`);
  return { png, vector: embedding };
}

async function find(path: string): Promise<PaintedPicture | undefined> {
  try {
    const png = await readFile(`${path}.png`);
    const bytes = await readFile(`${path}.f32`);
    return { png, vector: new Float32Array(new Uint8Array(bytes).buffer) };
  } catch {
    return undefined;
  }
}

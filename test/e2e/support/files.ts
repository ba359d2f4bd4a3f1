import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { makeAesthetic, readAesthetic, writeAesthetic } from '../../../src/engine/index.js';

/** A file to pick, as it lies on the member's disk. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export async function fileAt(path: string): Promise<GivenFile> {
  return { name: basename(path), bytes: await readFile(path) };
}

/** A real JPEG of the demo pack's. */
export function example(look: 'sepia' | 'sunset', subject: string): Promise<GivenFile> {
  return fileAt(`models/demo/examples/${look}/${subject}.jpg`);
}

export function textFile(name: string, text: string): GivenFile {
  return { name, bytes: Buffer.from(text) };
}

/** A1111's textual inversion in torch's zip: a pickle of a dictionary with its best-known key. */
export const textualInversion: GivenFile = {
  name: 'my-cat.pt',
  bytes: zipSync(
    {
      'archive/data.pkl': Buffer.from('\x80\x02}X\x0f\0\0\0string_to_param}s.', 'latin1'),
      'archive/data/0': new Uint8Array(16),
      'archive/version': strToU8('3\n'),
    },
    { level: 0 },
  ),
};

/** An aesthetic's file for the demo pack, with as many images as asked, of a name that no form has checked. */
export async function aestheticFile(name: string, count = 1): Promise<GivenFile> {
  const path = 'models/demo/aesthetics/gloomcore.safetensors';
  const { images = [] } = readAesthetic(await readFile(path), path);
  const many = Array.from({ length: count }, (_, i) => images[i % images.length]);
  const made = makeAesthetic({ name, kind: 'mean', images: many });
  return { name: 'given.safetensors', bytes: writeAesthetic(made, 'safetensors') };
}

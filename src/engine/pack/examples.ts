import { readdir, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { CheckpointError } from '../errors.js';
import { imageExtensions } from '../image/imageFormat.js';
import type { PackJson } from './packJson.js';

/** Pictures that share a look, for people to make their first aesthetic from, and a prompt that shows it well. */
export interface PackExample {
  /** What an aesthetic made from them is called. */
  readonly name: string;
  readonly prompt: string;
  /** One that suits the prompt; absent: any. */
  readonly seed?: number;
  /** Absolute path. */
  readonly folder: string;
  /** Names of the image files in the folder, sorted. */
  readonly pictures: readonly string[];
}

/**
 * The examples that pack.json (path `file`, of the pack in `dir`) names, with the pictures in their folders.
 * @throws CheckpointError, naming the field, where a folder is missing, leads out of the pack or holds no pictures
 */
export async function findExamples(
  dir: string,
  file: string,
  named: NonNullable<PackJson['examples']>,
): Promise<PackExample[]> {
  const root = await realpath(dir);
  return Promise.all(
    named.map(async ({ name, folder: stated, prompt, seed }, i) => {
      const refuse = (why: string) =>
        new CheckpointError(`${file}: examples.${i}.folder is ${JSON.stringify(stated)}: ${why}`);
      const folder = join(dir, stated);
      const real = await realpath(folder).catch(() => undefined);
      // A link may lead anywhere, and what lies there would be shown.
      if (real !== undefined && !real.startsWith(root + sep)) throw refuse('it leads out of the pack');
      const entries = real === undefined ? undefined : await list(real);
      if (entries === undefined) throw refuse('there is no such folder');
      if (entries.length === 0) throw refuse(`it holds no pictures (${imageExtensions.join(' ')})`);
      return { name, prompt, folder, pictures: entries, ...(seed !== undefined && { seed }) };
    }),
  );
}

async function list(folder: string): Promise<string[] | undefined> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  return entries
    ?.filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => imageExtensions.includes(extname(name).toLowerCase()))
    .sort();
}

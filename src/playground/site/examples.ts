import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentType } from '../cdn/serve.js';
import type { ExampleSet } from './protocol.js';

/** Example pictures: folders of a folder, one a look. */
export interface Examples {
  readonly sets: readonly ExampleSet[];
  /** A picture of a set, if there is one. */
  readonly read: (set: string, picture: string) => Promise<Uint8Array | undefined>;
}

/** What lies there now; a folder that is missing has none. */
export async function findExamples(folder: string | undefined): Promise<Examples> {
  const sets: ExampleSet[] = [];
  if (folder !== undefined)
    for (const name of await list(folder)) {
      const pictures = (await list(join(folder, name))).filter((one) => contentType(one).startsWith('image/'));
      if (pictures.length > 0) sets.push({ name, pictures });
    }
  return {
    sets,
    read: async (set, picture) => {
      const isThere = sets.some(({ name, pictures }) => name === set && pictures.includes(picture));
      return isThere && folder !== undefined ? readFile(join(folder, set, picture)) : undefined;
    },
  };
}

async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleSet } from './protocol.js';

/** Pictures of one look in a folder, by their names, and a prompt that shows the look well. */
export interface ExampleFolder extends ExampleSet {
  readonly folder: string;
}

/** What the page is told of them. */
export function exampleSets(folders: readonly ExampleFolder[]): ExampleSet[] {
  return folders.map(({ name, prompt, seed, pictures }) => ({
    name,
    prompt,
    pictures,
    ...(seed !== undefined && { seed }),
  }));
}

/** A picture of a set; undefined where it is none of those that were named, or is gone. */
export async function readExample(
  folders: readonly ExampleFolder[],
  set: string,
  picture: string,
): Promise<Uint8Array | undefined> {
  const found = folders.find(({ name, pictures }) => name === set && pictures.includes(picture));
  return found && readFile(join(found.folder, picture)).catch(() => undefined);
}

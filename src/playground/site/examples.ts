import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExampleSet } from './protocol.js';

/** Pictures of one look in a folder, by their names, and a prompt that shows the look well. */
export interface ExampleFolder extends ExampleSet {
  readonly folder: string;
}

/** The sets without their folders, for the page. */
export function exampleSets(folders: readonly ExampleFolder[]): ExampleSet[] {
  return folders.map(({ name, prompt, seed, pictures }) => ({
    name,
    prompt,
    pictures,
    ...(seed !== undefined && { seed }),
  }));
}

/** A picture of a set; undefined if the set does not list it or the file is missing. */
export async function readExample(
  folders: readonly ExampleFolder[],
  set: string,
  picture: string,
): Promise<Uint8Array | undefined> {
  const found = folders.find(({ name, pictures }) => name === set && pictures.includes(picture));
  return found && readFile(join(found.folder, picture)).catch(() => undefined);
}

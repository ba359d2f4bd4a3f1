import { basename, join } from 'node:path';
import { isFolder, modelFolders, snapshotOf } from './paths.js';

/** What packs share, by the name of its folder in a models folder: `clip/OWNER--NAME`, by the repository that it comes from. */
export const sharedParts = ['clip', 'checker'] as const;
export type SharedPart = (typeof sharedParts)[number];

/** The folder of a repository's part for all packs, if it is in a models folder. */
export async function findShared(part: SharedPart, repository: string): Promise<string | undefined> {
  const name = sharedName(repository);
  for (const models of modelFolders())
    // As it is downloaded here, by git, and in Hugging Face's cache.
    for (const place of [name, basename(repository), `models--${name}`]) {
      const found = join(models, part, place);
      if (await isFolder(found)) return snapshotOf(found);
    }
  return undefined;
}

/** Of a shared part's own folder. */
export function sharedName(repository: string): string {
  return repository.replace('/', '--');
}

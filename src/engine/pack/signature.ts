import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { modelFolders } from './paths.js';
import { sharedParts } from './shared.js';
import { folderBeside, isModelFile } from './singleFile.js';

/**
 * Changes when the files that decide about a pack may have: names, sizes and times of its own and of those that all packs share; contents are
 * not read. @param dir as `FoundPack` has it
 */
export async function packSignature(dir: string): Promise<string> {
  const own = isModelFile(dir) ? [dir, folderBeside(dir)] : [dir];
  const others = modelFolders().flatMap((models) => sharedParts.map((name) => join(models, name)));
  const hash = createHash('sha256');
  for (const place of [...own, ...others]) for (const line of await linesOf(place)) hash.update(`${line}\n`);
  return hash.digest('hex');
}

/** Of a file, or of each file of a folder; none where nothing is there. */
async function linesOf(place: string): Promise<string[]> {
  const names = await readdir(place, { recursive: true }).catch(() => []);
  const paths = [place, ...names.sort().map((name) => join(place, name))];
  const lines = await Promise.all(
    paths.map(async (path) => {
      const entry = await stat(path).catch(() => undefined);
      // A folder's time changes with its list of files, which is here anyway.
      return entry?.isFile() === true ? `${path} ${entry.size} ${entry.mtimeMs}` : undefined;
    }),
  );
  return lines.filter((line) => line !== undefined);
}

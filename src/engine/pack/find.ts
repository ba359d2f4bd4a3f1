import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.js';

/** A pack that was found: `dir` is its absolute folder. */
export interface FoundPack {
  readonly name: string;
  readonly dir: string;
}

const defaultPack = 'demo';

/**
 * The folder of a pack, absolute: `nameOrDir` is a folder, or the name of one in a models folder (`modelFolders`).
 * Default: `demo`, which comes with the program. Throws UserError, which lists the packs that are there.
 */
export async function findPack(nameOrDir: string = defaultPack): Promise<string> {
  const dir = resolve(nameOrDir);
  if (await isPack(dir)) return dir;
  const packs = await listPacks();
  const named = packs.find((pack) => pack.name === nameOrDir);
  if (named !== undefined) return named.dir;
  const there = packs.length === 0 ? 'none was found' : `there are: ${packs.map((pack) => pack.name).join(', ')}`;
  const what = (await isFolder(dir))
    ? `${nameOrDir} is no pack: it has no unet/config.json`
    : `no pack called ${nameOrDir}`;
  throw new UserError(`${what}; give a folder in diffusers layout, or the name of one in models/ (${there})`);
}

/** All packs in the models folders, by name; where two have one name, the first folder's. */
export async function listPacks(): Promise<FoundPack[]> {
  const packs = new Map<string, FoundPack>();
  const seen = new Set<string>();
  for (const models of modelFolders()) {
    for (const name of await subfolders(models)) {
      const dir = join(models, name);
      if (packs.has(name) || !(await isPack(dir))) continue;
      const real = await realpath(dir);
      if (seen.has(real)) continue;
      seen.add(real);
      packs.set(name, { name, dir });
    }
  }
  return [...packs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where packs are looked for, and added to the first of: AESTHETE_MODELS (a list, like PATH), `models/` here, `models/` of the installation. */
export function modelFolders(): string[] {
  const named = (process.env['AESTHETE_MODELS'] ?? '').split(delimiter).filter((folder) => folder !== '');
  // src/engine/pack and dist/engine/pack lie equally deep.
  const installed = fileURLToPath(new URL('../../../models', import.meta.url));
  return [...named, 'models', installed].map((folder) => resolve(folder));
}

async function subfolders(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).map((entry) => basename(entry)).sort();
  } catch {
    // A models folder that is not there holds no packs.
    return [];
  }
}

async function isPack(dir: string): Promise<boolean> {
  return stat(join(dir, 'unet', 'config.json')).then(
    (entry) => entry.isFile(),
    () => false,
  );
}

async function isFolder(dir: string): Promise<boolean> {
  return stat(dir).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

import { realpath } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { UserError } from '../errors.js';
import { loraFolder } from './loraFiles.js';
import { isFile, isFolder, modelFolders, namesIn, snapshotOf } from './paths.js';
import { folderBeside, isModelFile } from './singleFile.js';

/** A pack that was found: `dir` is the absolute path of its folder, or of its one file. */
export interface FoundPack {
  readonly name: string;
  readonly dir: string;
}

const defaultPack = 'demo';

/**
 * The path of a pack, absolute: `nameOrPath` is a folder or a file, or the name of one in a models folder (`modelFolders`).
 * Default: `demo`, which comes with the program. Whether it can be painted with, opening it says. Throws UserError, which lists the packs
 * that are there.
 */
export async function findPack(nameOrPath: string = defaultPack): Promise<string> {
  const path = resolve(nameOrPath);
  if (await isPack(path)) return path;
  const packs = await listPacks();
  const named = packs.find((pack) => pack.name === nameOrPath);
  if (named !== undefined) return named.dir;
  const there = packs.length === 0 ? 'none was found' : `there are: ${packs.map((pack) => pack.name).join(', ')}`;
  throw new UserError(
    `${await whyNot(nameOrPath, path)}; give a folder in diffusers layout, a .safetensors file, or the name of one in models/ (${there})`,
  );
}

async function whyNot(given: string, path: string): Promise<string> {
  if (await isFile(path)) return `${given} is no pack: weights are .safetensors files`;
  if (!(await isFolder(path))) return `no pack called ${given}`;
  const empty = (await namesIn(path)).length === 0;
  return `${given} is no pack: ${empty ? 'it is empty' : 'it has neither unet/config.json nor a file of weights'}`;
}

/** All packs in the models folders, by name; where two have one name, the first folder's. A single file is called as it is without its ending. */
export async function listPacks(): Promise<FoundPack[]> {
  const packs = new Map<string, FoundPack>();
  const seen = new Set<string>();
  for (const models of modelFolders()) {
    const entries = await namesIn(models);
    const beside = entries.filter(isModelFile).map(folderBeside);
    // A file's own configuration files lie in the folder of its name.
    for (const entry of entries.filter((name) => !beside.includes(name) && name !== loraFolder)) {
      const dir = join(models, entry);
      const file = isModelFile(entry);
      const name = file ? folderBeside(entry) : entry;
      if (packs.has(name) || !(file || (await isPack(dir)))) continue;
      const real = await realpath(dir);
      if (seen.has(real)) continue;
      seen.add(real);
      packs.set(name, { name, dir });
    }
  }
  return [...packs.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether something looks as if it was meant as a model: then opening it says what it is. */
async function isPack(path: string): Promise<boolean> {
  if (await isFile(path)) return isModelFile(path);
  const dir = await snapshotOf(path);
  for (const sign of ['unet/config.json', 'transformer/config.json', 'model_index.json'])
    if (await isFile(join(dir, sign))) return true;
  return (await namesIn(dir)).some((name) => extname(name) === '.safetensors' || extname(name) === '.ckpt');
}

import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { CheckpointError } from '../errors.js';
import { loraName, withLoras } from './lora.js';
import type { Pack } from './pack.js';
import { modelFolders, namesIn } from './paths.js';

/** A LoRA that can be named: `file` is its absolute path. */
export interface FoundLora {
  readonly name: string;
  readonly file: string;
}

/** Of a models folder: LoRAs for any of its packs, as .safetensors files. */
export const loraFolder = 'loras';

/** All LoRAs in the models folders' `loras/`, by name; where two have one name, the first folder's. */
export async function listLoras(): Promise<FoundLora[]> {
  const found = new Map<string, FoundLora>();
  for (const models of modelFolders())
    for (const entry of await namesIn(join(models, loraFolder))) {
      const name = loraName(entry);
      if (extname(entry).toLowerCase() !== '.safetensors' || found.has(name)) continue;
      found.set(name, { name, file: join(models, loraFolder, entry) });
    }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of those that a pack can be painted with: they change modules that it has, and nothing else. */
export async function fittingLoras(pack: Pack): Promise<string[]> {
  const names: string[] = [];
  for (const { name, file } of await listLoras()) {
    try {
      await withLoras(pack, [{ file }]);
      names.push(name);
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
    }
  }
  return names;
}

/** Changes when one of them may have: names, sizes and times; contents are not read. */
export async function lorasSignature(): Promise<string> {
  const hash = createHash('sha256');
  for (const { file } of await listLoras()) hash.update(`${await fileSignature(file)}\n`);
  return hash.digest('hex');
}

/** Of one file; without a size where it is not there. */
export async function fileSignature(file: string): Promise<string> {
  const { size, mtimeMs } = (await stat(file).catch(() => undefined)) ?? {};
  return `${file} ${size} ${mtimeMs}`;
}

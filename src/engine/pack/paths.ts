import { readdir, readFile, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where packs are looked for, and added to the first of: AESTHETE_MODELS (a list, like PATH), `models/` here, `models/` of the installation. */
export function modelFolders(): string[] {
  const named = (process.env['AESTHETE_MODELS'] ?? '').split(delimiter).filter((folder) => folder !== '');
  // src/engine/pack and dist/engine/pack lie equally deep.
  const installed = fileURLToPath(new URL('../../../models', import.meta.url));
  return [...named, 'models', installed].map((folder) => resolve(folder));
}

/** Hugging Face's cache keeps a repository as `models--owner--name/snapshots/COMMIT`: the newest commit's folder; any other folder is itself. */
export async function snapshotOf(folder: string): Promise<string> {
  const commits = await namesIn(join(folder, 'snapshots'));
  if (commits.length === 0) return folder;
  const main = await readFile(join(folder, 'refs', 'main'), 'utf8').catch(() => '');
  const commit = commits.find((name) => name === main.trim()) ?? commits[0];
  return join(folder, 'snapshots', commit);
}

/** Names in a folder, sorted, hidden ones left out; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => !name.startsWith('.')).sort();
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

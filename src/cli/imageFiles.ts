import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { imageExtensions, UserError } from '../engine/index.js';
import { UsageError } from './usageError.js';

/**
 * The image files that arguments name: a file, `-` (standard input), a folder (its images, but hidden ones, and not those of its folders) or a pattern with * and ?
 * that the shell has left alone. In the order given, each folder's by name. Throws UserError where one names nothing.
 */
export async function imageFiles(names: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  if (names.filter((name) => name === '-').length > 1) throw new UsageError('- can be read once');
  for (const name of names) files.push(...(await filesOf(name)));
  return files;
}

async function filesOf(name: string): Promise<string[]> {
  if (name === '-') return [name];
  const entry = await stat(name).catch(() => undefined);
  if (entry?.isDirectory() === true) {
    // macOS leaves `._a.jpg` beside `a.jpg` on disks of others: hidden, and no image.
    const visible = (await readdir(name)).filter((file) => !file.startsWith('.')).sort();
    const images = await onlyFiles(
      visible.filter((file) => imageExtensions.includes(extname(file).toLowerCase())),
      name,
    );
    if (images.length === 0) throw new UserError(`${name} holds no images (${imageExtensions.join(' ')})`);
    return images;
  }
  if (entry !== undefined) return [name];
  const matches = /[*?]/.test(name) ? await matching(name) : [];
  if (matches.length === 0) throw new UserError(`there is no image ${name}`);
  return matches;
}

/** Node 20 has no glob of its own; `*` and `?` in names of files and folders are enough where a shell expands the rest. */
async function matching(pattern: string): Promise<string[]> {
  const [first = '', ...rest] = pattern.split(/[/\\]/);
  let paths = [first === '' ? '/' : ''];
  for (const part of first === '' ? rest : [first, ...rest]) {
    const next: string[] = [];
    for (const path of paths) {
      if (!/[*?]/.test(part)) next.push(join(path, part));
      else {
        const form = new RegExp(
          `^${part
            .replaceAll(/[.+^${}()|[\]]/g, '\\$&')
            .replaceAll('*', '.*')
            .replaceAll('?', '.')}$`,
        );
        const entries = await readdir(path === '' ? '.' : path).catch(() => []);
        next.push(
          ...entries.filter((entry) => !entry.startsWith('.') && form.test(entry)).map((entry) => join(path, entry)),
        );
      }
    }
    paths = next;
  }
  return onlyFiles(paths.sort());
}

/** Those of the names, in a folder, that are files; as paths. */
async function onlyFiles(names: readonly string[], folder = ''): Promise<string[]> {
  const files: string[] = [];
  for (const path of names.map((name) => join(folder, name)))
    if ((await stat(path).catch(() => undefined))?.isFile() === true) files.push(path);
  return files;
}

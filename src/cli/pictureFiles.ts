import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { UserError } from '../engine/index.js';
import { graphemes } from '../text/clean.js';
import { UsageError } from './usageError.js';

const maxVersions = 99;

/**
 * Writes pictures and gives their paths. `out` is a .png file, which is replaced, or a folder; without it the working
 * folder. There, files are named `name`, and nobody's file is replaced: where one of that name has other contents, a version is added.
 * Several pictures are numbered -1, -2, …. Throws UserError where `out` has another extension.
 */
export async function writePictures(pngs: readonly Uint8Array[], name: string, out?: string): Promise<string[]> {
  await checkOut(out);
  if (out !== undefined && !(await isFolder(out))) {
    return write(pngs, numbered(out.slice(0, -'.png'.length), pngs.length));
  }
  for (let version = 1; version <= maxVersions; version++) {
    const base = join(out ?? '', version === 1 ? name : `${name}-v${version}`);
    const files = numbered(base, pngs.length);
    const free = await Promise.all(files.map((file, i) => isFreeFor(file, pngs[i])));
    if (free.every(Boolean)) return write(pngs, files);
  }
  throw new UserError(
    `${join(out ?? '', name)}.png and its versions up to ${maxVersions} are taken; name another file with --out`,
  );
}

/** What `writePictures` would refuse, before anything is painted. Throws UserError where `out` is neither .png nor a folder. */
export async function checkOut(out: string | undefined): Promise<void> {
  if (out === undefined || extname(out).toLowerCase() === '.png' || (await isFolder(out))) return;
  throw new UsageError(`--out ${out}: pictures are written as .png`);
}

/** Bytes of UTF-8. File systems take names of 255, and number and extension come behind. */
const slugBytes = 144;
const slugCharacters = 48;

/** `a castle, at night!` → `a-castle-at-night`, of at most 48 characters as readers count them, none cut in two; for file names. */
export function slug(text: string): string {
  // Vowel signs are marks, and joiners decide how letters are drawn: without them, words of Hindi or Persian are others.
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200c\u200d]*/gu) ?? [];
  let name = '';
  for (const character of graphemes(words.join('-')).slice(0, slugCharacters)) {
    if (Buffer.byteLength(name + character) > slugBytes) break;
    name += character;
  }
  name = name.replace(/-$/, '');
  return name === '' ? 'picture' : name;
}

function numbered(base: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${base}${count === 1 ? '' : `-${i + 1}`}.png`);
}

async function write(pngs: readonly Uint8Array[], files: readonly string[]): Promise<string[]> {
  for (const [i, file] of files.entries()) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, pngs[i]);
  }
  return [...files];
}

/** The same seed gives the same bytes, so that painting again may well meet its own file. */
async function isFreeFor(file: string, png: Uint8Array): Promise<boolean> {
  const there = await readFile(file).catch(() => undefined);
  return there === undefined || there.equals(png);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => /[/\\]$/.test(path),
  );
}

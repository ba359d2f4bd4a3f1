import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { UserError } from '../engine/index.js';
import { graphemes } from '../text/clean.js';
import type { Output } from './output.js';
import { UsageError } from './usageError.js';

const maxVersions = 99;

/** Where pictures go. */
export interface PicturePlace {
  /** A .png file, a folder, or `-` for stdout; without it the working folder. */
  readonly out?: string;
  /** Of files in a folder, without ending. */
  readonly name: string;
  /** Replaces what is there. */
  readonly force?: boolean;
  /** Of several pictures, counted from 1. */
  readonly number?: number;
}

/**
 * Writes a picture and gives its path. Nobody's file is replaced but by `force`: a file that `out` names is refused where it is there, and in a folder a version is
 * added where one of that name has other contents, which is said. The same picture takes its file again. @throws UserError
 */
export async function writePicture(png: Uint8Array, place: PicturePlace, output: Output): Promise<string> {
  const { out, name, force = false, number } = place;
  if (out === '-') {
    output.takeStdout().write(png);
    return '-';
  }
  const ending = number === undefined ? '' : `-${number}`;
  if (out !== undefined && !(await isFolder(out))) {
    return write(png, `${out.slice(0, -'.png'.length)}${ending}.png`, force);
  }
  const wanted = join(out ?? '', `${name}${ending}.png`);
  for (let version = 1; version <= maxVersions; version++) {
    const file = version === 1 ? wanted : join(out ?? '', `${name}${ending}-v${version}.png`);
    const there = await readFile(file).catch(() => undefined);
    // The same seed gives the same bytes, so that painting again may well meet its own file.
    if (there?.equals(png) === true) return file;
    if (there !== undefined && !force) continue;
    if (version > 1) output.notes([`${wanted} is another picture: this one is ${file} (--force replaces)`]);
    return write(png, file, force);
  }
  throw new UserError(`${wanted} and its versions up to ${maxVersions} are taken; name another file with --out`);
}

/**
 * What `writePicture` would refuse, before anything is painted.
 * @throws UsageError where `out` is neither .png, a folder nor -, or - gets several; UserError where a file is there
 */
export async function checkOut({ out, force = false, count = 1 }: OutCheck, output: Output): Promise<void> {
  if (out === undefined) return;
  if (out === '-') {
    if (count > 1) throw new UsageError('--out - takes one picture: leave out --count, or name a file');
    takeStdout('a picture', 'picture.png', output);
    return;
  }
  if (await isFolder(out)) return;
  if (extname(out).toLowerCase() !== '.png') throw new UsageError(`--out ${out}: pictures are written as .png`);
  const base = out.slice(0, -'.png'.length);
  const files = count === 1 ? [out] : Array.from({ length: count }, (_, i) => `${base}-${i + 1}.png`);
  for (const file of files) await refuseExisting(file, force);
}

interface OutCheck {
  readonly out?: string | undefined;
  readonly force?: boolean;
  readonly count?: number;
}

/**
 * Keeps stdout for the bytes of `--out -`, before anything is computed. `what`: what they are; `file`: like the one that it could go to.
 * @throws UsageError with --json, and on a terminal
 */
export function takeStdout(what: string, file: string, output: Output): void {
  if (output.forPrograms) throw new UsageError('--out - and --json both write on stdout: name a file');
  if (output.streams.stdout.isTTY === true)
    throw new UsageError(`--out - writes ${what}, which a terminal does not show: redirect it (> ${file})`);
  output.takeStdout();
}

/** @throws UserError where the file is there, unless with `force` */
export async function refuseExisting(file: string, force: boolean): Promise<void> {
  if (!force && (await stat(file).catch(() => undefined)) !== undefined)
    throw new UserError(`${file} is there already: --force replaces it`);
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

async function write(png: Uint8Array, file: string, force: boolean): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  if (!force) await refuseExisting(file, force);
  await writeFile(file, png, { flag: force ? 'w' : 'wx' });
  return file;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => /[/\\]$/.test(path),
  );
}

import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { findPack, openPack, readAesthetic, UserError } from '../engine/index.js';
import type { Aesthetic, AestheticKind, AestheticTarget, Pack } from '../engine/index.js';
import { nearest } from './nearest.js';

export interface ChosenAesthetic {
  readonly name: string;
  readonly aesthetic: Aesthetic;
  /** The same, as a request takes it. */
  readonly target: AestheticTarget;
  /** The CLIP of the pack whose own it is, whether or not its file says so; absent for any other file. */
  readonly clip?: Pack['clip'];
  /** What whoever asked should know about it. */
  readonly notices: readonly string[];
}

const extensions = ['.safetensors', '.pt'];

/**
 * The aesthetic that `--aesthetic` names: a file, or one of the pack's own. `kind` is for files that do not say theirs.
 * Throws UserError: no such file, no such name (the nearest are suggested), a file of another kind; CheckpointError for a damaged one.
 */
export async function chooseAesthetic(
  fileOrName: string,
  pack: string | undefined,
  kind?: AestheticKind,
): Promise<ChosenAesthetic> {
  const entry = await stat(fileOrName).catch(() => undefined);
  if (entry?.isFile() === true) return fromFile(fileOrName, kind);
  if (extensions.includes(extname(fileOrName))) throw new UserError(`there is no file ${fileOrName}`);
  const opened = await openPack(await findPack(pack));
  const found = await packAesthetic(fileOrName, opened);
  if (found) return found;
  const { name, aesthetics } = opened.settings;
  throw new UserError(unknown(fileOrName, name, aesthetics));
}

/** A pack's own aesthetic of this name; undefined where it has none. @throws CheckpointError for a damaged file */
export async function packAesthetic(name: string, { settings, clip }: Pack): Promise<ChosenAesthetic | undefined> {
  const ready = settings.aesthetics.find((one) => one.name === name);
  if (ready === undefined) return undefined;
  const read = readAesthetic(await readFile(ready.file), ready.file);
  return { ...chosen({ ...read, kind: ready.kind, name: ready.name }, []), clip };
}

async function fromFile(file: string, kind: AestheticKind | undefined): Promise<ChosenAesthetic> {
  const aesthetic = readAesthetic(await readFile(file), file);
  const { clipId, vector } = aesthetic;
  const saysKind = extname(file).toLowerCase() !== '.pt';
  if (saysKind && kind !== undefined && kind !== aesthetic.kind) {
    throw new UserError(`${file} says that it is a ${aesthetic.kind}: --kind ${kind} is for files that do not say`);
  }
  const notices: string[] = [];
  if (!saysKind && kind === undefined) {
    notices.push(`${file} does not say its kind and is taken for a mean; --kind contrast says otherwise`);
  }
  if (clipId === undefined) {
    notices.push(`${file} does not say which CLIP it was made with; it is taken by its length, ${vector.length}`);
  }
  return chosen({ ...aesthetic, kind: kind ?? aesthetic.kind }, notices);
}

function chosen(aesthetic: Aesthetic, notices: readonly string[]): ChosenAesthetic {
  return { name: aesthetic.name, aesthetic, target: target(aesthetic), notices };
}

function target({ vector, kind, clipId, name, second }: Aesthetic): AestheticTarget {
  return {
    vector,
    kind,
    label: name,
    ...(clipId !== undefined && { clipId }),
    ...(second && { second: second.vector }),
    ...(second?.clipId !== undefined && { secondClipId: second.clipId }),
  };
}

function unknown(name: string, pack: string, ready: readonly { readonly name: string }[]): string {
  const names = ready.map((one) => one.name);
  const near = nearest(name, names);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : names.length > 0
        ? `it has ${names.join(', ')}`
        : 'it has none of its own: give a file';
  return `the pack ${pack} has no aesthetic ${name}, and there is no such file; ${hint}`;
}

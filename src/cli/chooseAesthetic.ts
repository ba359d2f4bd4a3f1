import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { clipId, findPack, openPack, readAesthetic, UserError } from '../engine/index.js';
import type { Aesthetic, AestheticKind, AestheticTarget } from '../engine/index.js';
import { nearest } from './nearest.js';

export interface ChosenAesthetic {
  readonly name: string;
  readonly aesthetic: Aesthetic;
  /** The same, as a request takes it. */
  readonly target: AestheticTarget;
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
  const found = await packAesthetic(fileOrName, pack);
  if (found) return found;
  const { settings } = await openPack(await findPack(pack));
  throw new UserError(unknown(fileOrName, settings.name, settings.aesthetics));
}

/** A pack's own aesthetic of this name; undefined where it has none. @throws CheckpointError for a damaged file */
export async function packAesthetic(name: string, pack: string | undefined): Promise<ChosenAesthetic | undefined> {
  const { settings, clip } = await openPack(await findPack(pack));
  const ready = settings.aesthetics.find((one) => one.name === name);
  if (ready === undefined) return undefined;
  const read = readAesthetic(await readFile(ready.file), ready.file);
  // A pack's own is of its CLIP, whether or not the file says so.
  return chosen({ clipId: await clipId(clip.checkpoint), ...read, kind: ready.kind, name: ready.name }, []);
}

async function fromFile(file: string, kind: AestheticKind | undefined): Promise<ChosenAesthetic> {
  const aesthetic = readAesthetic(await readFile(file), file);
  const { clipId: madeWith, vector } = aesthetic;
  const saysKind = extname(file).toLowerCase() !== '.pt';
  if (saysKind && kind !== undefined && kind !== aesthetic.kind) {
    throw new UserError(`${file} says that it is a ${aesthetic.kind}: --kind ${kind} is for files that do not say`);
  }
  const notices: string[] = [];
  if (!saysKind && kind === undefined) {
    notices.push(`${file} does not say its kind and is taken for a mean; --kind contrast says otherwise`);
  }
  if (madeWith === undefined) {
    notices.push(`${file} does not say which CLIP it was made with; it is taken by its length, ${vector.length}`);
  }
  return chosen({ ...aesthetic, kind: kind ?? aesthetic.kind }, notices);
}

function chosen(aesthetic: Aesthetic, notices: readonly string[]): ChosenAesthetic {
  return { name: aesthetic.name, aesthetic, target: target(aesthetic), notices };
}

function target({ vector, kind, clipId: madeWith, name, second }: Aesthetic): AestheticTarget {
  return {
    vector,
    kind,
    label: name,
    ...(madeWith !== undefined && { clipId: madeWith }),
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

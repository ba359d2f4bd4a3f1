import { readFile } from 'node:fs/promises';
import { parse } from 'node:path';
import {
  findPack,
  int8Standing,
  listLoras,
  listPacks,
  openPack,
  parseParameters,
  readPngText,
  repaintRequest,
  UserError,
} from '../engine/index.js';
import type { ImagineRequest, LoraRequest, Pack, ParsedParameters, Precision } from '../engine/index.js';
import { packAesthetic } from './chooseAesthetic.js';
import type { ChosenAesthetic } from './chooseAesthetic.js';
import { missingParameters } from './inspect/picture.js';
import type { Output } from './output.js';
import { standardInput } from './standardInput.js';

/** What `--from` takes over from a picture. */
export interface PictureRecipe {
  readonly request: ImagineRequest;
  /** By which it can be found here. */
  readonly pack?: string;
  readonly precision?: Precision;
  readonly loras: readonly LoraRequest[];
  readonly aesthetic?: ChosenAesthetic;
  readonly start?: { readonly sha256: string; readonly keep: number };
  /** How many times larger the file is than it was painted. */
  readonly upscale: number;
  readonly notices: readonly string[];
}

/** What the command line gives in place of what the picture says. */
export interface Given {
  readonly pack?: string | undefined;
  /** The pack for a picture that names none. */
  readonly otherwise?: string | undefined;
  readonly aesthetic?: unknown;
  readonly lora?: unknown;
  readonly image?: unknown;
}

/**
 * Reads how a picture was painted, from the parameters in its PNG, and finds here what they name. `file`: a path, or `-` for standard input.
 * @throws UserError where the picture does not say, or something that it needs is not here and not given
 */
export async function readPictureRecipe(file: string, given: Given, output: Output): Promise<PictureRecipe> {
  const texts = readPngText(file === '-' ? await standardInput(output) : await read(file));
  if (!('parameters' in texts)) throw new UserError(missingParameters(texts));
  const parsed = parseParameters(texts.parameters);
  const { pack: packName, aesthetic, start, precision } = parsed.recipe;
  const pack = given.pack ?? (await packCalled(packName)) ?? given.otherwise;
  const opened = await openPack(await findPack(pack));
  const { upscale, unread } = enlargement(parsed.extra);
  if (start && given.image === undefined)
    throw new UserError(
      'the picture was painted from another one, which its recipe does not hold: give it with --image',
    );
  return {
    request: repaintRequest(parsed),
    ...(pack !== undefined && { pack }),
    // Without it, a pack that is proved in 8 bits would be painted in them.
    ...(precision === undefined
      ? (await int8Standing(opened)) === 'proved' && { precision: 'fp32' as const }
      : { precision }),
    loras: given.lora === undefined ? await lorasOf(parsed.recipe, opened.settings.loras) : [],
    ...(aesthetic !== undefined &&
      given.aesthetic === undefined && { aesthetic: await aestheticOf(aesthetic, opened) }),
    ...(start && { start }),
    upscale,
    notices: unread.length === 0 ? [] : [`what the picture says beside that is not known here: ${unread.join(', ')}`],
  };
}

async function read(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: unknown) => {
    throw new UserError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
}

/** By name alone: a stranger's picture opens no folder. */
async function packCalled(name: string | undefined): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const packs = await listPacks();
  if (packs.some((one) => one.name === name)) return name;
  throw new UserError(`the picture was painted with the model ${name}, which is not here: name one with --pack`);
}

async function aestheticOf(name: string, pack: Pack): Promise<ChosenAesthetic> {
  const found = await packAesthetic(name, pack);
  if (found) return found;
  throw new UserError(
    `the picture was painted with the aesthetic ${name}, which is none of the pack's own: give its file with --aesthetic`,
  );
}

/** Those beside the pack's own. */
async function lorasOf(
  { loras = [] }: ParsedParameters['recipe'],
  own: readonly LoraRequest[],
): Promise<readonly LoraRequest[]> {
  const here = await listLoras();
  const others = loras.filter(({ name }) => !own.some(({ file }) => parse(file).name === name));
  return others.map(({ name, scale }) => {
    const found = here.find((one) => one.name === name);
    if (found) return { file: found.file, scale };
    throw new UserError(
      `the picture was painted with the LoRA ${name} × ${scale}, which is not in models/loras: give its file with --lora FILE:${scale}`,
    );
  });
}

/** By our own words for it (`enlargedParameters`); and the names of all other fields. */
function enlargement(extra: ParsedParameters['extra']): { readonly upscale: number; readonly unread: string[] } {
  const { 'Postprocess upscale by': by = '', 'Postprocess upscaler': filter, ...others } = extra;
  const isOurs = filter === 'Lanczos' && /^[1-4]$/.test(by);
  return { upscale: isOurs ? Number(by) : 1, unread: Object.keys(isOurs ? others : extra) };
}

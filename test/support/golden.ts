import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openSafetensors, readTensor } from '../../src/engine/weights/safetensors.js';

/** Where the golden cases lie (golden set README), and the pictures and vocabulary that they name. */
export const goldenDir = process.env['GOLDEN_DIR'] ?? 'test/golden';
export const goldenData = process.env['GOLDEN_DATA'] ?? 'test/data';
/** Further cases (golden set README, `more/`), and checkpoints in one file (`single/`). */
export const goldenMoreDir = process.env['GOLDEN_MORE_DIR'] ?? join('test/golden', 'more');
export const goldenSingle = process.env['GOLDEN_SINGLE_DIR'] ?? join(goldenMoreDir, '..', 'single');

/** The folder of a golden model, of either set. */
export async function goldenModel(name: string): Promise<string> {
  for (const dir of [goldenDir, goldenMoreDir]) {
    const folder = join(dir, 'models', name);
    if ((await stat(folder).catch(() => undefined))?.isDirectory()) return folder;
  }
  throw new Error(`there is no models/${name} in ${goldenDir} or ${goldenMoreDir}`);
}

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}
export interface GoldenCase {
  readonly tensors: ReadonlyMap<string, GoldenTensor>;
  /** The JSON beside the tensors; empty where there is none. */
  readonly meta: JsonObject;
}

/** Kinds of cases that have a folder of their own: where, and their files' names without ending. */
const ownFolder = { randn: /^\d+$/, schedulers: /./, preprocess: /./ } as const;
/** Kinds of cases that every pack's folder may have, by their files' names without ending. */
const inPackFolder = {
  tokens: /^tokens$/,
  text: /^text$/,
  vision: /^vision$/,
  personalise: /^personalise\./,
  strength: /^strength\./,
  unet: /^unet$/,
  vae: /^vae$/,
  pipeline: /^pipeline\./,
  imagine: /^imagine\./,
} as const;
type OwnFolderKind = keyof typeof ownFolder;
export type GoldenKind = OwnFolderKind | keyof typeof inPackFolder;
export const goldenKinds = [...Object.keys(ownFolder), ...Object.keys(inPackFolder)] as readonly GoldenKind[];

/** A set of cases. `packs`: the packs that must have cases of every kind, and then every kind must be there; absent: whatever lies there. */
export interface GoldenSet {
  readonly dir: string;
  readonly packs?: readonly string[];
}
const thisSet: GoldenSet = {
  dir: goldenDir,
  ...(process.env['GOLDEN_DIR'] === undefined && { packs: ['lcm', 'sd1', 'sd2'] }),
};

/**
 * The cases of one kind: their paths below the set's folder, without ending, sorted.
 * @throws Error where the set must have cases and has none, or has an empty folder for them: they would vanish without a word
 */
export async function goldenCases(kind: GoldenKind, { dir, packs }: GoldenSet = thisSet): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== 'models').map(({ name }) => name);
  const own = isOwnFolder(kind);
  const possible = own ? folders.filter((name) => name === kind) : folders.filter((name) => !isOwnFolder(name));
  const pattern = own ? ownFolder[kind] : inPackFolder[kind];
  const ending = kind === 'tokens' ? '.json' : '.safetensors';
  const cases: string[] = [];
  const empty: string[] = [];
  for (const folder of possible) {
    const files = await readdir(join(dir, folder));
    if (files.length === 0) empty.push(folder);
    const names = files.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
    cases.push(...names.filter((name) => pattern.test(name)).map((name) => `${folder}/${name}`));
  }
  const required = packs === undefined ? empty : own ? [kind] : packs;
  const lacking = required.filter((folder) => !cases.some((path) => path.startsWith(`${folder}/`)));
  if (lacking.length > 0) throw new Error(`there are no golden cases "${kind}" in ${dir}/{${lacking.join(',')}}`);
  return cases.sort();
}

function isOwnFolder(name: string): name is OwnFolderKind {
  return Object.hasOwn(ownFolder, name);
}

/** Kinds of those cases: the folder, and the files' names without ending. */
const moreKinds = {
  long: { folder: 'sd1', name: /^long\./ },
  longPersonalise: { folder: 'sd1', name: /^long_personalise\./ },
  longPipeline: { folder: 'sd1', name: /^long_pipeline\./ },
  clipSkip: { folder: 'sd1', name: /^clip_skip\./ },
  img2img: { folder: 'img2img', name: /^pipeline\./ },
  guidedGradient: { folder: 'guided', name: /^gradient\./ },
  guidedPipeline: { folder: 'guided', name: /^pipeline\./ },
  lora: { folder: 'lora', name: /^pipeline\./ },
  xlTokens: { folder: 'sdxl', name: /^tokens_2$/ },
  xlText: { folder: 'sdxl', name: /^text$/ },
  xlUnet: { folder: 'sdxl', name: /^unet$/ },
  xlPersonalise: { folder: 'sdxl', name: /^personalise\./ },
  xlPipeline: { folder: 'sdxl', name: /^pipeline\./ },
  xlImagine: { folder: 'sdxl', name: /^imagine\./ },
} as const;

/** The cases of one kind: paths below `goldenMoreDir`, without ending, sorted. @throws Error where there are none: they would vanish without a word */
export async function goldenMoreCases(kind: keyof typeof moreKinds): Promise<string[]> {
  const { folder, name } = moreKinds[kind];
  // Some cases are JSON alone, others tensors alone.
  const files = (await readdir(join(goldenMoreDir, folder))).filter((file) => /\.(json|safetensors)$/.test(file));
  const bases = new Set(files.map((file) => file.replace(/\.(json|safetensors)$/, '')));
  const cases = [...bases].filter((file) => name.test(file));
  if (cases.length === 0) throw new Error(`there are no golden cases "${kind}" in ${goldenMoreDir}/${folder}`);
  return cases.map((file) => `${folder}/${file}`).sort();
}

/** JSON as Python writes it: `-Infinity` is a number there. */
function parsePythonJson(text: string): JsonObject {
  return JSON.parse(text.replaceAll(/(?<=[:[,]\s*)(-?)Infinity/g, '$11e999')) as JsonObject;
}

/** One golden case by its path below `dir`, without suffix. */
export async function loadCase(path: string, dir = goldenDir): Promise<GoldenCase> {
  const base = join(dir, path);
  const file = await openSafetensors(`${base}.safetensors`);
  const tensors = new Map<string, GoldenTensor>();
  for (const [name, stored] of file.tensors) tensors.set(name, { shape: stored.shape, data: await readTensor(stored) });
  const text = await readFile(`${base}.json`, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  });
  return { tensors, meta: parsePythonJson(text) };
}

/** The tensor, or an error that names what the case has. */
export function tensorOf(golden: GoldenCase, name: string): GoldenTensor {
  const tensor = golden.tensors.get(name);
  if (!tensor) throw new Error(`no tensor ${name} among ${[...golden.tensors.keys()].join(', ')}`);
  return tensor;
}

/** Largest absolute difference over the expected tensor's largest absolute value, and where it is. */
export function relativeError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): { error: number; index: number } {
  if (actual.length !== expected.length) {
    throw new Error(`${actual.length} values, expected ${expected.length}`);
  }
  let scale = 0;
  let worst = 0;
  let index = 0;
  for (let i = 0; i < expected.length; i++) {
    scale = Math.max(scale, Math.abs(expected[i]));
    const difference = Math.abs(actual[i] - expected[i]);
    // Written so that a NaN is the worst of all.
    if (!(difference <= worst)) {
      worst = difference;
      index = i;
      if (Number.isNaN(difference)) break;
    }
  }
  return { error: worst === 0 ? 0 : worst / scale, index };
}

/** Throws unless every value is within `tolerance` × the largest absolute value expected. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = 'tensor',
): void {
  const { error, index } = relativeError(actual, expected);
  if (!(error <= tolerance)) {
    throw new Error(
      `${what}: relative error ${error.toExponential(2)} > ${tolerance} at [${index}]: ${actual[index]}, expected ${expected[index]}`,
    );
  }
}

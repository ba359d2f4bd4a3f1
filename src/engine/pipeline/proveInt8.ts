import { cosine } from '../aesthetic/embedding.js';
import { CancelledError } from '../errors.js';
import { toRgb } from '../image/toRgb.js';
import type { Pack } from '../pack/pack.js';
import type { PackSettings } from '../pack/settings.js';
import { chooseDevice } from '../runtime/device.js';
import type { Recipe } from '../types.js';
import { createConditioner } from './conditioning.js';
import type { Conditioning } from './conditioning.js';
import { embedRgb } from './embedImage.js';
import { generateImages } from './generate.js';
import type { GeneratedImage } from './generate.js';
import { int8Limits, int8Verdict, readInt8Proof, writeInt8Proof } from './int8Proof.js';
import type { Int8Proof } from './int8Proof.js';
import { openModels } from './models.js';
import type { Models, WithSession } from './models.js';
import { completeRequest } from './request.js';

export interface ProveOptions {
  readonly signal?: AbortSignal;
  /** Before each pair, and at the end. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Where the proof is kept. */
  readonly cacheDir?: string;
}

/** Pairs in which each step is computed both ways. */
const withErrors = 3;

/**
 * Paints pairs of a pack's own pictures, in fp32 and with the U-Net in 8 bits, by the pack's defaults, and keeps how alike they are: the proof
 * that precision `auto` asks for. It takes as long as about a hundred pictures; what is done is kept, and another call goes on
 * from there. It ends early where 8 bits fail. Blocks the thread, step by step.
 * @throws UserError where this machine does not compute in 8 bits, CancelledError between two pairs
 */
export async function proveInt8(pack: Pack, options: ProveOptions = {}): Promise<Int8Proof> {
  const { signal, onProgress, cacheDir } = options;
  const models = await openModels(pack, await chooseDevice('cpu', 'int8'));
  try {
    const condition = createConditioner(models);
    const prompts = proofPrompts(pack.settings);
    let proof = await readInt8Proof(pack, cacheDir);
    while (int8Verdict(proof) === 'unproved') {
      const before = proof ?? { errors: { early: 0, middle: 0, late: 0 }, cosines: [] };
      const i = before.cosines.length;
      onProgress?.(i, int8Limits.pairs);
      if (signal?.aborted) throw new CancelledError(`cancelled after ${i} of ${int8Limits.pairs} pairs`);
      const recipe = completeRequest({ prompt: prompts[i % prompts.length], seed: i }, pack, '');
      const conditioning = await condition(recipe, undefined);
      proof = await paintPair(models, recipe, conditioning, before, i < withErrors);
      await writeInt8Proof(pack, proof, cacheDir);
    }
    onProgress?.(int8Limits.pairs, int8Limits.pairs);
    return proof!;
  } finally {
    await models.close();
  }
}

async function paintPair(
  models: Models,
  recipe: Recipe,
  conditioning: Conditioning,
  { errors: worst, cosines }: Int8Proof,
  measureErrors: boolean,
): Promise<Int8Proof> {
  const { errors, image: exact } = measureErrors
    ? await predictionErrors(models, recipe, conditioning)
    : { errors: [], image: await paintWith(models, models.unet({ precision: 'fp32' }), recipe, conditioning) };
  const [early, middle, late] = [0, errors.length >> 1, -1].map((step) => errors.at(step) ?? 0);
  const small = await paintWith(models, models.unet(), recipe, conditioning);
  const [a, b] = [await embeddingOf(models, recipe, exact), await embeddingOf(models, recipe, small)];
  return {
    errors: {
      early: Math.max(worst.early, early),
      middle: Math.max(worst.middle, middle),
      late: Math.max(worst.late, late),
    },
    cosines: [...cosines, cosine(a, b)],
  };
}

/**
 * How far the U-Net's prediction in 8 bits lies from that in fp32, at every step of a picture that fp32 paints: the norm of the difference over
 * that of fp32's; and that picture.
 */
export async function predictionErrors(
  models: Models,
  recipe: Recipe,
  conditioning: Pick<Conditioning, 'states' | 'negative' | 'embeddings'>,
): Promise<{ readonly errors: readonly number[]; readonly image: GeneratedImage }> {
  const errors: number[] = [];
  const both: WithSession = (use) =>
    models.unet({ precision: 'fp32' })((exact) =>
      models.unet()((small) =>
        use({
          run: async (feeds) => {
            const [expected, actual] = [await exact.run(feeds), await small.run(feeds)];
            errors.push(distance(actual.sample.data as Float32Array, expected.sample.data as Float32Array));
            return expected;
          },
          release: () => Promise.resolve(),
        }),
      ),
    );
  const image = await paintWith(models, both, recipe, conditioning);
  return { errors, image };
}

async function paintWith(
  models: Models,
  unet: WithSession,
  recipe: Recipe,
  conditioning: Pick<Conditioning, 'states' | 'negative' | 'embeddings'>,
): Promise<GeneratedImage> {
  return (await generateImages({ ...models, unet: () => unet }, recipe, conditioning)).images[0];
}

function embeddingOf(models: Models, { width, height }: Recipe, { pixels }: GeneratedImage): Promise<Float32Array> {
  return embedRgb(models, { rgb: toRgb(pixels), width, height });
}

/** Norm of a difference over the norm of what is expected. */
function distance(actual: Float32Array, expected: Float32Array): number {
  const squares = (of: (i: number) => number): number => expected.reduce((sum, _, i) => sum + of(i) ** 2, 0);
  return Math.sqrt(squares((i) => actual[i] - expected[i]) / squares((i) => expected[i]));
}

/** What published models are asked for most: things, places and people, in looks that differ. */
const subjects = [
  'a castle on a hill',
  'a portrait of an old woman',
  'a red fox in the snow',
  'a street market at night',
  'a bowl of fruit on a table',
  'a sailing ship in a storm',
  'a knight in armour',
  'a mountain lake at dawn',
  'a cat asleep on a chair',
  'an astronaut in a desert',
  'a vase of flowers',
  'a steam train on a bridge',
] as const;
const looks = ['a photo of', 'an oil painting of', 'a pencil drawing of', 'a flat illustration of'] as const;

/** 48, of subjects that the pack knows where it says so. */
function proofPrompts({ knows }: PackSettings): readonly string[] {
  if (knows.length === 0) return subjects.flatMap((subject) => looks.map((look) => `${look} ${subject}`));
  return Array.from({ length: int8Limits.pairs }, (_, i) => knows[Math.floor((i * knows.length) / int8Limits.pairs)]);
}

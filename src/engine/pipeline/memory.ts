import { UserError } from '../errors.js';
import type { VaeConfig } from '../models/vaeConfig.js';
import type { Pack } from '../pack/pack.js';
import type { TinyVae } from '../pack/tinyVae.js';
import { machineMemory } from '../runtime/machineMemory.js';
import type { FloatPrecision, Precision, Recipe } from '../types.js';
import type { StoredTensor } from '../weights/safetensors.js';
import type { Models } from './models.js';
import { quantisedNumbers } from './quantisedUnet.js';
import { vaePrecision } from './vaePrecision.js';

const bytesEach: Readonly<Record<FloatPrecision, number>> = { fp32: 4, fp16: 2 };

/** What the weights of one model take once it is loaded; working memory comes on top. */
export interface ModelMemory {
  readonly model: string;
  readonly precision: Precision;
  readonly bytes: number;
}

/** Nothing is painted with it. */
const secondVision = 'second vision tower';

/** The models of a pack as they are computed with, the U-Net and the VAE in `precision`: known from headers alone. */
export function modelMemory(pack: Pack, precision: Precision): ModelMemory[] {
  const of = (model: string, numbers: number, type: FloatPrecision = 'fp32'): ModelMemory => ({
    model,
    precision: type,
    bytes: numbers * bytesEach[type],
  });
  return [
    of('text encoder', numbersOf(pack.text.tensors)),
    ...(pack.second ? [of('second text encoder', numbersOf(pack.second.encoder.tensors))] : []),
    of('vision tower', numbersOf(pack.clip.tensors, /^vision_model\./)),
    ...(pack.second?.clip ? [of(secondVision, numbersOf(pack.second.clip.tensors, /^vision_model\./))] : []),
    precision === 'int8' ? unetIn8Bits(pack) : of('U-Net', numbersOf(pack.unet.tensors), precision),
    of('VAE', numbersOf(pack.vae.tensors), vaePrecision(pack, precision)),
    ...(pack.tiny ? [of('tiny VAE', numbersOf(pack.tiny.tensors), precision === 'fp16' ? 'fp16' : 'fp32')] : []),
    ...(pack.checker ? [of('safety checker', numbersOf(pack.checker.tensors))] : []),
  ];
}

/** Some of its layers stay in fp32. */
function unetIn8Bits({ unet }: Pack): ModelMemory {
  const small = quantisedNumbers(unet);
  const bytes = small + (numbersOf(unet.tensors) - small) * bytesEach.fp32;
  return { model: 'U-Net', precision: 'int8', bytes };
}

/**
 * Whether the largest of the models that paint can be loaded: its weights as they are computed with, which a session holds at least.
 * A GPU's own memory cannot be asked for; its weights pass through the machine's, so the check holds there too.
 * @param availableBytes what may be taken now: what the system says is available, within the container's limit and the budget
 * @throws UserError naming what is needed and what there is
 */
export function checkMemory(pack: Pack, precision: Precision, availableBytes: number): void {
  for (const { model, precision: type, bytes } of modelMemory(pack, precision)) {
    if (bytes > availableBytes && model !== secondVision)
      throw new UserError(
        `the ${model} of ${pack.settings.name} takes ${gigabytes(bytes)} in ${type}, and ${gigabytes(availableBytes)} of memory are ` +
          'available; close other programs, or take a smaller pack',
      );
  }
}

/** Numbers that are held for each that `decoderNumbers` counts, at most: 1.43 were measured on the demo pack's VAE at 512 × 512. */
const heldEach = 1.5;

/** What CLIP guidance takes beside weights, for what the decoder computed is kept for the way back; in bytes. */
export function guidanceMemory({ vae, tiny }: Pack, { width, height, decoder }: GuidedPicture): number {
  const numbers = decoder === 'tiny' && tiny ? tinyNumbers(tiny.config) : decoderNumbers(vae.config);
  return heldEach * numbers * width * height * bytesEach.fp32;
}

type GuidedPicture = Pick<Recipe, 'width' | 'height' | 'decoder'>;

/**
 * Whether a picture can be guided: its gradients may take more than everything else. Of a GPU's own memory nothing is known.
 * @throws UserError naming what is needed and what there is
 */
export function checkGuidanceMemory(
  { pack, device, budget }: Pick<Models, 'pack' | 'device' | 'budget'>,
  picture: GuidedPicture,
): void {
  const needed = guidanceMemory(pack, picture);
  const most = Math.min(machineMemory().available, budget.alone);
  if (device !== 'cpu' || needed <= most) return;
  const [neededGb, mostGb] = [needed, most].map((bytes) => Number((bytes / 1e9).toFixed(1)));
  const { width, height } = picture;
  throw new UserError({ code: 'guideMemory', params: { width, height, needed: neededGb, most: mostGb } });
}

/** For each pixel: three for each channel of each norm's input, level by level from the finest. */
function decoderNumbers({ block_out_channels: channels, layers_per_block: layers }: VaeConfig): number {
  const levels = channels.map((out, i) => {
    const into = channels[Math.min(i + 1, channels.length - 1)];
    return (3 * (into + out) + 6 * layers * out) / 4 ** i;
  });
  return levels.reduce((a, b) => a + b, 3 * channels[0]);
}

/** Here one for each convolution. */
function tinyNumbers({ num_decoder_blocks: blocks, decoder_block_out_channels: channels }: TinyVae['config']): number {
  const levels = [...blocks]
    .reverse()
    .map((count, i) => ((3 * count + 1) * channels[channels.length - 1 - i]) / 4 ** i);
  return levels.reduce((a, b) => a + b);
}

function numbersOf(tensors: ReadonlyMap<string, StoredTensor>, keys = /./): number {
  return [...tensors]
    .filter(([key]) => keys.test(key))
    .reduce((sum, [, { shape }]) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

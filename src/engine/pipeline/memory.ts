import { UserError } from '../errors.js';
import type { Pack } from '../pack/pack.js';
import type { FloatPrecision, Precision } from '../types.js';
import type { StoredTensor } from '../weights/safetensors.js';
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

function numbersOf(tensors: ReadonlyMap<string, StoredTensor>, keys = /./): number {
  return [...tensors]
    .filter(([key]) => keys.test(key))
    .reduce((sum, [, { shape }]) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

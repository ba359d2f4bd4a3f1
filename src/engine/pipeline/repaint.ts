import type { ParsedParameters } from '../image/parameters.js';
import { isRepelled } from '../sampling/repulsion.js';
import type { ImagineRequest } from '../types.js';

/**
 * The request that paints a picture again, from what its own text says (`parseParameters`): to the byte, on the same device and in the same
 * precision, with the same pack, LoRAs and aesthetic, and from the same start, which only files hold and whoever asks adds. What the text leaves out is as
 * the pack has it, but for what a recipe leaves out where it was not in use. With repulsion those before it are painted too: the picture is the last.
 */
export function repaintRequest({ recipe }: Pick<ParsedParameters, 'recipe'>): ImagineRequest {
  const { pack, aesthetic, start, loras, precision, width, height, count, ...rest } = recipe;
  const size = width !== undefined && height !== undefined && { size: { width, height } };
  return { decoder: 'full', clipSkip: 1, ...rest, ...size, count: isRepelled(recipe) ? count : 1 };
}

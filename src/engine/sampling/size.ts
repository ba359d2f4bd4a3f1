import { UserError } from '../errors.js';

/** What a pack can paint, in pixels. */
export interface SizeLimits {
  readonly multiple: number;
  /** Of each side; multiples of `multiple`. */
  readonly min: number;
  readonly max: number;
}

/** Attention's memory grows with the fourth power of the side: beyond this a request is a mistake or an attack. */
const maxSide = 2048;

/**
 * Limits of a pack whose VAE shrinks by `vaeFactor` and whose U-Net has `levels` (block_out_channels), each half as wide as the one before:
 * only multiples of vaeFactor·2^(levels − 1) come back to their own size.
 */
export function sizeLimits(vaeFactor: number, levels: number, max = maxSide): SizeLimits {
  const multiple = vaeFactor * 2 ** (levels - 1);
  return { multiple, min: multiple, max: Math.max(multiple, Math.floor(max / multiple) * multiple) };
}

/** The possible sizes on both sides of `side`; one where it lies beyond a limit. */
function nearest(side: number, { multiple, min, max }: SizeLimits): number[] {
  if (!(side > min)) return [min];
  if (side > max) return [max];
  const below = Math.floor(side / multiple) * multiple;
  return [below, below + multiple];
}

/** Throws UserError, naming the nearest possible sizes, unless both sides (pixels) are possible. */
export function checkSize(size: { readonly width: number; readonly height: number }, limits: SizeLimits): void {
  for (const name of ['width', 'height'] as const) {
    const side = size[name];
    if (side % limits.multiple === 0 && side >= limits.min && side <= limits.max) continue;
    throw new UserError({
      code: 'sizeImpossible',
      params: { side: name, pixels: side, nearest: nearest(side, limits), ...limits },
    });
  }
}

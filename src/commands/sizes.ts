import type { PackSummary } from '../bot/types.js';

/** Proportions, width by height, that a size may be asked for by. */
const shapes = { square: 1, portrait: 2 / 3, landscape: 3 / 2, wide: 16 / 9 } as const;
export type Shape = keyof typeof shapes;
export const shapeNames = Object.keys(shapes) as Shape[];

/** How much larger than the pack's own size one of its shapes may be. */
const mostLarger = 1.1;
/** How much an area counts beside proportions: models know both by what they were trained on. */
const areaWeight = 0.7;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size that has these proportions, or nearly, and about the area of the pack's own: 1024 × 1024 becomes 832 × 1216 as a portrait. Both sides
 * are multiples of what the model can paint.
 */
export function sizeOf(shape: Shape, { size, sizeMultiple: step }: Pick<PackSummary, 'size' | 'sizeMultiple'>): Size {
  const area = size.width * size.height;
  const off = ({ width, height }: Size): number =>
    Math.abs(Math.log(width / height / shapes[shape])) + areaWeight * Math.abs(Math.log((width * height) / area));
  let best: Size = { width: step, height: step };
  for (let width = step; width * step <= area * mostLarger; width += step) {
    // Of each width the heights below and above those proportions.
    const below = Math.max(step, Math.floor(width / shapes[shape] / step) * step);
    for (const height of [below, below + step])
      if (width * height <= area * mostLarger && off({ width, height }) < off(best)) best = { width, height };
  }
  return best;
}

/** What a size is called in a list of suggestions, and what is sent for it. */
export function sizeText({ width, height }: Size): string {
  return `${width}x${height}`;
}

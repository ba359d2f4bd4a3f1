import { UserError } from '../errors.js';
import { openStart } from '../image/start.js';
import type { Notice, Recipe, StartRequest } from '../types.js';
import { skippedSteps } from './start.js';

/** Of a picture to start from, where nothing is said: enough to see it again, and to see the prompt. */
const defaultKeep = 0.3;

interface RequestStart {
  /** [3,H,W], 0 to 1. */
  readonly pixels: Float32Array;
  readonly recipe: NonNullable<Recipe['start']>;
  readonly notices: readonly Notice[];
}

/** The picture that a request starts from, in its recipe's size. @throws UserError: it cannot be read, or no step would be left */
export async function openRequestStart(
  { image, keep: asked = defaultKeep }: StartRequest,
  { width, height, steps }: Pick<Recipe, 'width' | 'height' | 'steps'>,
): Promise<RequestStart> {
  if (!(asked >= 0 && asked <= 1))
    throw new UserError({ code: 'optionRange', params: { option: 'keep', value: asked, min: 0, max: 1 } });
  // Four decimals, which the picture's parameters give back.
  const keep = Number(asked.toFixed(4));
  if (skippedSteps(steps, keep) >= steps)
    throw new UserError({
      code: 'keepTooHigh',
      params: { keep, steps, most: Math.floor((1 - 1 / steps) * 100) / 100 },
    });
  const { pixels, sha256, cropped } = await openStart(image, { width, height });
  return { pixels, recipe: { sha256, keep }, notices: cropped ? [{ code: 'startCropped', width, height }] : [] };
}

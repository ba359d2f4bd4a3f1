import { UserError } from '../errors.js';
import { openStart } from '../image/start.js';
import type { Notice, Recipe, StartRequest } from '../types.js';
import { skippedSteps } from './start.js';

/** Of a picture to start from, where nothing is said: enough to see it again, and to see the prompt. */
const defaultKeep = 0.3;

/**
 * The steps of a request that names none: its pack's, or as many more as leave one to take of what starts from a picture. A model of one
 * step takes two, of which the picture stands in for the first.
 */
export function stepsFor(start: Partial<StartRequest> | undefined, steps: number, most: number): number {
  const keep = start ? (start.keep ?? defaultKeep) : 0;
  let needed = steps;
  while (needed < most && skippedSteps(needed, keep) >= needed) needed++;
  return skippedSteps(needed, keep) < needed ? needed : steps;
}

/** What is kept where nothing is said: less, where one step is all. */
const keepFor = (steps: number): number => Math.min(defaultKeep, 1 - 1 / steps);

interface RequestStart {
  /** [3,H,W], 0 to 1. */
  readonly pixels: Float32Array;
  readonly recipe: NonNullable<Recipe['start']>;
  readonly notices: readonly Notice[];
}

/** The picture that a request starts from, in its recipe's size. @throws UserError: it cannot be read, or no step would be left */
export async function openRequestStart(
  { image, keep: stated }: StartRequest,
  { width, height, steps }: Pick<Recipe, 'width' | 'height' | 'steps'>,
): Promise<RequestStart> {
  const keep = keptShare(stated, steps);
  const { pixels, sha256, cropped } = await openStart(image, { width, height });
  return { pixels, recipe: { sha256, keep }, notices: cropped ? [{ code: 'startCropped', width, height }] : [] };
}

/** How much of the picture is kept, in four decimals, which its parameters give back. @throws UserError: no share, or no step would be left */
export function keptShare(stated: number | undefined, steps: number): number {
  const asked = stated ?? keepFor(steps);
  if (!(asked >= 0 && asked <= 1))
    throw new UserError({ code: 'optionRange', params: { option: 'keep', value: asked, min: 0, max: 1 } });
  const keep = Number(asked.toFixed(4));
  if (skippedSteps(steps, keep) < steps) return keep;
  const most = Math.floor((1 - 1 / steps) * 100) / 100;
  throw new UserError({ code: 'keepTooHigh', params: { keep, steps, most } });
}

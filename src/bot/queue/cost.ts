import type { ResolvedOptions, PublishedPack } from '../repositories/index.js';
import { stripStrengths } from '../types.js';

/** Reading the prompt, decoding and embedding, in steps of the U-Net. */
const overhead = 3;
const unitPixels = 512 * 512;

/** What painting a card takes: its prompts once, or twice where the upper row is to be painted too. */
export function cardCost(prompts: number, plainIsThere: boolean, { settings: { defaults } }: PublishedPack): number {
  const { size, steps } = defaults;
  return prompts * (plainIsThere ? 1 : 2) * (overhead + (steps * size.width * size.height) / unitPixels);
}

/** The CLIP vision tower on one image, in steps of the U-Net: an eighth of its operations, for ViT-L/14 and Stable Diffusion 1. */
const embedCost = 1 / 8;

/** What making an aesthetic of so many files takes. */
export function makingCost(files: number): number {
  return files * embedCost;
}

/**
 * Three of five steps are guided, each by the decoder and the vision tower there and back: 5 TFLOP with the VAE of Stable Diffusion 1 at
 * 512 × 512, where a step of its U-Net takes 1.6.
 */
const guidedFactor = 3;

/** What painting a request takes, in steps of the U-Net for one image of 512 × 512 pixels. */
export function costOf(
  { count, steps, size, clipGuidance, besidePlain, strip, duel, start }: ResolvedOptions,
  { settings }: PublishedPack,
): number {
  const { width, height } = size ?? settings.defaults.size;
  const images = strip === true ? stripStrengths.length : count * (besidePlain === true || duel ? 2 : 1);
  const factor = clipGuidance && clipGuidance.scale > 0 ? guidedFactor : 1;
  const taken = factor * (steps ?? settings.defaults.steps) * (1 - (start?.keep ?? 0));
  return overhead + (images * taken * width * height) / unitPixels;
}

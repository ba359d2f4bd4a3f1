import type { WeightedPrompt } from './models.js';

/**
 * Text states [k·L,d] times how much their positions count; each chunk is then scaled so that the mean of its numbers stays what it was, as
 * AUTOMATIC1111's web UI does (modules/sd_hijack_clip.py). The very array where nothing is weighted.
 */
export function weigh(states: Float32Array, { weights, ends }: WeightedPrompt): Float32Array {
  if (weights.every((weight) => weight === 1)) return states;
  const width = states.length / weights.length;
  const weighted = states.map((value, i) => value * weights[Math.floor(i / width)]);
  const chunk = states.length / ends.length;
  for (let start = 0; start < states.length; start += chunk) {
    const [before, after] = [states, weighted].map((all) => sum(all.subarray(start, start + chunk)));
    // Weights whose mean is nothing leave no scale to go back to.
    const scale = after === 0 ? 1 : before / after;
    for (let i = start; i < start + chunk; i++) weighted[i] *= scale;
  }
  return weighted;
}

const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);

interface BothStates {
  readonly states: Float32Array;
  readonly negative: Float32Array;
}

/**
 * Both in as many chunks: the shorter is filled up with chunks of the empty prompt, which `empty` encodes, since the U-Net takes them in one
 * batch. Without `empty` they stay as they are.
 */
export async function alike(
  { states, negative }: BothStates,
  empty: (() => Promise<Float32Array>) | undefined,
): Promise<BothStates> {
  if (!empty || states.length === negative.length) return { states, negative };
  const filling = await empty();
  const length = Math.max(states.length, negative.length);
  const filled = (own: Float32Array): Float32Array => {
    const all = new Float32Array(length);
    all.set(own);
    for (let at = own.length; at < length; at += filling.length) all.set(filling, at);
    return all;
  };
  return { states: filled(states), negative: filled(negative) };
}

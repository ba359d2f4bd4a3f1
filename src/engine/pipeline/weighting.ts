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

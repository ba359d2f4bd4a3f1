import { describe, expect, it } from 'vitest';
import { guidanceEmbedding, guide, guidesStep, isGuided } from '../../../src/engine/sampling/guidance.js';

describe('guidance', () => {
  it('goes from the unconditional output through the conditional one', () => {
    expect([...guide(Float32Array.of(1, 2, 3, 6), 2)]).toEqual([5, 10]);
  });

  it('is the conditional output at 1', () => {
    expect([...guide(Float32Array.of(1, 2, 3, 6), 1)]).toEqual([3, 6]);
  });

  it('takes a batch of two above 1, unless the U-Net takes the scale itself', () => {
    expect([isGuided(1, false), isGuided(1.5, false), isGuided(7.5, true)]).toEqual([false, true, false]);
  });

  it('is taken on the steps between two shares, as diffusers counts them', () => {
    const guided = (from: number, to: number, steps: number): number[] =>
      Array.from({ length: steps }, (_, i) => i).filter((i) => guidesStep({ from, to }, i, steps));
    expect(guided(0.2, 0.8, 10)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(guided(0.2, 0.8, 4)).toEqual([0, 1, 2]);
    expect(guided(0, 1, 3)).toEqual([0, 1, 2]);
    expect(guided(0.1, 0.2, 4)).toEqual([]);
  });

  it('embeds a guidance of 1 as the angle 0, and pads an odd width', () => {
    expect([...guidanceEmbedding(1, 7)]).toEqual([0, 0, 0, 1, 1, 1, 0]);
  });
});

import { describe, expect, test } from 'vitest';
import * as o from '../../../src/engine/graph/ops.js';
import { constant, input } from '../../../src/engine/graph/tensor.js';
import { floatLayers } from '../../../src/engine/nn/layers.js';
import type { Layers } from '../../../src/engine/nn/layers.js';
import { quantisedLayers } from '../../../src/engine/nn/quantised.js';
import { spatialTransformer } from '../../../src/engine/nn/transformer.js';
import type { Scope } from '../../../src/engine/weights/scope.js';
import { relativeError } from '../../support/golden.js';
import { randomArray, runProgram } from '../../support/program.js';
import type { Array32 } from '../../support/program.js';

/** Weights for whatever is asked for, the same for the same name. */
function anyWeights(path = 'attentions'): Scope {
  const seedOf = (text: string): number => Buffer.from(text).reduce((sum, byte) => (sum * 31 + byte) % 10_007, 7);
  return {
    path,
    at: (...names) => anyWeights([path, ...names].join('.')),
    has: (name) => name === 'weight' || name === 'bias',
    get: (name, shape) => constant(randomArray(shape, seedOf(`${path}.${name}`)).data, shape),
    additions: () => [],
  };
}

/** Pixels last, in float. */
const channelsLast = quantisedLayers({
  keepsFloat: () => true,
  weightOf: () => {
    throw new Error('nothing is in 8 bits here');
  },
});

async function attend(pixels: Array32, layers: Layers, downsampled: boolean): Promise<Float32Array> {
  const states = randomArray([1, 3, 12], 5);
  const inputs = [input('x0', ['B', 8, 'h', 'w']), input('x1', ['B', 'kL', 12])];
  const options = { heads: 2, depth: 2, groups: 4, linearProjection: true, upcast: false, layers, downsampled };
  const y = layers.restore(spatialTransformer(layers.arrange(inputs[0]), inputs[1], anyWeights(), options));
  return (await runProgram({ inputs, outputs: { y: o.identity(y) } }, [pixels, states])).y;
}

/** Pixels [1,8,h,w]; `alike`: those of each square of four are one. */
function picture(height: number, width: number, alike: boolean): Array32 {
  const { data } = randomArray([8, height, width], 3);
  const even = (i: number): number => (alike ? i - (i % 2) : i);
  const at = (c: number, y: number, x: number): number => data[(c * height + even(y)) * width + even(x)];
  const area = height * width;
  const copied = Float32Array.from({ length: 8 * area }, (_, i) =>
    at(Math.floor(i / area), Math.floor((i % area) / width), i % width),
  );
  return { shape: [1, 8, height, width], data: copied };
}

describe.each([
  ['channels first', floatLayers],
  ['channels last', channelsLast],
] as const)('self-attention to every second row and column, %s,', (_, layers) => {
  test('is that to all where neighbours are alike, and another where not', async () => {
    for (const alike of [true, false]) {
      const pixels = picture(6, 4, alike);
      const { error } = relativeError(await attend(pixels, layers, true), await attend(pixels, layers, false));
      if (alike) expect(error).toBeLessThan(1e-5);
      else expect(error).toBeGreaterThan(1e-3);
    }
  });

  test('takes odd sizes', async () => {
    const result = await attend(picture(5, 3, false), layers, true);
    expect(result).toHaveLength(8 * 15);
    expect(result.every(Number.isFinite)).toBe(true);
  });
});

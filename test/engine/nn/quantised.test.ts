import { describe, expect, test } from 'vitest';
import * as o from '../../../src/engine/graph/ops.js';
import { constant, input } from '../../../src/engine/graph/tensor.js';
import type { Tensor } from '../../../src/engine/graph/tensor.js';
import { floatLayers } from '../../../src/engine/nn/layers.js';
import type { Layers } from '../../../src/engine/nn/layers.js';
import { quantisedLayers } from '../../../src/engine/nn/quantised.js';
import { quantiseWeight } from '../../../src/engine/weights/quantise.js';
import type { Scope } from '../../../src/engine/weights/scope.js';
import { relativeError } from '../../support/golden.js';
import { int8Refusal } from '../../support/int8.js';
import { randomArray, runProgram } from '../../support/program.js';
import type { Array32 } from '../../support/program.js';

/** Whole numbers within `limit`, with `limit` itself in every row of the first axis: 8 bits hold them exactly. */
function wholes(shape: readonly number[], seed: number, limit: number): Array32 {
  const { data } = randomArray(shape, seed);
  const row = data.length / shape[0];
  return { shape, data: data.map((v, i) => (i % row === 0 ? limit : Math.round(v * limit))) };
}

/** From −27 to 228, both included: 256 steps of 1. */
function activations(shape: readonly number[], seed: number): Array32 {
  const { data } = randomArray(shape, seed);
  return { shape, data: data.map((v, i) => (i === 0 ? -27 : i === 1 ? 228 : Math.round(100 + v * 120))) };
}

const tensorOf = ({ shape, data }: Array32): Tensor => constant(data, shape);

/** One layer's place, with LoRAs beside its weight where they are given. */
function place(
  weights: Readonly<Record<string, Array32>>,
  added: readonly (readonly [Array32, Array32])[] = [],
): Scope {
  const scope: Scope = {
    path: 'layer',
    at: () => scope,
    has: (name) => name in weights,
    get: (name) => tensorOf(weights[name]),
    additions: () => added.map(([down, up]) => ({ down: tensorOf(down), up: tensorOf(up) })),
  };
  return scope;
}

function quantised(weight: Array32, keepsFloat = false): Layers {
  const { values, scales } = quantiseWeight(weight.data, weight.shape);
  const out = weight.shape[0];
  const inInt8 = {
    values: constant([...values], [values.length / out, out], 'int8'),
    scales: constant(scales, [out]),
  };
  return quantisedLayers({ keepsFloat: () => keepsFloat, weightOf: () => inInt8 });
}

async function run(build: (x: Tensor) => Tensor, x: Array32, symbolic: readonly string[]): Promise<Float32Array> {
  const shape = x.shape.map((size, i) => symbolic[i] || size);
  const inputs = [input('x0', shape)];
  return (await runProgram({ inputs, outputs: { y: o.identity(build(inputs[0])) } }, [x])).y;
}

const pixelSizes = ['B', '', 'h', 'w'];

describe.skipIf(int8Refusal !== undefined)('a convolution in 8 bits', () => {
  const cases = [
    { name: '3×3', kernel: 3, size: [6, 5] },
    { name: '1×1', kernel: 1, size: [3, 4] },
    { name: '3×3 by steps of 2, sizes even', kernel: 3, stride: 2, size: [6, 4] },
    { name: '3×3 by steps of 2, sizes odd', kernel: 3, stride: 2, size: [7, 5] },
    { name: '3×3 by steps of 2, padded after', kernel: 3, stride: 2, pads: [0, 0, 1, 1] as const, size: [6, 4] },
  ];
  test.each(cases)('$name is exact on whole numbers', async ({ kernel, size, stride = 1, pads }) => {
    const weight = wholes([5, 3, kernel, kernel], 1, 127);
    const scope = place({ weight, bias: randomArray([5], 2) });
    const x = activations([2, 3, ...size], 3);
    const conv = (layers: Layers) => (t: Tensor) =>
      layers.restore(layers.conv(layers.arrange(t), scope, 5, { kernel, stride, ...(pads && { pads }) }));
    const expected = await run(conv(floatLayers), x, pixelSizes);
    for (const keepsFloat of [false, true]) {
      const { error } = relativeError(await run(conv(quantised(weight, keepsFloat)), x, pixelSizes), expected);
      expect(error).toBeLessThan(1e-6);
    }
  });

  test.each([3, 1])('%i wide takes a LoRA in float', async (kernel) => {
    const weight = wholes([5, 3, kernel, kernel], 1, 127);
    const added = [[randomArray([2, 3, kernel, kernel], 4), randomArray([5, 2, 1, 1], 5)]] as const;
    const scope = place({ weight, bias: randomArray([5], 2) }, added);
    const conv = (layers: Layers) => (t: Tensor) =>
      layers.restore(layers.conv(layers.arrange(t), scope, 5, { kernel }));
    const x = activations([2, 3, 4, 4], 3);
    const expected = await run(conv(floatLayers), x, pixelSizes);
    for (const keepsFloat of [false, true]) {
      const { error } = relativeError(await run(conv(quantised(weight, keepsFloat)), x, pixelSizes), expected);
      expect(error).toBeLessThan(1e-6);
    }
  });
});

describe.skipIf(int8Refusal !== undefined)('a linear layer in 8 bits', () => {
  const x = activations([2, 4, 6], 3);
  const weight = wholes([8, 6], 1, 127);
  const added = [[randomArray([2, 6], 4), randomArray([8, 2], 5)]] as const;
  const scopes = {
    'with a bias': place({ weight, bias: randomArray([8], 2) }),
    'without one': place({ weight }),
    'with a LoRA': place({ weight, bias: randomArray([8], 2) }, added),
  };
  test.each(Object.entries(scopes))('%s is exact on whole numbers, whole and in halves', async (_, scope) => {
    const whole = (layers: Layers) => (t: Tensor) => layers.linear(t, scope, 8);
    const halves = (layers: Layers) => (t: Tensor) => o.concat(layers.linearHalves(t, scope, 4), 2);
    const expected = await run(whole(floatLayers), x, ['B', 'n']);
    for (const build of [whole, halves])
      expect(relativeError(await run(build(quantised(weight)), x, ['B', 'n']), expected).error).toBeLessThan(1e-6);
  });
});

describe('channels last', () => {
  test('norms groups as channels first do, far from zero too', async () => {
    const scope = place({ weight: randomArray([6], 1), bias: randomArray([6], 2) });
    const { shape, data } = randomArray([2, 6, 5, 4], 3);
    const x = { shape, data: data.map((v) => 8 + v) };
    const norm = (layers: Layers) => (t: Tensor) => layers.restore(layers.groupNorm(layers.arrange(t), scope, 3, 1e-5));
    const expected = await run(norm(floatLayers), x, pixelSizes);
    const actual = await run(norm(quantised(wholes([1, 1], 1, 1))), x, pixelSizes);
    expect(relativeError(actual, expected).error).toBeLessThan(1e-4);
  });
});

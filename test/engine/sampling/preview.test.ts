import { describe, expect, it, test } from 'vitest';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import {
  fitPreview,
  latentPreview,
  pixelPreview,
  sideBySide,
  type Latent,
  type PreviewMatrix,
} from '../../../src/engine/sampling/preview.js';
import { expectClose } from '../../support/golden.js';

const map: PreviewMatrix = {
  weight: [
    [0.1, -0.2, 0.3, 0],
    [0, 0.25, 0.1, -0.4],
    [0.2, 0.1, -0.1, 0.05],
  ],
  bias: [0.1, -0.2, 0.3],
};
const latent: Latent = { data: torchGenerator(2).randn(4 * 5 * 6), channels: 4, height: 5, width: 6 };

/** The picture [3,H,W] that `map` makes of `latent`, every position a block of factor × factor pixels. */
function decoded(factor: number): Float32Array {
  const [height, width] = [latent.height * factor, latent.width * factor];
  return Float32Array.from({ length: 3 * height * width }, (_, j) => {
    const c = Math.floor(j / (height * width));
    const y = Math.floor((Math.floor(j / width) % height) / factor);
    const x = Math.floor((j % width) / factor);
    const position = y * latent.width + x;
    return map.weight[c].reduce((sum, weight, k) => sum + weight * latent.data[k * 30 + position], map.bias[c]);
  });
}

test('previews of several images are one, row by row', () => {
  const preview = (value: number) => ({ width: 1, height: 1, rgb: new Uint8Array(3).fill(value) });
  const { width, height, rgb } = sideBySide([1, 2, 3].map(preview));
  expect({ width, height, rgb: [...rgb] }).toEqual({ width: 2, height: 2, rgb: [1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0, 0] });
});

describe('latentPreview', () => {
  it('maps the VAE’s range to bytes and cuts what lies outside', () => {
    const grey = { data: Float32Array.of(0, -1, 1, 9), channels: 1, height: 2, width: 2 };
    const preview = latentPreview(grey, { weight: [[1], [-1], [0]], bias: [0, 0, -1] });
    expect({ width: preview.width, height: preview.height }).toEqual({ width: 2, height: 2 });
    expect([...preview.rgb]).toEqual([128, 128, 0, 0, 255, 0, 255, 0, 0, 255, 0, 0]);
  });
});

describe('pixelPreview', () => {
  it('averages what was decoded to at most 256 pixels a side', () => {
    const wide = { data: new Float32Array(0), channels: 4, height: 1, width: 48 };
    // 8 × 384 pixels, red from left to right.
    const pixels = Float32Array.from({ length: 3 * 8 * 384 }, (_, i) => (i < 8 * 384 ? (i % 384) / 384 : 0));
    const { width, height, rgb } = pixelPreview(pixels, wide);
    expect({ width, height }).toEqual({ width: 192, height: 4 });
    expect([...rgb.subarray(0, 3), ...rgb.subarray(3 * 191)].slice(0, 6)).toEqual([0, 0, 0, 254, 0, 0]);
  });

  it('is no smaller than the latent', () => {
    const large = { data: new Float32Array(0), channels: 4, height: 2, width: 300 };
    expect(pixelPreview(new Float32Array(3 * 8 * 1200).fill(1), large)).toMatchObject({ width: 300, height: 2 });
  });
});

describe('fitPreview', () => {
  it.each([1, 2, 8])('recovers the linear map that made the picture (factor %i)', (factor) => {
    const fitted = fitPreview(latent, decoded(factor));
    expectClose(fitted.weight.flat(), map.weight.flat(), 1e-4);
    expectClose(fitted.bias, map.bias, 1e-4);
  });

  it('stays finite on a latent of one colour', () => {
    const flat = { ...latent, data: new Float32Array(120).fill(0.5) };
    const fitted = fitPreview(flat, new Float32Array(3 * 30 * 64).fill(0.25));
    expect([...fitted.weight.flat(), ...fitted.bias].every(Number.isFinite)).toBe(true);
    expect(latentPreview(flat, fitted).rgb[0]).toBe(159);
  });
});

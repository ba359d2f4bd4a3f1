import * as o from '../graph/ops.js';
import { constant } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';

/**
 * Pixels [B,C,H,W] of a size known now, cut across into strips [B,C,h,W] from top to bottom, so that what a layer needs on the way is as
 * large as one strip. Layers give what they give of the whole picture: a convolution takes its neighbours' edge rows, and a norm its
 * statistics over all strips.
 */
export type Strips = readonly Tensor[];

/** Cuts x into `count` strips whose heights are multiples of `unit`, as H is; H holds at least as many units. */
export function cut(x: Tensor, count: number, unit = 1): Strips {
  const units = heightOf(x) / unit;
  const edge = (i: number): number => Math.floor((units * i) / count) * unit;
  return Array.from({ length: count }, (_, i) => o.slice(x, 2, edge(i), edge(i + 1)));
}

/** The strips one below the other, [B,C,H,W]. */
export function joined(strips: Strips): Tensor {
  return o.concat(strips, 2);
}

/** torch's Conv2d of 3×3 with bias and a padding of 1. */
export function convStrips(strips: Strips, scope: Scope, outChannels: number): Strips {
  const kernel = kernelOf(strips, scope, outChannels);
  return strips.map((x, i) => {
    const above = i === 0 ? [] : [lastRow(strips[i - 1])];
    const below = i === strips.length - 1 ? [] : [firstRow(strips[i + 1])];
    const pads = [1 - above.length, 1, 1 - below.length, 1];
    return o.conv(o.concat([...above, x, ...below], 2), ...kernel, { pads });
  });
}

/** The same with a stride of 2, padded below and on the right alone; heights are even. */
export function halveStrips(strips: Strips, scope: Scope, outChannels: number): Strips {
  const kernel = kernelOf(strips, scope, outChannels);
  return strips.map((x, i) => {
    const below = i === strips.length - 1 ? [] : [firstRow(strips[i + 1])];
    return o.conv(o.concat([x, ...below], 2), ...kernel, { stride: 2, pads: [0, 0, 1 - below.length, 1] });
  });
}

/** Group normalisation over the whole picture, as `groupNorm` computes it of one tensor. */
export function groupNormStrips(strips: Strips, scope: Scope, groups: number, epsilon: number): Strips {
  const [batch, channels, , width] = strips[0].shape as readonly [Tensor['shape'][0], number, number, number];
  const heights = strips.map(heightOf);
  // Of each strip [B,groups,1]: its mean, and the variance around it.
  const parts = strips.map((x, i) => {
    const size = (channels / groups) * heights[i] * width;
    const grouped = o.reshape(o.cast(x, 'float32'), [batch, groups, size]);
    const mean = o.reduceMean(grouped, 2);
    const centred = o.sub(grouped, mean);
    return { mean, variance: o.reduceMean(o.mul(centred, centred), 2) };
  });
  const height = heights.reduce((a, b) => a + b, 0);
  const shares = constant(
    heights.map((rows) => rows / height),
    [heights.length],
  );
  const over = (values: Tensor): Tensor => o.reduceSum(o.mul(values, shares), [2]);
  const [means, variances] = [parts.map((p) => p.mean), parts.map((p) => p.variance)].map((all) => o.concat(all, 2));
  const mean = over(means);
  const off = o.sub(means, mean);
  const variance = over(o.add(variances, o.mul(off, off)));
  const inverse = o.reciprocal(o.sqrt(o.add(variance, epsilon)));
  const [weight, bias] = ['weight', 'bias'].map((name) =>
    o.reshape(o.cast(scope.get(name, [channels]), 'float32'), [groups, channels / groups]),
  );
  const scale = o.mul(weight, inverse);
  const shift = o.sub(bias, o.mul(scale, mean));
  const [a, b] = [scale, shift].map((t) => o.reshape(t, [batch, channels, 1, 1]));
  return strips.map((x) => o.cast(o.add(o.mul(o.cast(x, 'float32'), a), b), x.dtype));
}

const heightOf = (x: Tensor): number => x.shape[2] as number;
const firstRow = (x: Tensor): Tensor => o.slice(x, 2, 0, 1);
const lastRow = (x: Tensor): Tensor => o.slice(x, 2, heightOf(x) - 1, heightOf(x));

function kernelOf([x]: Strips, scope: Scope, outChannels: number): [Tensor, Tensor] {
  return [scope.get('weight', [outChannels, x.shape[1] as number, 3, 3]), scope.get('bias', [outChannels])];
}

import { timesDim } from '../graph/dims.js';
import * as o from '../graph/ops.js';
import type { Shape, Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';
import { conv2d, convAdditions } from './conv.js';
import type { Layers } from './layers.js';
import { linearAdditions, linearLast } from './linear.js';

/** A weight [out,in,…] in 8 bits. */
export interface QuantisedWeight {
  /** int8 [kernel²·in,out], its rows in the order of gathered windows. */
  readonly values: Tensor;
  /** Of each output channel, [out]: a weight is its value times the scale. */
  readonly scales: Tensor;
}

export interface QuantisedOptions {
  /** Whether a layer computes in float32, by its path. */
  readonly keepsFloat: (path: string) => boolean;
  /** The weight of the layer at a place, of the shape [out,in,…]. */
  readonly weightOf: (scope: Scope, shape: readonly number[]) => QuantisedWeight;
}

/**
 * Channels last, and products in 8 bits: weights int8 with a scale for each output channel, activations uint8 over their range at run time.
 * A convolution is a product of its gathered windows. LoRA's products stay float32, as do norms, sums, attention and the layers that
 * `keepsFloat` names.
 */
export function quantisedLayers({ keepsFloat, weightOf }: QuantisedOptions): Layers {
  // Queries, keys and values are products of one tensor: it is quantised once.
  const known = new Map<Tensor, o.Quantised>();
  const quantise = (x: Tensor): o.Quantised => {
    const q = known.get(x) ?? o.quantise(x);
    known.set(x, q);
    return q;
  };
  const linear: Layers['linear'] = (x, scope, outFeatures) => {
    if (keepsFloat(scope.path)) return linearLast(x, scope, outFeatures);
    const w = weightOf(scope, [outFeatures, x.shape[x.shape.length - 1] as number]);
    const y = product(quantise(x), w, scope.has('bias') ? scope.get('bias', [outFeatures]) : undefined);
    return linearAdditions(x, scope, y);
  };
  return {
    channelAxis: 3,
    spatialAxes: [1, 2],
    arrange: toChannelsLast,
    restore: toChannelsFirst,
    linear,
    conv: (x, scope, outChannels, options = {}) => {
      const { kernel = 3, stride = 1, pads } = options;
      const pointwise = kernel === 1 && stride === 1;
      if (keepsFloat(scope.path))
        return pointwise
          ? pointwiseConv(x, scope, outChannels)
          : toChannelsLast(conv2d(toChannelsFirst(x), scope, outChannels, options));
      const half = (kernel - 1) / 2;
      const w = weightOf(scope, [outChannels, x.shape[3] as number, kernel, kernel]);
      const q = quantise(x);
      const window = { kernel, stride, pads: pads ?? ([half, half, half, half] as const), fill: q.zero };
      const values = pointwise ? q.values : o.gatherWindows(q.values, window);
      const y = product({ ...q, values }, w, scope.get('bias', [outChannels]));
      if (pointwise || scope.additions().length === 0) return linearAdditions(x, scope, y);
      return toChannelsLast(convAdditions(toChannelsFirst(x), scope, toChannelsFirst(y), window));
    },
    // Two products over halves of the weight, in place of copies of halves of the output.
    linearHalves: (x, scope, half) => {
      const axis = x.shape.length - 1;
      if (keepsFloat(scope.path) || scope.additions().length > 0) {
        const both = linear(x, scope, 2 * half);
        return [o.slice(both, axis, 0, half), o.slice(both, axis, half, 2 * half)];
      }
      const { values, scales } = weightOf(scope, [2 * half, x.shape[axis] as number]);
      const bias = scope.has('bias') ? scope.get('bias', [2 * half]) : undefined;
      const part = (start: number): Tensor => {
        const columns = (t: Tensor): Tensor => o.slice(t, t.shape.length - 1, start, start + half);
        const w = { values: columns(values), scales: columns(scales) };
        return product(quantise(x), w, bias && columns(bias));
      };
      return [part(0), part(half)];
    },
    groupNorm,
    toSequence: (x) => o.reshape(x, [x.shape[0], timesDim(x.shape[1], x.shape[2]), x.shape[3]]),
    toPixels: (x, like) => o.reshape(x, like.shape, like),
  };
}

const toChannelsLast = (x: Tensor): Tensor => o.transpose(x, [0, 2, 3, 1]);
const toChannelsFirst = (x: Tensor): Tensor => o.transpose(x, [0, 3, 1, 2]);

/** A 1×1 convolution in float32: a linear layer, which needs no transpose. */
function pointwiseConv(x: Tensor, scope: Scope, outChannels: number): Tensor {
  const inChannels = x.shape[3] as number;
  const w = o.reshape(scope.get('weight', [outChannels, inChannels, 1, 1]), [outChannels, inChannels]);
  const rows = o.reshape(x, ['rows', inChannels]);
  const y = o.gemm(rows, w, { transB: true, c: scope.get('bias', [outChannels]) });
  return linearAdditions(x, scope, o.reshape(y, [...x.shape.slice(0, 3), outChannels], x));
}

/** In the form that ONNX Runtime makes one op of (MatMulIntegerToFloat). */
function product(x: o.Quantised, w: QuantisedWeight, bias: Tensor | undefined): Tensor {
  const sums = o.cast(o.matmulInteger(x, w.values), 'float32');
  const y = o.mul(sums, o.mul(x.scale, w.scales));
  return bias ? o.add(y, bias) : y;
}

/**
 * Group normalisation, Wu and He 2018, of pixels [B,H,W,C]. Mean and variance of a group come from those of its channels, sums down
 * columns being what ONNX Runtime is quick at; then one product and one sum a pixel.
 */
function groupNorm(x: Tensor, scope: Scope, groups: number, epsilon: number): Tensor {
  const [batch, height, width, channels] = x.shape as [Shape[0], Shape[0], Shape[0], number];
  const size = channels / groups;
  const flat = o.reshape(x, [batch, timesDim(height, width), channels]);
  const ofGroups = (values: Tensor): Tensor =>
    o.reduceMean(o.reshape(o.reduceMean(values, 1), [batch, groups, size]), 2);
  const mean = ofGroups(flat);
  const variance = o.sub(ofGroups(o.mul(flat, flat)), o.mul(mean, mean));
  const [weight, bias] = [scope.get('weight', [channels]), scope.get('bias', [channels])].map((t) =>
    o.reshape(t, [groups, size]),
  );
  const factor = o.div(weight, o.sqrt(o.add(o.max(variance, 0), epsilon)));
  const shift = o.sub(bias, o.mul(mean, factor));
  const [a, b] = [factor, shift].map((t) => o.reshape(t, [batch, 1, channels]));
  return o.reshape(o.add(o.mul(flat, a), b), x.shape, x);
}

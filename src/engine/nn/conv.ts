import * as o from '../graph/ops.js';
import { constant } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';

export interface ConvOptions {
  readonly kernel?: number;
  readonly stride?: number;
  /** Default: the layer has one. */
  readonly bias?: boolean;
  /** Top, left, bottom, right; default: half the kernel on every side. */
  readonly pads?: readonly [number, number, number, number];
}

/** torch's Conv2d. x [B,C,H,W] → [B,outChannels,H',W']. */
export function conv2d(x: Tensor, scope: Scope, outChannels: number, options: ConvOptions = {}): Tensor {
  const { kernel = 3, stride = 1, pads, bias = true } = options;
  const half = (kernel - 1) / 2;
  const weights = scope.get('weight', [outChannels, x.shape[1] as number, kernel, kernel]);
  const window = { stride, pads: pads ?? [half, half, half, half] };
  const shift = bias ? scope.get('bias', [outChannels]) : noBias(weights);
  return convAdditions(x, scope, o.conv(x, weights, shift, window), window);
}

/** LoRA of a convolution, added to its output y: `down` has its kernel, `up` is 1×1. */
export function convAdditions(
  x: Tensor,
  scope: Scope,
  y: Tensor,
  window: { readonly stride: number; readonly pads: readonly number[] },
): Tensor {
  return scope.additions().reduce((sum, { down, up }) => {
    const inner = o.conv(x, asKernel(down), noBias(down), window);
    return o.add(sum, o.conv(inner, asKernel(up), noBias(up)));
  }, y);
}

/** The weight of a convolution; a matrix is that of a 1×1 one. */
function asKernel(w: Tensor): Tensor {
  return w.shape.length === 4 ? w : o.reshape(w, [w.shape[0], w.shape[1], 1, 1]);
}

function noBias({ shape, dtype }: Tensor): Tensor {
  const channels = shape[0] as number;
  return o.cast(constant(new Float32Array(channels), [channels]), dtype);
}

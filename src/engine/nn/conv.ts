import * as o from '../graph/ops.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';

export interface ConvOptions {
  readonly kernel?: number;
  readonly stride?: number;
  /** Top, left, bottom, right; default: half the kernel on every side. */
  readonly pads?: readonly [number, number, number, number];
}

/** torch's Conv2d with bias. x [B,C,H,W] → [B,outChannels,H',W']. */
export function conv2d(x: Tensor, scope: Scope, outChannels: number, options: ConvOptions = {}): Tensor {
  const { kernel = 3, stride = 1, pads } = options;
  const half = (kernel - 1) / 2;
  const weights = scope.get('weight', [outChannels, x.shape[1] as number, kernel, kernel]);
  return o.conv(x, weights, scope.get('bias', [outChannels]), { stride, pads: pads ?? [half, half, half, half] });
}

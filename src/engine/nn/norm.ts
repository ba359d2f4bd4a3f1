import * as o from '../graph/ops.js';
import { constant } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';

/** Layer normalisation over the last axis, in float32 whatever x is. */
export function layerNorm(x: Tensor, scope: Scope, epsilon = 1e-5): Tensor {
  const d = x.shape[x.shape.length - 1] as number;
  const [scale, bias] = [scope.get('weight', [d]), scope.get('bias', [d])].map((t) => o.cast(t, 'float32'));
  return o.cast(o.layerNormalization(o.cast(x, 'float32'), scale, bias, epsilon), x.dtype);
}

/** Group normalisation, Wu and He 2018. x [B,C,H,W], C in `groups` groups; in float32 whatever x is. */
export function groupNorm(x: Tensor, scope: Scope, groups: number, epsilon: number): Tensor {
  const [batch, channels] = x.shape as readonly [Tensor['shape'][0], number];
  // A group is one instance of InstanceNormalization; scale and bias belong to channels and come after.
  const grouped = o.reshape(o.cast(x, 'float32'), [batch, groups, 'group']);
  const ones = constant(Array<number>(groups).fill(1), [groups]);
  const zeros = constant(Array<number>(groups).fill(0), [groups]);
  const normal = o.reshape(o.instanceNormalization(grouped, ones, zeros, epsilon), x.shape, x);
  const [scale, bias] = [scope.get('weight', [channels]), scope.get('bias', [channels])].map((t) =>
    o.reshape(o.cast(t, 'float32'), [channels, 1, 1]),
  );
  return o.cast(o.add(o.mul(normal, scale), bias), x.dtype);
}

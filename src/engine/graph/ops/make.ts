import { makeNode } from '../tensor.js';
import type { Attr, Op, Tensor, TensorType } from '../tensor.js';

/** A node with one output. */
export function make(
  op: Op,
  inputs: readonly Tensor[],
  type: TensorType,
  attrs: Readonly<Record<string, Attr>> = {},
): Tensor {
  return makeNode(op, inputs, attrs, [type]).outputs[0];
}

import type { Program } from '../../src/engine/graph/onnx.js';
import * as o from '../../src/engine/graph/ops.js';
import { makeNode } from '../../src/engine/graph/tensor.js';
import type { Node, Tensor } from '../../src/engine/graph/tensor.js';

/**
 * A program that computes as fp16 hardware does: every op on float16 values in float32, its result rounded to float16. ONNX Runtime's CPU
 * provider has no fp16 kernels, and takes the casts that it puts around an op out again between ops, so that a float16 program of its own
 * rounds almost nowhere; casts that are the program's own stay.
 */
export function roundedToFloat16({ inputs, outputs }: Program): Program {
  const done = new Map<Tensor, Tensor>();
  const nodes = new Map<Node, readonly Tensor[]>();
  const visit = (t: Tensor): Tensor => {
    const known = done.get(t);
    if (known) return known;
    const result = typeof t.node.op === 'object' ? t : rebuilt(t.node)[t.node.outputs.indexOf(t)];
    done.set(t, result);
    return result;
  };
  const rebuilt = (node: Node): readonly Tensor[] => {
    const known = nodes.get(node);
    if (known) return known;
    const args = node.inputs.map(visit);
    const half = [...args, ...node.outputs].some((t) => t.dtype === 'float16') && node.op !== 'Cast';
    const wide = (t: Tensor): Tensor => (half && t.dtype === 'float16' ? o.cast(t, 'float32') : t);
    const types = node.outputs.map(({ shape, dtype }) => ({
      shape,
      dtype: half && dtype === 'float16' ? ('float32' as const) : dtype,
    }));
    if (typeof node.op === 'object') throw new Error('a leaf is no op');
    const made = makeNode(node.op, args.map(wide), node.attrs, types, node.body).outputs;
    const rounded = made.map((t, i) => o.cast(t, node.outputs[i].dtype));
    nodes.set(node, rounded);
    return rounded;
  };
  return { inputs, outputs: Object.fromEntries(Object.entries(outputs).map(([name, t]) => [name, visit(t)])) };
}

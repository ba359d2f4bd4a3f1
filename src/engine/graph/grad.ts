import { GraphError } from '../errors.js';
import * as o from './ops.js';
import type { Tensor } from './tensor.js';
import { seed, vjp } from './vjp.js';

/**
 * Reverse-mode differentiation: the gradients of a scalar with respect to `inputs`, which may be any values of the program
 * (parameters, or a layer's output), as further parts of the same program.
 * @throws GraphError when the way leads through an op without a gradient, or an input does not influence the output.
 */
export function grad(output: Tensor, inputs: readonly Tensor[]): Tensor[] {
  const order = tape(output, new Set(inputs));
  const onWay = new Set(order);
  const gradients = new Map<Tensor, Tensor>([[output, seed(output)]]);
  for (const y of order.reverse()) {
    const dy = gradients.get(y);
    if (!dy || typeof y.node.op === 'object') continue;
    const relevant = y.node.inputs.map((x) => onWay.has(x));
    if (!relevant.includes(true)) continue;
    const rule = vjp[y.node.op];
    if (!rule) throw new GraphError(`grad through ${y.node.op}, which has no gradient rule`);
    rule(dy, y.node.inputs, y).forEach((dx, i) => {
      const x = y.node.inputs[i];
      if (!dx || !relevant[i]) return;
      const known = gradients.get(x);
      gradients.set(x, known ? sum(known, dx, dy) : dx);
    });
  }
  return inputs.map((x, i) => {
    const dx = gradients.get(x);
    if (!dx) throw new GraphError(`grad: input ${i} of shape [${x.shape.join()}] does not influence the output`);
    return dx;
  });
}

/** known + dx. A product just made from dy takes `known` as its addend, which saves a pass over both. */
function sum(known: Tensor, dx: Tensor, dy: Tensor): Tensor {
  const { op, inputs, attrs } = dx.node;
  if (op !== 'Gemm' || inputs.length !== 2 || !inputs.includes(dy)) return o.add(known, dx);
  return o.gemm(inputs[0], inputs[1], { transA: attrs.transA === 1, transB: attrs.transB === 1, c: known });
}

/** The values on a way from any of `inputs` to the output, each after those it is made from. */
function tape(output: Tensor, inputs: ReadonlySet<Tensor>): Tensor[] {
  const leads = new Map<Tensor, boolean>();
  const order: Tensor[] = [];
  const visit = (t: Tensor): boolean => {
    const known = leads.get(t);
    if (known !== undefined) return known;
    leads.set(t, false);
    const below = t.node.inputs.map(visit).includes(true);
    const on = below || inputs.has(t);
    leads.set(t, on);
    if (on) order.push(t);
    return on;
  };
  visit(output);
  return order;
}

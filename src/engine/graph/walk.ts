import type { Tensor } from './tensor.js';

/** Every tensor that a program's outputs are computed from, loops' bodies included, each once. */
export function everyTensor(outputs: Readonly<Record<string, Tensor>>): ReadonlySet<Tensor> {
  const seen = new Set<Tensor>();
  const stack = Object.values(outputs);
  for (let t = stack.pop(); t; t = stack.pop()) {
    if (seen.has(t)) continue;
    seen.add(t);
    stack.push(...t.node.inputs);
    const { body } = t.node;
    if (body) stack.push(body.condition, ...body.next, ...body.scans);
  }
  return seen;
}

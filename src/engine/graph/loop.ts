import { GraphError } from '../errors.js';
import { freshDim } from './dims.js';
import { describe, makeNode } from './tensor.js';
import type { Shape, Tensor, TensorType } from './tensor.js';

export interface LoopOptions<K extends string> {
  /** Turns at most, [] int64. */
  readonly trips: Tensor;
  /** Values handed from turn to turn, with their first ones. */
  readonly carried: Readonly<Record<K, Tensor>>;
  /** Shapes of carried values whose sizes change from turn to turn; those sizes need names of their own. */
  readonly shapes?: Readonly<Partial<Record<K, Shape>>>;
  /** One turn. `turn` is [] int64 from 0. What it uses from outside is captured, and computed once. */
  readonly body: (
    turn: Tensor,
    carried: Readonly<Record<K, Tensor>>,
  ) => { next: Readonly<Record<K, Tensor>>; condition: Tensor; scans: readonly Tensor[] };
}

export interface LoopResult<K extends string> {
  /** The carried values after the last turn. */
  readonly carried: Readonly<Record<K, Tensor>>;
  /** What each turn gave as `scans`, stacked: [turns, ...]. */
  readonly scans: readonly Tensor[];
}

/**
 * ONNX's Loop: turns until `trips` are done or a turn's `condition` ([] bool) is false. Its first turn is always taken when trips > 0.
 * @throws GraphError when a carried value changes its type or, where no changing shape was declared, its shape.
 */
export function loop<K extends string>(options: LoopOptions<K>): LoopResult<K> {
  const keys = Object.keys(options.carried) as K[];
  const types = keys.map((k): TensorType => {
    const first = options.carried[k];
    return { dtype: first.dtype, shape: options.shapes?.[k] ?? first.shape };
  });
  const placeholder = (type: TensorType): Tensor => makeNode({ kind: 'carried' }, [], {}, [type]).outputs[0];
  const turn = placeholder({ dtype: 'int64', shape: [] });
  const proceed = placeholder({ dtype: 'bool', shape: [] });
  const state = types.map(placeholder);
  const record = (values: readonly Tensor[]): Record<K, Tensor> =>
    Object.fromEntries(keys.map((k, i) => [k, values[i]])) as Record<K, Tensor>;

  const { next, condition, scans } = options.body(turn, record(state));
  keys.forEach((k, i) => {
    const [now, then] = [types[i], next[k]];
    const changes = options.shapes?.[k] !== undefined;
    const fits = changes ? now.shape.length === then.shape.length : now.shape.join() === then.shape.join();
    if (now.dtype !== then.dtype || !fits)
      throw new GraphError(`Loop carries ${k} as ${describe(now)}, and its body gives ${describe(then)}`);
  });

  const turns = freshDim();
  const { outputs } = makeNode(
    'Loop',
    [options.trips, ...keys.map((k) => options.carried[k])],
    {},
    [...types, ...scans.map((s): TensorType => ({ dtype: s.dtype, shape: [turns, ...s.shape] }))],
    { placeholders: [turn, proceed, ...state], condition, next: keys.map((k) => next[k]), scans },
  );
  return { carried: record(outputs.slice(0, keys.length)), scans: outputs.slice(keys.length) };
}

import { GraphError } from '../../errors.js';
import { broadcast } from '../dims.js';
import { describe, onnxType, scalar } from '../tensor.js';
import type { Dtype, Op, Tensor } from '../tensor.js';
import { make } from './make.js';

/** A tensor, or a number that becomes a scalar of the other operand's type. */
export type Operand = Tensor | number;

const unary = (op: Op) => (x: Tensor) => make(op, [x], x);

/** Elementwise functions, shape and type of x. */
export const neg = unary('Neg');
export const abs = unary('Abs');
export const sqrt = unary('Sqrt');
export const reciprocal = unary('Reciprocal');
export const exp = unary('Exp');
export const log = unary('Log');
export const erf = unary('Erf');
export const sigmoid = unary('Sigmoid');
export const tanh = unary('Tanh');
export const sin = unary('Sin');
export const cos = unary('Cos');
export const floor = unary('Floor');
export const relu = unary('Relu');
export const identity = unary('Identity');

function pair(op: Op, a: Operand, b: Operand, dtype?: Dtype): Tensor {
  if (typeof a === 'number' && typeof b === 'number') throw new GraphError(`${op} of two numbers`);
  const left = typeof a === 'number' ? scalar(a, (b as Tensor).dtype) : a;
  const right = typeof b === 'number' ? scalar(b, left.dtype) : b;
  if (left.dtype !== right.dtype) throw new GraphError(`${op} of ${describe(left)} and ${describe(right)}`);
  return make(op, [left, right], { dtype: dtype ?? left.dtype, shape: broadcast(left.shape, right.shape) });
}

/** Elementwise with numpy's broadcasting. */
export const add = (a: Operand, b: Operand): Tensor => pair('Add', a, b);
export const sub = (a: Operand, b: Operand): Tensor => pair('Sub', a, b);
export const mul = (a: Operand, b: Operand): Tensor => pair('Mul', a, b);
export const div = (a: Operand, b: Operand): Tensor => pair('Div', a, b);
export const max = (a: Operand, b: Operand): Tensor => pair('Max', a, b);
export const min = (a: Operand, b: Operand): Tensor => pair('Min', a, b);
/** Comparisons, of type bool. */
export const equal = (a: Operand, b: Operand): Tensor => pair('Equal', a, b, 'bool');
export const less = (a: Operand, b: Operand): Tensor => pair('Less', a, b, 'bool');
export const greaterOrEqual = (a: Operand, b: Operand): Tensor => pair('GreaterOrEqual', a, b, 'bool');
export const or = (a: Tensor, b: Tensor): Tensor => pair('Or', a, b, 'bool');

/** a where the condition holds, else b. */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  if (typeof a === 'number' && typeof b === 'number') throw new GraphError('Where of two numbers');
  const left = typeof a === 'number' ? scalar(a, (b as Tensor).dtype) : a;
  const right = typeof b === 'number' ? scalar(b, left.dtype) : b;
  const shape = broadcast(condition.shape, broadcast(left.shape, right.shape));
  return make('Where', [condition, left, right], { dtype: left.dtype, shape });
}

/** x in another type; x itself when it has that type. */
export function cast(x: Tensor, dtype: Dtype): Tensor {
  return x.dtype === dtype ? x : make('Cast', [x], { dtype, shape: x.shape }, { to: onnxType[dtype] });
}

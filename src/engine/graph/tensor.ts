import { GraphError } from '../errors.js';

/** The type of a tensor of a program; `bfloat16` only of stored weights, which are cast before they are used. */
export type Dtype = 'float32' | 'float16' | 'bfloat16' | 'int64' | 'int32' | 'int8' | 'uint8' | 'bool';
/** The types that programs compute real numbers in. */
export type FloatDtype = Extract<Dtype, 'float32' | 'float16'>;

/** A size known now, or the name of one that is known at run time. Equal names are equal sizes. */
export type Dim = number | string;
export type Shape = readonly Dim[];

/** An ONNX attribute: a bare number is an integer, `{ float }` a float. */
export type Attr = number | readonly number[] | string | { readonly float: number };

/** The closed set of operators, by their names in the ONNX specification (`MultiHeadAttention` is com.microsoft's). */
// prettier-ignore
export type Op =
  | 'Add' | 'Sub' | 'Mul' | 'Div' | 'Max' | 'Min'
  | 'Neg' | 'Abs' | 'Sqrt' | 'Reciprocal' | 'Exp' | 'Log' | 'Erf' | 'Sigmoid' | 'Tanh' | 'Sin' | 'Cos' | 'Floor' | 'Relu' | 'Identity'
  | 'Equal' | 'Less' | 'GreaterOrEqual' | 'Or' | 'Where' | 'Cast'
  | 'MatMul' | 'Gemm' | 'ReduceSum' | 'ReduceMean' | 'Softmax' | 'LayerNormalization'
  | 'Reshape' | 'Transpose' | 'Concat' | 'Slice' | 'Pad' | 'Expand' | 'Shape'
  | 'Gather' | 'GatherElements' | 'ScatterElements' | 'Loop'
  | 'Conv' | 'ConvTranspose' | 'InstanceNormalization' | 'Resize' | 'MultiHeadAttention'
  | 'DynamicQuantizeLinear' | 'MatMulInteger';

/** What a leaf stands for. */
export type Leaf =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'constant'; readonly data: Uint8Array }
  | {
      readonly kind: 'weight';
      readonly key: string;
      readonly file: string;
      readonly offset: number;
      readonly bytes: number;
    }
  /** A value that a loop's body receives from outside or from its previous turn. */
  | { readonly kind: 'carried' };

/** The body of a Loop: placeholders in, next condition, next carried values and values to collect out. */
export interface LoopBody {
  readonly placeholders: readonly Tensor[];
  readonly condition: Tensor;
  readonly next: readonly Tensor[];
  readonly scans: readonly Tensor[];
}

export interface Node {
  readonly op: Op | Leaf;
  readonly inputs: readonly Tensor[];
  readonly attrs: Readonly<Record<string, Attr>>;
  readonly body?: LoopBody;
  readonly outputs: readonly Tensor[];
}

/** An immutable handle of a value in a tensor program. Handles are compared by identity. */
export interface Tensor {
  readonly node: Node;
  readonly dtype: Dtype;
  readonly shape: Shape;
}

export type TensorType = Pick<Tensor, 'dtype' | 'shape'>;

/** Makes a node and the handles of its outputs. Shapes are the caller's business (ops.ts). */
export function makeNode(
  op: Op | Leaf,
  inputs: readonly Tensor[],
  attrs: Readonly<Record<string, Attr>>,
  types: readonly TensorType[],
  body?: LoopBody,
): Node {
  const outputs: Tensor[] = [];
  const node: Node = { op, inputs, attrs, outputs, ...(body && { body }) };
  for (const { dtype, shape } of types) outputs.push({ node, dtype, shape });
  return node;
}

/** A named input of the program. Symbolic sizes are strings: `input('x', ['n', 768])`. */
export function input(name: string, shape: Shape, dtype: Dtype = 'float32'): Tensor {
  return makeNode({ kind: 'input', name }, [], {}, [{ dtype, shape }]).outputs[0];
}

/** A tensor of a checkpoint, left in its file: `bytes` at `offset` of `file` hold `shape` in `dtype`. */
export function weight(
  source: { key: string; file: string; offset: number; bytes: number },
  shape: readonly number[],
  dtype: Dtype,
): Tensor {
  return makeNode({ kind: 'weight', ...source }, [], {}, [{ dtype, shape }]).outputs[0];
}

/** A value known now, in row-major order; integers and booleans are given as numbers. @throws GraphError when sizes differ. */
export function constant(
  values: readonly number[] | Float32Array,
  shape: readonly number[],
  dtype: Dtype = 'float32',
): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  if (values.length !== size)
    throw new GraphError(`constant of shape [${shape.join()}] has ${values.length} values, expected ${size}`);
  const data = encodeConstant(values, dtype);
  return makeNode({ kind: 'constant', data }, [], {}, [{ dtype, shape }]).outputs[0];
}

/** A constant without dimensions. */
export function scalar(value: number, dtype: Dtype = 'float32'): Tensor {
  if (dtype === 'float16') {
    // Written as float32 and cast, so that the one rounding is ONNX's own.
    const wide = scalar(value);
    return makeNode('Cast', [wide], { to: onnxType.float16 }, [{ dtype, shape: [] }]).outputs[0];
  }
  return constant([value], [], dtype);
}

function encodeConstant(values: readonly number[] | Float32Array, dtype: Dtype): Uint8Array {
  switch (dtype) {
    case 'float32':
      return new Uint8Array(Float32Array.from(values).buffer);
    case 'int64':
      return new Uint8Array(BigInt64Array.from(values as number[], BigInt).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.from(values).buffer);
    case 'int8':
      return new Uint8Array(Int8Array.from(values).buffer);
    case 'uint8':
      return Uint8Array.from(values);
    case 'bool':
      return Uint8Array.from(values, (v) => (v ? 1 : 0));
    case 'float16':
    case 'bfloat16':
      throw new GraphError(`a ${dtype} constant: make a float32 one and cast it`);
  }
}

/** TensorProto.DataType of onnx.proto. */
// prettier-ignore
export const onnxType: Record<Dtype, number> = {
  float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10, bfloat16: 16,
};

/** `[2,n,768] float32`, for messages. */
export function describe(t: TensorType): string {
  return `[${t.shape.join()}] ${t.dtype}`;
}

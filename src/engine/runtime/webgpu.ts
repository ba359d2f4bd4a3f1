import { fromBinary } from '@bufbuild/protobuf';
import * as ort from 'onnxruntime-node';
import { exportModel } from '../graph/onnx.js';
import type { Program } from '../graph/onnx.js';
import * as pb from '../graph/onnx_pb.js';
import * as o from '../graph/ops.js';
import { input, onnxType } from '../graph/tensor.js';
import type { FloatDtype } from '../graph/tensor.js';
import { everyTensor } from '../graph/walk.js';

/** What decides which kernel of fused attention is taken: numbers a head, and their type. */
interface AttentionKind {
  readonly size: number;
  readonly dtype: FloatDtype;
}

/** By kind; asked once a process. */
const right = new Map<string, Promise<boolean>>();

/** Names of a serialised program's nodes that WebGPU would compute wrongly or not at all: they are left to the CPU. */
export async function nodesForCpu(program: Program, model: Uint8Array): Promise<string[]> {
  const { node: nodes = [], initializer = [] } = fromBinary(pb.ModelProtoSchema, model).graph ?? {};
  const float16Weights = new Set(initializer.filter((t) => t.dataType === onnxType.float16).map((t) => t.name));
  // Rows gathered from a table stored in fp16, and then cast: adapters without shader-f16 can do neither.
  const gathers = nodes.filter((n) => n.opType === 'Gather' && float16Weights.has(n.input[0]));
  const rows = new Set(gathers.flatMap((n) => n.output));
  const casts = nodes.filter((n) => n.opType === 'Cast' && rows.has(n.input[0]));
  // WGSL lets sin and cos be wrong by 2⁻¹¹, and by more beyond ±π (its "Accuracy of built-in functions"); timesteps reach 999 radians.
  const waves = nodes.filter((n) => n.opType === 'Sin' || n.opType === 'Cos');
  const always = [...gathers, ...casts, ...waves];
  if (await attendsRight(program)) return always.map((n) => n.name);
  // Such an adapter is itself a CPU, on which this op's barriers take tens of milliseconds whatever its size.
  const slow = nodes.filter((n) => n.opType === 'MultiHeadAttention' || n.opType === 'InstanceNormalization');
  return [...always, ...slow].map((n) => n.name);
}

/** Whether the adapter computes every kind of attention that the program has as it should. */
async function attendsRight(program: Program): Promise<boolean> {
  for (const kind of attentionKinds(program)) {
    const key = `${kind.dtype} ${kind.size}`;
    const known = right.get(key) ?? attentionError(kind, 'webgpu').then((error) => error < tolerance[kind.dtype]);
    right.set(key, known);
    if (!(await known)) return false;
  }
  return true;
}

/** Largest error of one fused attention that is still rounding: results are at most 1. */
const tolerance = { float32: 1e-3, float16: 1e-2 } as const;

/** Of the fused attention in a program, each kind once. */
export function attentionKinds({ outputs }: Pick<Program, 'outputs'>): AttentionKind[] {
  const kinds = new Map<string, AttentionKind>();
  for (const { node, shape, dtype: type } of everyTensor(outputs)) {
    if (node.op !== 'MultiHeadAttention') continue;
    const size = Number(shape[2]) / Number(node.attrs['num_heads']);
    const dtype = type === 'float16' ? 'float16' : 'float32';
    kinds.set(`${dtype} ${size}`, { size, dtype });
  }
  return [...kinds.values()];
}

/**
 * How far a provider's fused attention is from what it should compute, on a case of cross-attention's shape with one head. ONNX Runtime
 * 1.30's kernel for 32 queries or more skips keys where subgroups are 4 wide (SwiftShader's are).
 */
export async function attentionError({ size, dtype }: AttentionKind, provider: 'webgpu' | 'cpu'): Promise<number> {
  const [queries, keys] = [64, 77];
  const wave = (rows: number, pace: number): Float32Array =>
    Float32Array.from({ length: rows * size }, (_, i) => Math.sin(1 + i * pace));
  const data = { q: wave(queries, 0.37), k: wave(keys, 0.53), v: wave(keys, 0.71) };
  const inputs = (['q', 'k', 'v'] as const).map((name) => input(name, [1, data[name].length / size, size]));
  const [q, k, v] = inputs.map((x) => o.cast(x, dtype));
  const program = { inputs, outputs: { y: o.cast(o.multiHeadAttention(q, k, v, 1), 'float32') } };
  const options = {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    logSeverityLevel: 3,
  } as const;
  const session = await ort.InferenceSession.create(exportModel(program, String), options);
  const feeds = Object.entries(data).map(([name, values]): [string, ort.Tensor] => {
    return [name, new ort.Tensor('float32', values, [1, values.length / size, size])];
  });
  const { y } = await session.run(Object.fromEntries(feeds));
  await session.release();
  const expected = attend(data.q, data.k, data.v, size);
  return Math.max(...expected.map((value, i) => Math.abs((y.data as Float32Array)[i] - value)));
}

/** One head's attention, in double precision. q [n,size], k and v [m,size] → [n,size]. */
function attend(q: Float32Array, k: Float32Array, v: Float32Array, size: number): number[] {
  const rows = (x: Float32Array): Float32Array[] =>
    Array.from({ length: x.length / size }, (_, i) => x.subarray(i * size, (i + 1) * size));
  const [ks, vs] = [rows(k), rows(v)];
  return rows(q).flatMap((query) => {
    const scores = ks.map((key) => key.reduce((sum, x, d) => sum + x * query[d], 0) / Math.sqrt(size));
    const weights = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = weights.reduce((a, b) => a + b);
    return Array.from({ length: size }, (_, d) => vs.reduce((sum, row, j) => sum + (weights[j] / total) * row[d], 0));
  });
}

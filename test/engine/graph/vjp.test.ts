import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { GraphError } from '../../../src/engine/errors.js';
import { grad } from '../../../src/engine/graph/grad.js';
import { loop } from '../../../src/engine/graph/loop.js';
import { exportModel } from '../../../src/engine/graph/onnx.js';
import * as pb from '../../../src/engine/graph/onnx_pb.js';
import * as o from '../../../src/engine/graph/ops.js';
import { constant, input, scalar } from '../../../src/engine/graph/tensor.js';
import type { Op, Tensor } from '../../../src/engine/graph/tensor.js';
import { vjp } from '../../../src/engine/graph/vjp.js';
import { inputsFor, randomArray, runProgram } from '../../support/program.js';
import type { Array32 } from '../../support/program.js';

/** A function of random inputs that goes through the op; `at` moves inputs to where the op is smooth. */
interface Case {
  readonly shapes: readonly (readonly number[])[];
  readonly f: (...xs: Tensor[]) => Tensor;
  readonly at?: (v: number) => number;
}

const indices = (values: readonly number[]): Tensor => constant(values, [values.length], 'int64');
const away = (v: number): number => v + Math.sign(v) * 0.5;
const positive = (v: number): number => Math.abs(v) + 0.5;

/** Several ways through each op that has a rule: broadcasting, transposition, duplicates, every axis that the product uses. */
const cases: Record<Op, readonly Case[] | null> = {
  Add: [
    {
      shapes: [
        [2, 3, 4],
        [3, 1],
      ],
      f: o.add,
    },
  ],
  Sub: [{ shapes: [[4], [2, 3, 4]], f: o.sub }],
  Mul: [
    {
      shapes: [
        [2, 1, 4],
        [3, 4],
      ],
      f: o.mul,
    },
  ],
  Div: [
    {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      f: o.div,
      at: away,
    },
    {
      shapes: [
        [2, 3],
        [1, 3],
      ],
      f: o.div,
      at: positive,
    },
  ],
  Max: [{ shapes: [[5, 3], [3]], f: o.max }],
  Min: [
    {
      shapes: [
        [5, 3],
        [5, 1],
      ],
      f: o.min,
    },
  ],
  Neg: [{ shapes: [[5]], f: o.neg }],
  Abs: [{ shapes: [[6]], f: o.abs, at: away }],
  Sqrt: [{ shapes: [[5]], f: o.sqrt, at: positive }],
  Reciprocal: [{ shapes: [[5]], f: o.reciprocal, at: away }],
  Exp: [{ shapes: [[5]], f: o.exp }],
  Log: [{ shapes: [[5]], f: o.log, at: positive }],
  Erf: [{ shapes: [[7]], f: o.erf }],
  Sigmoid: [{ shapes: [[7]], f: o.sigmoid }],
  Tanh: [{ shapes: [[7]], f: o.tanh }],
  Sin: [{ shapes: [[7]], f: o.sin }],
  Cos: [{ shapes: [[7]], f: o.cos }],
  Floor: null,
  Relu: [{ shapes: [[7]], f: o.relu, at: away }],
  Identity: [{ shapes: [[3]], f: o.identity }],
  Equal: null,
  Less: null,
  GreaterOrEqual: null,
  Or: null,
  Where: [{ shapes: [[2, 3], [3]], f: (a, b) => o.where(constant([1, 0, 0, 1, 1, 0], [2, 3], 'bool'), a, b) }],
  Cast: [{ shapes: [[4]], f: (x) => o.mul(o.cast(x, 'float32'), 3) }],
  MatMul: [
    {
      shapes: [
        [3, 4],
        [4, 5],
      ],
      f: o.matmul,
    },
    {
      shapes: [
        [2, 3, 4],
        [4, 5],
      ],
      f: o.matmul,
    },
    {
      shapes: [
        [2, 3, 4],
        [2, 4, 2],
      ],
      f: o.matmul,
    },
  ],
  Gemm: [
    { shapes: [[3, 4], [4, 5], [5]], f: (a, b, c) => o.gemm(a, b, { c: c }) },
    {
      shapes: [
        [3, 4],
        [5, 4],
        [3, 5],
      ],
      f: (a, b, c) => o.gemm(a, b, { transB: true, c: c }),
    },
    {
      shapes: [
        [4, 3],
        [4, 5],
      ],
      f: (a, b) => o.gemm(a, b, { transA: true }),
    },
    {
      shapes: [
        [4, 3],
        [5, 4],
      ],
      f: (a, b) => o.gemm(a, b, { transA: true, transB: true }),
    },
  ],
  ReduceSum: [
    { shapes: [[2, 3, 4]], f: (x) => o.mul(o.reduceSum(x, [1]), 2) },
    { shapes: [[2, 3, 4]], f: (x) => o.reduceSum(x, [0, -1]) },
  ],
  ReduceMean: [
    { shapes: [[2, 3, 4]], f: (x) => o.reduceMean(x, -1) },
    { shapes: [[2, 1]], f: (x) => o.reduceMean(x, 1) },
  ],
  Softmax: [
    { shapes: [[2, 3, 5]], f: (x) => o.softmax(x) },
    { shapes: [[4, 3]], f: (x) => o.softmax(x, 0) },
  ],
  LayerNormalization: [{ shapes: [[3, 8], [8], [8]], f: (x, s, b) => o.layerNormalization(x, s, b, 1e-5) }],
  Reshape: [{ shapes: [[2, 6]], f: (x) => o.reshape(x, [3, 4]) }],
  Transpose: [{ shapes: [[2, 3, 4]], f: (x) => o.transpose(x, [2, 0, 1]) }],
  Concat: [
    {
      shapes: [
        [2, 3],
        [2, 1],
      ],
      f: (a, b) => o.concat([a, b, a], 1),
    },
  ],
  Slice: [{ shapes: [[5, 4]], f: (x) => o.slice(x, 0, 1, 3) }],
  Pad: [{ shapes: [[2, 3]], f: (x) => o.pad(x, [1, 0], [0, 2]) }],
  Expand: [{ shapes: [[3, 1]], f: (x) => o.expandLike(x, constant(Array<number>(12).fill(0), [3, 4])) }],
  Shape: null,
  Gather: [
    { shapes: [[4, 3]], f: (x) => o.gather(x, indices([2, 0, 2, 2])) },
    { shapes: [[2, 4]], f: (x) => o.gather(x, indices([3, 3, 1]), 1) },
  ],
  GatherElements: [
    { shapes: [[3, 2]], f: (x) => o.gatherElements(x, constant([0, 2, 2, 2, 1, 0], [3, 2], 'int64'), 0) },
  ],
  ScatterElements: [
    {
      shapes: [
        [3, 2],
        [3, 2],
      ],
      f: (x, u) => o.scatterAdd(x, constant([0, 2, 2, 2, 0, 0], [3, 2], 'int64'), u, 0),
    },
  ],
  Loop: null,
  Conv: [
    { shapes: [[2, 3, 5, 6], [4, 3, 3, 3], [4]], f: (x, w, b) => o.conv(x, w, b, { pads: [1, 1, 1, 1] }) },
    { shapes: [[2, 3, 4, 3], [2, 3, 1, 1], [2]], f: (x, w, b) => o.conv(x, w, b) },
    { shapes: [[1, 2, 6, 5], [3, 2, 3, 2], [3]], f: (x, w, b) => o.conv(x, w, b, { pads: [0, 1, 2, 0] }) },
    { shapes: [[2, 3, 6, 9], [4, 3, 3, 3], [4]], f: (x, w, b) => o.conv(x, w, b, { stride: 3 }) },
    // A row and a column that no window reaches.
    { shapes: [[1, 2, 7, 6], [3, 2, 3, 3], [3]], f: (x, w, b) => o.conv(x, w, b, { stride: 2, pads: [0, 0, 1, 1] }) },
  ],
  ConvTranspose: null,
  InstanceNormalization: [
    { shapes: [[2, 3, 6], [3], [3]], f: (x, s, b) => o.instanceNormalization(x, s, b, 1e-5) },
    { shapes: [[2, 3, 4], [3], [3]], f: (x, s, b) => o.instanceNormalization(x, s, b, 0.3) },
  ],
  Resize: [{ shapes: [[2, 3, 2, 3]], f: o.upsampleNearest2x }],
  MultiHeadAttention: [
    {
      shapes: [
        [2, 5, 8],
        [2, 3, 8],
        [2, 3, 8],
      ],
      f: (q, k, v) => o.multiHeadAttention(q, k, v, 2),
    },
    {
      shapes: [
        [1, 6, 4],
        [1, 6, 4],
        [1, 6, 4],
      ],
      f: (q, k, v) => o.multiHeadAttention(q, k, v, 1),
    },
  ],
  DynamicQuantizeLinear: null,
  MatMulInteger: null,
};

const total = (y: Tensor): Tensor => o.reshape(o.reduceSum(y, [...y.shape.keys()]), []);

/** Compares the gradient along a random direction with a central difference. */
async function checkAlongDirection({ shapes, f, at = (v) => v }: Case): Promise<void> {
  const points = shapes.map((shape, i) => {
    const { data } = randomArray(shape, i + 1);
    return { shape, data: data.map(at) };
  });
  const directions = shapes.map((shape, i) => randomArray(shape, i + 100));
  const xs = inputsFor(points);
  // A weighting of the output, so that a gradient that is merely summed right is not enough.
  const y = f(...xs);
  const weights = randomArray(y.shape as number[], 77);
  const value = total(o.mul(y, constant(weights.data, weights.shape)));
  const gradients = grad(value, xs);
  const outputs = Object.fromEntries(gradients.map((g, i) => [`g${i}`, o.identity(g)]));
  const program = { inputs: xs, outputs: { value, ...outputs } };

  const h = 1e-2;
  const moved = (by: number): Array32[] =>
    points.map(({ shape, data }, i) => ({ shape, data: data.map((v, j) => v + by * directions[i].data[j]) }));
  const out = await runProgram(program, points);
  const [up, down] = [await runProgram(program, moved(h)), await runProgram(program, moved(-h))];
  const difference = (up.value[0] - down.value[0]) / (2 * h);
  const along = gradients.reduce((sum, _, i) => {
    const g = out[`g${i}`];
    return sum + directions[i].data.reduce((s, d, j) => s + d * g[j], 0);
  }, 0);
  expect(Math.abs(along - difference)).toBeLessThan(2e-3 * Math.max(1, Math.abs(difference)));
  expect(Math.abs(difference)).toBeGreaterThan(1e-3);
}

describe('the gradient of', () => {
  for (const [op, list] of Object.entries(cases) as [Op, readonly Case[] | null][]) {
    if (!list) {
      test(`${op} is declared to be none`, () => {
        expect(vjp[op]).toBeNull();
      });
      continue;
    }
    list.forEach((c, i) => {
      test(`${op} agrees with finite differences (${i + 1} of ${list.length})`, async () => {
        await checkAlongDirection(c);
      });
    });
  }

  test('Gather adds up 4,096 duplicate indices, as ScatterElements does on two threads', async () => {
    const [rows, width, picks] = [100, 128, 4096];
    const table = randomArray([rows, width], 1);
    const upstream = randomArray([picks, width], 2);
    const chosen = Array.from({ length: picks }, (_, i) => (i * 37) % rows);
    const [x, dy] = inputsFor([table, upstream]);
    const value = total(o.mul(o.gather(x, indices(chosen)), dy));
    const program = { inputs: [x, dy], outputs: { g: grad(value, [x])[0] } };
    const { g } = await runProgram(program, [table, upstream], { intraOpNumThreads: 2 });
    const expected = new Float64Array(rows * width);
    chosen.forEach((row, i) => {
      for (let j = 0; j < width; j++) expected[row * width + j] += upstream.data[i * width + j];
    });
    const worst = expected.reduce((w, v, i) => Math.max(w, Math.abs(v - g[i])), 0);
    expect(worst).toBeLessThan(1e-4);
  });
});

describe('grad', () => {
  test('throws through an op without a rule, and names it', () => {
    const x = input('x', [3]);
    const y = total(o.floor(x));
    expect(() => grad(y, [x])).toThrow(new GraphError('grad through Floor, which has no gradient rule'));
  });

  test('passes an op without a rule that is not on the way', () => {
    const [x, y] = [input('x', [3]), input('y', [3])];
    expect(grad(total(o.mul(x, o.floor(y))), [x])).toHaveLength(1);
  });

  test('refuses an output of several numbers, and an input without influence', () => {
    const [x, y] = [input('x', [3]), input('y', [3])];
    expect(() => grad(o.mul(x, 2), [x])).toThrow(GraphError);
    expect(() => grad(total(x), [y])).toThrow('does not influence');
  });

  test('is itself differentiable: the second derivative of Σ sin x is −sin x', async () => {
    const point = randomArray([5], 3);
    const [x] = inputsFor([point]);
    const second = grad(total(grad(total(o.sin(x)), [x])[0]), [x])[0];
    const { second: values } = await runProgram({ inputs: [x], outputs: { second } }, [point]);
    point.data.forEach((v, i) => {
      expect(values[i]).toBeCloseTo(-Math.sin(v), 5);
    });
  });
});

describe('a loop', () => {
  test('hands values on, collects one a turn, and stops by its condition', async () => {
    const start = { shape: [], data: Float32Array.of(1) };
    const [x] = inputsFor([start]);
    const { carried, scans } = loop({
      trips: scalar(10, 'int64'),
      carried: { value: x },
      body: (turn, { value }) => ({
        next: { value: o.mul(value, 2) },
        condition: o.less(value, 16),
        scans: [o.add(value, o.cast(turn, 'float32'))],
      }),
    });
    const program = { inputs: [x], outputs: { value: carried.value, seen: scans[0] } };
    const out = await runProgram(program, [start]);
    expect(Array.from(out.value)).toEqual([32]);
    expect(Array.from(out.seen)).toEqual([1, 3, 6, 11, 20]);
  });

  test('carries values that grow, and computes once outside what does not depend on it', async () => {
    const rows = { shape: [1, 2], data: Float32Array.of(1, 2) };
    const [x] = inputsFor([rows]);
    const doubled = o.mul(x, 2);
    const { carried } = loop({
      trips: scalar(3, 'int64'),
      carried: { all: x },
      shapes: { all: ['rows', 2] },
      body: (_, { all }) => ({
        next: { all: o.concat([all, doubled], 0) },
        condition: constant([1], [], 'bool'),
        scans: [],
      }),
    });
    const program = { inputs: [x], outputs: { all: carried.all } };
    const out = await runProgram(program, [rows]);
    expect(Array.from(out.all)).toEqual([1, 2, 2, 4, 2, 4, 2, 4]);
    const { node: nodes = [] } = fromBinary(pb.ModelProtoSchema, exportModel(program, String)).graph ?? {};
    const body = nodes.find(({ opType }) => opType === 'Loop')?.attribute.find(({ name }) => name === 'body')?.g;
    expect(nodes.filter(({ opType }) => opType === 'Mul')).toHaveLength(1);
    expect(body?.node.map(({ opType }) => opType)).toContain('Concat');
    expect(body?.node.map(({ opType }) => opType)).not.toContain('Mul');
  });

  test('refuses a body that changes a shape without saying so', () => {
    const x = input('x', [1, 2]);
    const growing = (): unknown =>
      loop({
        trips: scalar(3, 'int64'),
        carried: { all: x },
        body: (_, { all }) => ({
          next: { all: o.concat([all, x], 0) },
          condition: constant([1], [], 'bool'),
          scans: [],
        }),
      });
    expect(growing).toThrow('Loop carries all as [1,2] float32, and its body gives [2,2] float32');
  });
});

import { describe, expect, test } from 'vitest';
import { loop } from '../../../src/engine/graph/loop.js';
import * as o from '../../../src/engine/graph/ops.js';
import { input, scalar, weight } from '../../../src/engine/graph/tensor.js';
import type { Dtype, Tensor } from '../../../src/engine/graph/tensor.js';
import { sessionSize } from '../../../src/engine/runtime/sessionSize.js';

const side = 10_000;
const x = input('x', ['n', side]);
/** A matrix that lies in a file. */
const stored = (dtype: Dtype = 'float16'): Tensor =>
  weight({ key: 'w', file: 'w.safetensors', offset: 0, bytes: 0 }, [side, side], dtype);
/** In the bytes of one matrix in fp32, rounded: a session takes some megabytes besides. */
const inMatrices = (y: Tensor, device: 'cpu' | 'cuda' = 'cpu'): { opening: number; open: number } => {
  const { opening, open } = sessionSize({ inputs: [x], outputs: { y } }, device);
  return { opening: Math.round((opening / 4e8) * 10) / 10, open: Math.round((open / 4e8) * 10) / 10 };
};
const times = (w: Tensor): Tensor => o.gemm(x, w, { transB: true });

describe('the size of a session', () => {
  test('has a cast weight once, in the type that it is computed in', () => {
    expect(inMatrices(times(o.cast(stored(), 'float32')))).toEqual({ opening: 1, open: 1 });
    expect(inMatrices(times(o.cast(stored('bfloat16'), 'float32')))).toEqual({ opening: 1, open: 1 });
  });

  test('leaves a table of which only rows are taken in its file', () => {
    const ids = input('ids', ['n'], 'int64');
    expect(inMatrices(o.cast(o.gather(stored(), ids), 'float32')).open).toBe(0);
    expect(inMatrices(o.gather(o.cast(stored(), 'float32'), ids)).open).toBe(1);
  });

  test('has what follows from a weight in its place, not beside it', () => {
    const halves = [0, side / 2].map((start) => o.slice(o.cast(stored(), 'float32'), 0, start, start + side / 2));
    expect(inMatrices(o.concat(halves.map(times), 1)).open).toBe(1);
  });

  test('has a weight of 8 bits at a byte a number', () => {
    expect(inMatrices(o.cast(o.matmulInteger(o.quantise(x), stored('int8')), 'float32')).open).toBe(0.3);
  });

  test('has a packed copy for each form that products take the weight in, and the weight beside them while it opens', () => {
    const w = o.cast(stored(), 'float32');
    expect(inMatrices(o.add(times(w), o.gemm(x, w)))).toEqual({ opening: 3, open: 2 });
    expect(inMatrices(o.add(times(w), o.gemm(o.mul(x, 2), w, { transB: true })))).toEqual({ opening: 1, open: 1 });
  });

  test('has a weight of which something else takes the numbers beside the packed copy', () => {
    const w = o.cast(stored(), 'float32');
    const rows = o.gather(w, input('ids', ['n'], 'int64'));
    expect(inMatrices(o.add(times(w), rows)).open).toBe(2);
  });

  test('has the weights of a loop’s body', () => {
    const w = o.cast(stored(), 'float32');
    const { carried } = loop({
      trips: input('trips', [], 'int64'),
      carried: { y: x },
      body: (_, { y }) => ({ next: { y: o.gemm(y, w) }, condition: scalar(1, 'bool'), scans: [] }),
    });
    expect(inMatrices(carried.y).open).toBe(1);
  });

  test('on a GPU passes through this machine’s memory, and does not stay there', () => {
    expect(inMatrices(times(o.cast(stored(), 'float32')), 'cuda')).toEqual({ opening: 1, open: 0 });
  });
});

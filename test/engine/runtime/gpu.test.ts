import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Program } from '../../../src/engine/graph/onnx.js';
import * as o from '../../../src/engine/graph/ops.js';
import { constant, input, weight } from '../../../src/engine/graph/tensor.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import type { Value } from '../../../src/engine/runtime/session.js';
import { float32ToFloat16 } from '../../../src/engine/weights/float16.js';
import { expectClose } from '../../support/golden.js';
import { gpus, gpuTests } from '../../support/gpu.js';
import { randomArray } from '../../support/program.js';

/** What GPUs' providers have been seen to get wrong (docs/devices.md); each is compared with the CPU. */
for (const device of gpus)
  describe.skipIf(!(await gpuTests(device)))(`on ${device}`, () => {
    async function both(program: Program, feeds: Record<string, Value>): Promise<[Float32Array, Float32Array]> {
      const results: Float32Array[] = [];
      for (const where of [device, 'cpu'] as const) {
        const session = await openSession(program, { device: where });
        results.push((await session.run(feeds)).y.data as Float32Array);
        await session.release();
      }
      return [results[0], results[1]];
    }
    const value = (shape: readonly number[], seed: number): Value => {
      const { data } = randomArray(shape, seed);
      return { data, dims: shape };
    };

    test.each([
      { queries: 16, keys: 77 },
      { queries: 64, keys: 77 },
      { queries: 256, keys: 256 },
    ])('attention of $queries queries to $keys keys is right', async ({ queries, keys }) => {
      const [q, k, v] = [input('q', [2, queries, 32]), input('k', [2, keys, 32]), input('v', [2, keys, 32])];
      const [gpu, cpu] = await both(
        { inputs: [q, k, v], outputs: { y: o.multiHeadAttention(q, k, v, 2) } },
        { q: value([2, queries, 32], 1), k: value([2, keys, 32], 2), v: value([2, keys, 32], 3) },
      );
      expectClose(gpu, cpu, 1e-5);
    });

    test('products of float32 are not rounded to fewer bits', async () => {
      const [a, b] = [input('a', [64, 256]), input('b', [256, 96])];
      const matrices = { a: value([64, 256], 7), b: value([256, 96], 8) };
      const [product, exact] = await both({ inputs: [a, b], outputs: { y: o.matmul(a, b) } }, matrices);
      expectClose(product, exact, 1e-6);
      const [x, w] = [input('x', [2, 32, 16, 16]), input('w', [64, 32, 3, 3])];
      const images = { x: value([2, 32, 16, 16], 9), w: value([64, 32, 3, 3], 10) };
      const bias = constant(new Float32Array(64), [64]);
      const [filtered, expected] = await both(
        { inputs: [x, w], outputs: { y: o.conv(x, w, bias, { stride: 1, pads: [1, 1, 1, 1] }) } },
        images,
      );
      expectClose(filtered, expected, 1e-6);
    });

    test('sines and cosines of a thousand radians are right', async () => {
      const x = input('x', ['n']);
      const { data } = randomArray([64], 4);
      const angles = { data: data.map((a) => 999 * a), dims: [64] };
      const [gpu, cpu] = await both({ inputs: [x], outputs: { y: o.add(o.sin(x), o.cos(x)) } }, { x: angles });
      expectClose(gpu, cpu, 1e-6);
    });

    test('group normalisation is right', async () => {
      const x = input('x', [2, 4, 'n']);
      const [ones, zeros] = [constant([1, 1, 1, 1], [4]), constant([0, 0, 0, 0], [4])];
      const program = { inputs: [x], outputs: { y: o.instanceNormalization(x, ones, zeros, 1e-5) } };
      const [gpu, cpu] = await both(program, { x: value([2, 4, 500], 5) });
      expectClose(gpu, cpu, 1e-5);
    });

    test('rows of a table stored in fp16 need no shader-f16', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'aesthete-'));
      const { data } = randomArray([8, 4], 6);
      const halves = float32ToFloat16(data);
      const file = join(folder, 'table.bin');
      await writeFile(file, new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength));
      const table = weight({ key: 'table', file, offset: 0, bytes: halves.byteLength }, [8, 4], 'float16');
      const ids = input('ids', ['n'], 'int64');
      const program = { inputs: [ids], outputs: { y: o.mul(o.cast(o.gather(table, ids), 'float32'), 2) } };
      const [gpu, cpu] = await both(program, { ids: { data: BigInt64Array.of(3n, 0n, 3n), dims: [3] } });
      expect(Array.from(gpu)).toEqual(Array.from(cpu));
      await rm(folder, { recursive: true });
    });
  });

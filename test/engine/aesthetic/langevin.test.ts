import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cyclicalSgld,
  cyclicalStepSize,
  orthonormalRows,
  personaliseBySgld,
} from '../../../src/engine/aesthetic/cyclicalSgld.js';
import { cosine, normalise } from '../../../src/engine/aesthetic/embedding.js';
import { readAesthetic } from '../../../src/engine/aesthetic/file.js';
import { encodePlain } from '../../../src/engine/aesthetic/personalise.js';
import type { Personalised } from '../../../src/engine/aesthetic/personalise.js';
import { loop } from '../../../src/engine/graph/loop.js';
import * as o from '../../../src/engine/graph/ops.js';
import { langevinStep } from '../../../src/engine/graph/optimisers.js';
import { constant, input } from '../../../src/engine/graph/tensor.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { Models } from '../../../src/engine/pipeline/models.js';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import { runProgram } from '../../support/program.js';

/** Chains of Langevin steps on U = k·θ²/2, all at θ = 0 before the first; where each is after the last. */
async function chains(options: { k: number; stepSize: number; temperature: number; count: number; steps: number }) {
  const { k, stepSize, temperature, count, steps } = options;
  const noise = input('x0', [steps, count]);
  const { carried } = loop({
    trips: constant([steps], [], 'int64'),
    carried: { theta: constant(new Float32Array(count), [count]) },
    body: (turn, { theta }) => ({
      next: {
        theta: langevinStep(theta, o.mul(theta, -k), {
          stepSize: constant([stepSize], []),
          temperature: constant([temperature], []),
          noise: o.reshape(o.gather(noise, o.reshape(turn, [1])), [count]),
        }),
      },
      condition: constant([1], [], 'bool'),
      scans: [],
    }),
  });
  const data = torchGenerator(17).randn(steps * count);
  const out = await runProgram({ inputs: [noise], outputs: { theta: o.identity(carried.theta) } }, [
    { shape: [steps, count], data },
  ]);
  return out.theta;
}

describe('Langevin steps on a quadratic', () => {
  test.each([
    { k: 1, stepSize: 0.1, temperature: 1 },
    { k: 4, stepSize: 0.25, temperature: 0.5 },
    { k: 0.5, stepSize: 1, temperature: 2 },
  ])('have the stationary variance τ/(k(1 − ηk/2)): %o', async ({ k, stepSize, temperature }) => {
    const [count, steps] = [40_000, 60];
    const theta = await chains({ k, stepSize, temperature, count, steps });
    const variance = theta.reduce((sum, value) => sum + value ** 2, 0) / count;
    const expected = temperature / (k * (1 - (stepSize * k) / 2));
    // The variance of n normals has a standard error of √(2/n); what is left of the start after 60 steps is below 2e-3 of it.
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / count) + 2e-3);
    expect(Math.abs(theta.reduce((a, b) => a + b, 0) / count)).toBeLessThan(4 * Math.sqrt(expected / count));
  });

  test('go down without noise at temperature 0', async () => {
    const theta = await chains({ k: 1, stepSize: 0.1, temperature: 0, count: 10, steps: 5 });
    expect([...theta]).toEqual(Array<number>(10).fill(0));
  });
});

test('step sizes fall along half a cosine in each cycle and begin anew', () => {
  const sizes = Array.from({ length: 8 }, (_, k) => cyclicalStepSize(k, 4, 2));
  [2, 1 + Math.SQRT1_2, 1, 1 - Math.SQRT1_2].forEach((size, k) => {
    expect(sizes[k]).toBeCloseTo(size, 12);
    expect(sizes[k + 4]).toBe(sizes[k]);
  });
});

test('a basis spans the rows, is orthonormal, and leaves out what adds nothing', () => {
  const rows = Array.from({ length: 5 }, (_, i) => torchGenerator(i).randn(32));
  const dependent = rows[0].map((v, k) => v - 2 * rows[3][k]);
  const basis = orthonormalRows([...rows, dependent, rows[1]]);
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, v, k) => sum + v * b[k], 0);
  expect(basis).toHaveLength(5);
  basis.forEach((a, i) => {
    basis.forEach((b, j) => {
      expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 6);
    });
  });
  const rebuilt = dependent.map((_, k) => basis.reduce((sum, b) => sum + dot(dependent, b) * b[k], 0));
  rebuilt.forEach((v, k) => {
    expect(v).toBeCloseTo(dependent[k], 4);
  });
});

describe('cyclical SGLD on the demo pack', () => {
  let models: Models;
  let target: Float32Array;
  beforeAll(async () => {
    models = await openModels(await openPack('models/demo'), { device: 'cpu', precision: 'fp32' });
    const file = 'models/demo/aesthetics/gloomcore.safetensors';
    target = normalise(readAesthetic(await readFile(file), file).vector);
  });
  afterAll(async () => {
    await models.close();
  });

  test('samples differ from each other, all about as near to the aesthetic as was asked for', async () => {
    const tokens = models.tokenizePrompt('a castle');
    const plain = await models.text((session) => encodePlain(session, tokens, models.projection));
    const before = cosine(plain.embedding, target);
    const goal = before + 0.3;
    const sample = (seed: number): Promise<Personalised[]> =>
      models.langevin((session) =>
        personaliseBySgld(session, models.langevinLayers(), tokens, target, { goal, cycles: 3, diversity: 1, seed }),
      );
    const results = await sample(1);
    expect(results).toHaveLength(3);
    for (const { embedding, cosines } of results) {
      expect(Math.abs(cosine(embedding, target) - goal)).toBeLessThan(0.05);
      expect(cosines).toHaveLength(cyclicalSgld.stepsPerCycle);
    }
    expect(results[0].cosines[0]).toBeCloseTo(before, 5);
    expect(cosine(results[0].embedding, results[1].embedding)).toBeLessThan(0.99);
    expect((await sample(1))[2].states).toEqual(results[2].states);
    expect((await sample(2))[2].states).not.toEqual(results[2].states);
  });
});

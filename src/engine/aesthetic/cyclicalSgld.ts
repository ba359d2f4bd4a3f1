import { torchGenerator } from '../runtime/random.js';
import type { Session, Value } from '../runtime/session.js';
import type { Layer } from './langevin.js';
import { float, floats, integers, promptFeeds } from './personalise.js';
import type { Personalised, PromptTokens } from './personalise.js';

/** How a chain of cyclical SGLD goes. */
export interface SgldSettings {
  /** The cosine to the aesthetic that states are sampled around. */
  readonly goal: number;
  /** One conditioning each, at its end. */
  readonly cycles: number;
  /** 0 to 1: how wide the prior is, in lengths of the way to the goal. */
  readonly diversity: number;
  readonly seed: number;
}

/** The same for every pack. Step sizes are in units of width², so that a prior alone relaxes by that share in a step. */
export const cyclicalSgld = {
  stepsPerCycle: 20,
  /** Of the chain that each picture has, the last of which gives its states. */
  cycles: 2,
  firstStepSize: 0.1,
  /** The part of a cycle that explores without noise (temperature 0). */
  exploration: 0.5,
  /** Stationary distance from W₀ at diversity 1, in lengths of the way to the goal along the first gradient. */
  reach: 25,
  /** The likelihood's variance of the cosine over the prior's. */
  tightness: 0.2,
} as const;

/**
 * Step k of a cyclical schedule, from 0: η₀/2·(cos(π·(k mod C)/C) + 1), for C steps a cycle (Zhang et al. 2020, equation 1).
 */
export function cyclicalStepSize(k: number, stepsPerCycle: number, first: number): number {
  return (first / 2) * (Math.cos((Math.PI * (k % stepsPerCycle)) / stepsPerCycle) + 1);
}

/**
 * Samples text states whose text embedding is about as near to the aesthetic as `goal` says, by cyclical SGLD (Zhang et al. 2020) over what ascent can change:
 * the linear layers within the span of the prompt's inputs (langevin.ts). One chain from θ₀; each cycle begins with large steps, without noise, and ends with small
 * ones at temperature 1.
 *
 * The prior's width σ is reach · diversity · (goal − c₀)/(‖g₀‖·√p) for p numbers in D, and the likelihood's variance `tightness` times that of the cosine under the
 * prior, σ²‖g₀‖². The posterior's cosine would lie between c₀ and its centre, so the centre is that much beyond the goal.
 * @param target the aesthetic [projection], of unit length
 * @returns one conditioning a cycle
 */
export async function personaliseBySgld(
  session: Session,
  layers: readonly Layer[],
  prompt: PromptTokens,
  target: Float32Array,
  settings: SgldSettings,
): Promise<Personalised[]> {
  const { stepsPerCycle, firstStepSize, exploration, reach, tightness } = cyclicalSgld;
  const tokens = promptFeeds(prompt, target);
  const inputs = await runPlain(session, layers, tokens);
  const bases = inputs.map(orthonormalRows);
  const feeds = (starts: readonly Float32Array[], steps: StepFeeds): Record<string, Value> => ({
    ...tokens,
    ...basisFeeds(bases),
    ...chainFeeds(layers, bases, starts, steps),
  });
  let changes: Float32Array[] = layers.map(
    ({ inputIndex, outFeatures }) => new Float32Array(bases[inputIndex].length * outFeatures),
  );
  const first = await session.run(feeds(changes, oneStill));
  const [before, slope] = [floats(first.cosines)[0], Math.sqrt(floats(first.squares)[0])];
  const numbers = changes.reduce((sum, change) => sum + change.length, 0);
  const way = settings.goal - before;
  const width = (reach * settings.diversity * Math.abs(way)) / (slope * Math.sqrt(numbers));

  const generator = torchGenerator(settings.seed);
  const stepSizes = Array.from(
    { length: stepsPerCycle },
    (_, k) => cyclicalStepSize(k, stepsPerCycle, firstStepSize) * width ** 2,
  );
  const results: Personalised[] = [];
  for (let cycle = 0; cycle < settings.cycles; cycle++) {
    const out = await session.run(
      feeds(changes, {
        stepSizes,
        temperatures: stepSizes.map((_, k) => (k < exploration * stepsPerCycle ? 0 : 1)),
        goal: settings.goal + tightness * way,
        tolerance: Math.sqrt(tightness) * width * slope,
        width,
        noise: (size) => generator.randn(size),
      }),
    );
    changes = layers.map((_, i) => floats(out[`end${i}`]));
    results.push({
      states: floats(out.states),
      pooled: floats(out.pooled),
      embedding: floats(out.embedding),
      cosines: Array.from(floats(out.cosines)),
      stepSizes,
      steps: stepSizes.length,
    });
  }
  return results;
}

/** What a run of the chain takes beside the prompt and the bases. */
interface StepFeeds {
  readonly stepSizes: readonly number[];
  readonly temperatures: readonly number[];
  readonly goal: number;
  readonly tolerance: number;
  readonly width: number;
  readonly noise: (size: number) => Float32Array;
}

/** One step that goes nowhere: it tells what is there before any. */
const oneStill: StepFeeds = {
  stepSizes: [0],
  temperatures: [0],
  goal: 0,
  tolerance: 1,
  width: 1,
  noise: (size) => new Float32Array(size),
};

/** [X,1] of each distinct input, rows as arrays, before any step. */
async function runPlain(
  session: Session,
  layers: readonly Layer[],
  tokens: Readonly<Record<string, Value>>,
): Promise<Float32Array[][]> {
  const widths = new Map(layers.map(({ inputIndex, inFeatures }) => [inputIndex, inFeatures]));
  const zeros = [...widths.values()].map((size) => [new Float32Array(size + 1)]);
  const starts = layers.map(({ outFeatures }) => new Float32Array(outFeatures));
  const out = await session.run({
    ...tokens,
    ...basisFeeds(zeros),
    ...chainFeeds(layers, zeros, starts, oneStill),
  });
  return [...widths].map(([j, size]) => {
    const rows = floats(out[`inputs${j}`]);
    return Array.from({ length: rows.length / size }, (_, i) =>
      Float32Array.of(...rows.subarray(i * size, (i + 1) * size), 1),
    );
  });
}

function basisFeeds(bases: readonly (readonly Float32Array[])[]): Record<string, Value> {
  return Object.fromEntries(
    bases.flatMap((rows, j) => {
      const size = rows[0].length - 1;
      const joined = new Float32Array(rows.length * size);
      rows.forEach((row, i) => {
        joined.set(row.subarray(0, size), i * size);
      });
      return [
        [`basis${j}`, { data: joined, dims: [rows.length, size] }],
        [`basisBias${j}`, { data: Float32Array.from(rows, (row) => row[size]), dims: [rows.length] }],
      ];
    }),
  );
}

function chainFeeds(
  layers: readonly Layer[],
  bases: readonly (readonly Float32Array[])[],
  starts: readonly Float32Array[],
  { stepSizes, temperatures, goal, tolerance, width, noise }: StepFeeds,
): Record<string, Value> {
  const steps = stepSizes.length;
  const perLayer = layers.flatMap(({ inputIndex, outFeatures }, i) => {
    const rank = bases[inputIndex].length;
    return [
      [`start${i}`, { data: starts[i], dims: [rank, outFeatures] }],
      [`noise${i}`, { data: noise(steps * rank * outFeatures), dims: [steps, rank, outFeatures] }],
    ];
  });
  return {
    steps: integers([steps], []),
    stepSizes: { data: Float32Array.from(stepSizes), dims: [steps] },
    temperatures: { data: Float32Array.from(temperatures), dims: [steps] },
    goal: float(goal),
    tolerance: float(tolerance),
    width: float(width),
    ...(Object.fromEntries(perLayer) as Record<string, Value>),
  };
}

/** An orthonormal basis of the span of rows [in] (modified Gram–Schmidt, twice); rows that add nothing to it are left out. */
export function orthonormalRows(rows: readonly Float32Array[]): Float32Array[] {
  const basis: Float64Array[] = [];
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, k) => sum + value * b[k], 0);
  for (const row of rows) {
    const rest = Float64Array.from(row);
    const length = Math.sqrt(dot(rest, rest));
    for (let pass = 0; pass < 2; pass++)
      for (const one of basis) {
        const share = dot(rest, one);
        for (let k = 0; k < rest.length; k++) rest[k] -= share * one[k];
      }
    const left = Math.sqrt(dot(rest, rest));
    if (left > 1e-4 * length) basis.push(rest.map((value) => value / left));
  }
  return basis.map((one) => Float32Array.from(one));
}

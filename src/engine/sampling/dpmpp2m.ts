import type { SamplerName, Spacing } from '../types.js';
import { weightedSum, predictedOriginal, type SamplerFactory } from './sampler.js';
import type { NoiseSchedule } from './schedule.js';
import { interpolate, karrasSigmas, sigmaToTimestep, trainingSigmas, withFinalSigma } from './sigmas.js';
import { checkUsableSteps, checkSteps, linspace, roundHalfEven, trailingTimesteps } from './spacing.js';

/** From this many steps on, diffusers does not lower the order at the end for stability's sake. */
const manySteps = 15;

/** Signal √ᾱ, noise √(1 − ᾱ) and half the log of their squares' ratio, of a noise-to-signal ratio σ; float32 like torch's. */
interface Level {
  readonly alpha: number;
  readonly sigma: number;
  readonly lambda: number;
}

function levelOf(ratio: number): Level {
  const { fround } = Math;
  const alpha = fround(1 / fround(Math.sqrt(fround(fround(ratio * ratio) + 1))));
  const sigma = fround(ratio * alpha);
  return { alpha, sigma, lambda: fround(fround(Math.log(alpha)) - fround(Math.log(sigma))) };
}

/** As many training timesteps as have a λ that is not cut off; λ falls with the timestep. */
function usableTimesteps({ alphaBar, lambdaMinClipped }: NoiseSchedule): number {
  const lambda = (a: number): number => (Math.log(a) - Math.log(1 - a)) / 2;
  return alphaBar.findLastIndex((a) => lambdaMinClipped === -Infinity || lambda(a) >= lambdaMinClipped) + 1;
}

/** Timesteps [steps], falling, whole: unlike the other samplers' they leave out the last one of steps + 1, timestep 0. */
const spaceBy: Record<Spacing, (schedule: NoiseSchedule, usable: number, steps: number) => number[]> = {
  linspace: (_schedule, usable, steps) =>
    linspace(usable - 1, steps + 1)
      .map(roundHalfEven)
      .reverse()
      .slice(0, -1),
  leading: ({ stepsOffset }, usable, steps) => {
    const ratio = Math.floor(usable / (steps + 1));
    return Array.from({ length: steps }, (_, i) => (steps - i) * ratio + stepsOffset);
  },
  trailing: ({ trainTimesteps }, usable, steps) =>
    trailingTimesteps(usable, trainTimesteps / steps, steps).filter((timestep) => timestep >= 0),
};

const falls = (values: readonly number[]): boolean => values.every((value, i) => i === 0 || value < values[i - 1]);

const dpmpp2mOf =
  (sampler: SamplerName, karras: boolean): SamplerFactory =>
  (schedule, steps, options) => {
    const { trainTimesteps, prediction, betaSchedule, finalSigma, lowerOrderFinal, eulerAtFinal } = schedule;
    const spacing = options.spacing ?? schedule.spacing ?? 'linspace';
    const table = trainingSigmas(schedule);
    const usable = usableTimesteps(schedule);
    const spacedSigmas = (count: number): { timesteps: number[]; sigmas: number[] } => {
      const timesteps = spaceBy[spacing](schedule, usable, count);
      return { timesteps, sigmas: timesteps.map((timestep) => interpolate(table, timestep)) };
    };
    const karrasSpaced = (count: number): { timesteps: number[]; sigmas: number[] } => {
      const sigmas = karrasSigmas(table.at(-1)!, table[0], count);
      // diffusers rounds these for every schedule but the cosine one, where its cast to whole numbers cuts.
      const whole = betaSchedule === 'squaredcos_cap_v2' ? Math.floor : roundHalfEven;
      return { timesteps: sigmas.map((sigma) => whole(sigmaToTimestep(sigma, schedule))), sigmas };
    };
    const scheduleOf = karras ? karrasSpaced : spacedSigmas;
    checkSteps(sampler, steps, trainTimesteps);
    // Two equal σ would make a step of length 0, by which the second order divides.
    checkUsableSteps(sampler, steps, (count) => falls(scheduleOf(count).sigmas));
    const all = scheduleOf(steps);
    const timesteps = all.timesteps.slice(options.skip);
    const sigmas = withFinalSigma(all.sigmas, schedule).slice(options.skip);
    const levels = sigmas.map(levelOf);
    const last = timesteps.length - 1;
    const firstOrderAtLast =
      eulerAtFinal || finalSigma === 'zero' || (lowerOrderFinal && all.timesteps.length < manySteps);
    let previous = new Float32Array();

    const predictOriginal = (output: Float32Array, i: number, x: Float32Array): Float32Array => {
      const coefficients = predictedOriginal[prediction](levels[i].alpha, levels[i].sigma);
      return weightedSum(coefficients.x, x, coefficients.output, output);
    };

    return {
      timesteps,
      sigmas,
      initNoiseSigma: 1,
      scaleInput: (x) => x,
      start: (original, noise) => weightedSum(levels[0].alpha, original, levels[0].sigma, noise),
      predictOriginal,
      shiftOriginal: (output, i, shift) => {
        const coefficients = predictedOriginal[prediction](levels[i].alpha, levels[i].sigma);
        return weightedSum(1, output, 1 / coefficients.output, shift);
      },
      step(output, i, x) {
        const [from, to] = [levels[i], levels[i + 1]];
        const original = predictOriginal(output, i, x);
        const h = to.lambda - from.lambda;
        const [ofX, ofOriginal] = [to.sigma / from.sigma, -to.alpha * Math.expm1(-h)];
        const firstOrder = i === 0 || (i === last && firstOrderAtLast);
        // The second order extrapolates the original to the middle of the step: D₀ + D₁/2 in the paper.
        const slope = firstOrder ? 0 : h / (from.lambda - levels[i - 1].lambda) / 2;
        const middle = firstOrder ? original : weightedSum(1 + slope, original, -slope, previous);
        previous = Float32Array.from(original);
        return weightedSum(ofX, x, ofOriginal, middle);
      },
    };
  };

/**
 * DPM-Solver++(2M), multistep, order 2, midpoint: Lu et al. 2022 (arXiv 2211.01095), algorithm 2; diffusers'
 * scheduling_dpmsolver_multistep.py. The first step is of order 1, and the last where it ends without noise.
 */
export const dpmpp2m = dpmpp2mOf('dpmpp_2m', false);

/** The same over Karras' σ between the last and the first training timestep, whatever the spacing. */
export const dpmpp2mKarras = dpmpp2mOf('dpmpp_2m_karras', true);

import * as o from './ops.js';
import { cast } from './ops.js';
import { scalar } from './tensor.js';
import type { Tensor } from './tensor.js';

/** What one parameter carries from step to step besides its value, by name. */
type OptimiserState = Readonly<Record<string, Tensor>>;

export interface Optimiser {
  /** The state before the first step. */
  readonly init: (parameter: Tensor) => OptimiserState;
  /** `step` counts from 0, [] int64; the gradient is that of what is to be made larger. */
  readonly update: (
    parameter: Tensor,
    gradient: Tensor,
    state: OptimiserState,
    step: Tensor,
  ) => { parameter: Tensor; state: OptimiserState };
}

/** Plain gradient ascent: θ ← θ + ε·g. */
export function ascent(lr: Tensor): Optimiser {
  return {
    init: () => ({}),
    update: (parameter, gradient) => ({ parameter: o.add(parameter, o.mul(gradient, lr)), state: {} }),
  };
}

/**
 * Adam, Kingma and Ba 2015, with torch's defaults (β 0.9 and 0.999, ε 1e-8, no weight decay). It carries m/(1 − β₁) and v/(1 − β₂) and
 * gathers all factors in two scalars, since every pass over the weights costs: θ + a·m'/(√v' + b).
 */
export function adam(lr: Tensor): Optimiser {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  const factorsAt = (step: Tensor): Record<'decay1' | 'decay2' | 'a' | 'b', Tensor> => {
    const t = o.add(cast(step, 'float32'), 1);
    const lack = (beta: number): Tensor => o.sub(1, o.exp(o.mul(t, Math.log(beta))));
    const decay = (beta: number): Tensor => o.where(o.equal(step, 0), 0, scalar(beta));
    const root = o.sqrt(o.mul(lack(beta2), 1 / (1 - beta2)));
    const a = o.mul(o.mul(o.div(lr, lack(beta1)), 1 - beta1), root);
    return { decay1: decay(beta1), decay2: decay(beta2), a, b: o.mul(root, epsilon) };
  };
  const factors = new Map<Tensor, ReturnType<typeof factorsAt>>();
  return {
    // Any tensors of that shape: the first step forgets them (decay 0). Zeros would stay in memory, these are there already.
    init: (parameter) => ({ m: parameter, v: parameter }),
    update: (parameter, gradient, state, step) => {
      const known = factors.get(step) ?? factorsAt(step);
      factors.set(step, known);
      const { decay1, decay2, a, b } = known;
      const m = o.add(o.mul(state.m, decay1), gradient);
      const v = o.add(o.mul(state.v, decay2), o.mul(gradient, gradient));
      const change = o.mul(o.div(m, o.add(o.sqrt(v), b)), a);
      return { parameter: o.add(parameter, change), state: { m, v } };
    },
  };
}

/**
 * A step of Langevin dynamics, Welling & Teh 2011: θ ← θ + η·g + √(2ητ)·ξ, for g the gradient of what is to be made larger, −∇U, and ξ standard normal, of θ's
 * shape. Its stationary law is exp(−U/τ) for small η; on U = k·θ²/2 the variance is τ/(k·(1 − ηk/2)) for every η below 2/k.
 * `stepSize` η and `temperature` τ are [].
 */
export function langevinStep(
  parameter: Tensor,
  gradient: Tensor,
  { stepSize, temperature, noise }: Readonly<Record<'stepSize' | 'temperature' | 'noise', Tensor>>,
): Tensor {
  const size = o.sqrt(o.mul(o.mul(stepSize, temperature), 2));
  return o.add(o.add(parameter, o.mul(gradient, stepSize)), o.mul(noise, size));
}

import * as o from './ops.js';
import { cast } from './ops.js';
import { constant } from './tensor.js';
import type { Tensor } from './tensor.js';

/** What one parameter carries from step to step besides its value, by name. */
export type OptimiserState = Readonly<Record<string, Tensor>>;

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

/** Adam, Kingma and Ba 2015, with torch's defaults (β 0.9 and 0.999, ε 1e-8, no weight decay) and its order of operations. */
export function adam(lr: Tensor): Optimiser {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  return {
    init: (parameter) => {
      const zeros = o.expandLike(
        constant(
          [0],
          parameter.shape.map(() => 1),
        ),
        parameter,
      );
      return { m: zeros, v: zeros };
    },
    update: (parameter, gradient, state, step) => {
      const t = o.add(cast(step, 'float32'), 1);
      const power = (beta: number): Tensor => o.exp(o.mul(t, Math.log(beta)));
      const m = o.add(o.mul(state.m, beta1), o.mul(gradient, 1 - beta1));
      const v = o.add(o.mul(state.v, beta2), o.mul(o.mul(gradient, gradient), 1 - beta2));
      const stepSize = o.div(lr, o.sub(1, power(beta1)));
      const denominator = o.add(o.div(o.sqrt(v), o.sqrt(o.sub(1, power(beta2)))), epsilon);
      return { parameter: o.add(parameter, o.mul(stepSize, o.div(m, denominator))), state: { m, v } };
    },
  };
}

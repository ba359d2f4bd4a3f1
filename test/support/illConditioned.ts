import { relativeError } from './golden.js';

/** Named arrays that a case compares. */
export type Results = Readonly<Record<string, ArrayLike<number>>>;

/** Runs whose input differs by rounding errors, to see how far their results lie apart. */
const trials = 4;
/** How much farther from torch than from each other such runs may lie: torch rounds elsewhere, not just once. */
const slack = 6;
/** Beyond this many times the tolerance nothing is excused. */
const most = 100;

/** v with every value moved by one unit in its 23rd binary place, up or down as the trial has it. */
export function perturb(v: Float32Array, trial: number): Float32Array {
  if (trial === 0) return v;
  let state = trial;
  return v.map((x) => {
    state = (state * 48_271) % 2_147_483_647;
    return x * (1 + (state % 2 === 0 ? 1 : -1) * 2 ** -23);
  });
}

/**
 * Expects the results of `run(0)` within the tolerances. Where they are not, the case may be ill-conditioned: steps so large that the
 * ascent swings, or a random U-Net that multiplies rounding errors. Then runs with perturbed input (`run(1)`, …) tell how far apart results
 * lie that are all right, and the expected ones must lie that near too (docs/decisions/003).
 */
export async function expectWithinRounding(
  run: (trial: number) => Promise<Results>,
  expected: Results,
  tolerance: Readonly<Record<string, number>>,
): Promise<void> {
  const plain = await run(0);
  const errors = errorsOf(plain, expected);
  const failing = Object.keys(expected).filter((name) => !(errors[name] <= tolerance[name]));
  if (failing.length === 0) return;
  const apart: Record<string, number> = {};
  for (let trial = 1; trial <= trials; trial++)
    for (const [name, error] of Object.entries(errorsOf(await run(trial), plain)))
      apart[name] = Math.max(apart[name] ?? 0, error);
  for (const name of failing) {
    const allowed = Math.min(slack * apart[name], most * tolerance[name]);
    const said = `${name}: relative error ${errors[name].toExponential(2)} > ${tolerance[name]}`;
    if (!(errors[name] <= allowed))
      throw new Error(`${said}, and runs with perturbed input lie only ${apart[name].toExponential(2)} apart`);
    console.warn(`${said}, as ill-conditioned: runs with perturbed input lie ${apart[name].toExponential(2)} apart`);
  }
}

function errorsOf(actual: Results, expected: Results): Record<string, number> {
  return Object.fromEntries(
    Object.entries(expected).map(([name, values]) => [name, relativeError(actual[name], values).error]),
  );
}

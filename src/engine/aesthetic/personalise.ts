import { UserError } from '../errors.js';
import type { Session, Value } from '../runtime/session.js';

/** A tokenised prompt of k chunks, each of L ids. */
export interface PromptTokens {
  /** One chunk after another, [k·L]. */
  readonly ids: Int32Array;
  /** Of each chunk the index within it of its first end-of-text token. */
  readonly ends: readonly number[];
  /** Which layer's states condition the U-Net, from 0. */
  readonly layer: number;
}

/** How far gradient ascent goes. */
export type AscentSettings =
  /** The paper's raw settings. */
  | { readonly kind: 'raw'; readonly steps: number; readonly lr: number }
  /** Equal-gain ascent to the cosine `goal`, within `tolerance`: in about `stepsToGoal` steps (N), in `maxSteps` at most. */
  | {
      readonly kind: 'goal';
      readonly goal: number;
      readonly stepsToGoal?: number;
      readonly maxSteps?: number;
      readonly tolerance?: number;
    };

export interface Personalised {
  /** Text states [k·L,d] that condition the U-Net. */
  readonly states: Float32Array;
  /** The pooled states [k,d] and the text embeddings [k,projection], raw, one a chunk. */
  readonly pooled: Float32Array;
  readonly embedding: Float32Array;
  /** Cosine to the aesthetic (the mean of the chunks' cosines) before each step; empty where no step was considered. */
  readonly cosines: readonly number[];
  readonly stepSizes: readonly number[];
  /** Gradient steps taken. */
  readonly steps: number;
}

/** Constants of equal-gain ascent, the same for every pack. `maxGoal`: beyond it, ascent towards a cosine no longer converges. */
export const equalGain = { stepsToGoal: 5, maxSteps: 20, tolerance: 0.005, maxGoal: 0.95 } as const;

/** The largest T·n, rows of the low-rank update (ascent.ts). Beyond it the update's products cost more than those of the weights. */
const maxUpdateRows = 1600;

/** The same for ascent towards a goal, of which most reach it in a quarter of the steps that they may take. */
const maxGoalRows = 3200;

/** Tokens that carry gradient: those of each chunk up to its end of text. */
function trainedTokens({ ends }: PromptTokens): number {
  return ends.reduce((sum, end) => sum + end + 1, 0);
}

/** The most steps that ascent towards a goal takes: fewer for prompts of many chunks, whose updates have more rows. */
export function maxGoalSteps(prompt: PromptTokens): number {
  return Math.min(equalGain.maxSteps, Math.floor(maxGoalRows / trainedTokens(prompt)));
}

/** Encodes a prompt with the weights as they are, θ₀. */
export async function encodePlain(session: Session, prompt: PromptTokens, projection: number): Promise<Personalised> {
  return runAscent(session, prompt, new Float32Array(projection), { maxSteps: 0, raw: true, lr: 0 });
}

/**
 * Personalises the text model (Gallego 2022) by gradient ascent: steps that turn the prompt's text embedding towards `target`, then the
 * encoding. `session` runs `ascentProgram`.
 * @param target the aesthetic [projection], of unit length
 * @throws UserError when T·n is too large, naming the largest T
 */
export async function personaliseByAscent(
  session: Session,
  prompt: PromptTokens,
  target: Float32Array,
  ascent: AscentSettings,
): Promise<Personalised> {
  if (ascent.kind === 'raw') {
    const n = trainedTokens(prompt);
    if (ascent.steps * n > maxUpdateRows)
      throw new UserError({
        code: 'textStepsTooMany',
        params: { steps: ascent.steps, tokens: n, most: Math.floor(maxUpdateRows / n) },
      });
    return runAscent(session, prompt, target, { maxSteps: ascent.steps, raw: true, lr: ascent.lr });
  }
  const { stepsToGoal, tolerance } = { ...equalGain, ...ascent };
  const maxSteps = ascent.maxSteps ?? maxGoalSteps(prompt);
  return runAscent(session, prompt, target, { maxSteps, raw: false, goal: ascent.goal, stepsToGoal, tolerance });
}

/** The same by Adam, as in the authors' code. `session` runs `adamProgram`. */
export async function personaliseByAdam(
  session: Session,
  prompt: PromptTokens,
  target: Float32Array,
  { steps, lr }: { readonly steps: number; readonly lr: number },
): Promise<Personalised> {
  const out = await session.run({ ...promptFeeds(prompt, target), maxSteps: integers([steps], []), lr: float(lr) });
  return result(out, Array<number>(steps).fill(lr));
}

/** Values of the inputs of `ascentProgram`, apart from the prompt's. */
interface AscentValues {
  readonly maxSteps: number;
  readonly raw: boolean;
  readonly lr?: number;
  readonly goal?: number;
  readonly stepsToGoal?: number;
  readonly tolerance?: number;
}

async function runAscent(
  session: Session,
  prompt: PromptTokens,
  target: Float32Array,
  s: AscentValues,
): Promise<Personalised> {
  const out = await session.run({
    ...promptFeeds(prompt, target),
    maxSteps: integers([s.maxSteps], []),
    raw: { data: Uint8Array.of(s.raw ? 1 : 0), dims: [] },
    lr: float(s.lr ?? 0),
    goal: float(s.goal ?? 0),
    stepsToGoal: float(s.stepsToGoal ?? equalGain.stepsToGoal),
    tolerance: float(s.tolerance ?? equalGain.tolerance),
  });
  return result(out, Array.from(out.stepSizes.data as Float32Array));
}

function result(out: Readonly<Record<string, Value>>, stepSizes: readonly number[]): Personalised {
  const floats = (name: string): Float32Array => out[name].data as Float32Array;
  // The iteration that finds the goal reached has a step size of 0: it takes no step.
  const taken = stepSizes.filter((size) => size !== 0);
  return {
    states: floats('states'),
    pooled: floats('pooled'),
    embedding: floats('embedding'),
    cosines: Array.from(floats('cosines')),
    stepSizes: taken,
    steps: taken.length,
  };
}

/** The prompt's inputs of every program of this folder. */
export function promptFeeds({ ids, ends, layer }: PromptTokens, target: Float32Array): Record<string, Value> {
  const distinct = [...new Set(ids)];
  const slotOf = new Map(distinct.map((id, i) => [id, i]));
  const length = ids.length / ends.length;
  const all = Array.from(ids, (id, place) => ({ slot: slotOf.get(id)!, place, position: place % length }));
  const trained = all.filter(({ place, position }) => position <= ends[Math.floor(place / length)]);
  const allEnds = ends.map((end, chunk) => chunk * length + end);
  const feed = (tokens: typeof all, of: keyof (typeof all)[number]): Value =>
    integers(tokens.map((token) => token[of]));
  return {
    ids: integers(distinct),
    slots: feed(all, 'slot'),
    places: feed(all, 'place'),
    positions: feed(all, 'position'),
    promptSlots: feed(trained, 'slot'),
    promptPlaces: feed(trained, 'place'),
    promptPositions: feed(trained, 'position'),
    ends: integers(allEnds),
    promptEnds: integers(allEnds.map((end) => trained.findIndex(({ place }) => place === end))),
    layer: integers([layer]),
    target: { data: target, dims: [1, target.length] },
  };
}

export const integers = (values: readonly number[], dims: readonly number[] = [values.length]): Value => ({
  data: BigInt64Array.from(values, BigInt),
  dims,
});
export const floats = (value: Value): Float32Array => value.data as Float32Array;
export const float = (value: number): Value => ({ data: Float32Array.of(value), dims: [] });

import { UserError } from '../errors.js';
import type { Session, Value } from '../runtime/session.js';

/** A tokenised prompt: L ids, and the index of the first end-of-text token. */
export interface PromptTokens {
  readonly ids: Int32Array;
  readonly end: number;
}

/** How far to go. */
export type Ascent =
  /** The paper's raw settings. */
  | { readonly kind: 'raw'; readonly steps: number; readonly lr: number }
  /** Equal-gain ascent to a cosine: `aim` is N, `cap` the most steps. */
  | {
      readonly kind: 'goal';
      readonly goal: number;
      readonly aim?: number;
      readonly cap?: number;
      readonly within?: number;
    };

export interface Personalised {
  /** Text states [L,d] that condition the U-Net. */
  readonly states: Float32Array;
  /** The pooled state [d] and the text embedding [projection], raw. */
  readonly pooled: Float32Array;
  readonly embedding: Float32Array;
  /** Cosine to the aesthetic before each step; empty where no step was considered. */
  readonly cosines: readonly number[];
  readonly stepSizes: readonly number[];
  /** Gradient steps taken. */
  readonly steps: number;
}

/** Equal-gain ascent's constants: measured in DESIGN, the same in every pack. */
export const equalGain = { aim: 5, cap: 20, within: 0.005, highestGoal: 0.95 } as const;

/** Rows that the factored histories may reach: T·n. Beyond, low-rank products cost more than the weights' own. */
const maxHistoryRows = 1600;

/** A text encoder without any step: θ₀. */
export async function encodePlain(session: Session, prompt: PromptTokens, projection: number): Promise<Personalised> {
  return climb(session, prompt, new Float32Array(projection), { trips: 0, raw: true, lr: 0 });
}

/**
 * Personalise (Gallego 2022) by factored ascent: steps that turn the prompt's text embedding towards `target`, then the encoding.
 * @param target the aesthetic [projection], of unit length
 * @throws UserError when T·n is too large, naming the largest T
 */
export async function personalise(
  session: Session,
  prompt: PromptTokens,
  target: Float32Array,
  ascent: Ascent,
): Promise<Personalised> {
  if (ascent.kind === 'raw') {
    const n = prompt.end + 1;
    if (ascent.steps * n > maxHistoryRows)
      throw new UserError(
        `${ascent.steps} text steps are too many for a prompt of ${n} tokens; at most ${Math.floor(maxHistoryRows / n)} fit`,
      );
    return climb(session, prompt, target, { trips: ascent.steps, raw: true, lr: ascent.lr });
  }
  const { goal, aim = equalGain.aim, cap = equalGain.cap, within = equalGain.within } = ascent;
  return climb(session, prompt, target, { trips: cap, raw: false, goal, aim, within });
}

/** The same by an optimiser on copied weights (copied.ts): the authors' Adam. */
export async function personaliseCopied(
  session: Session,
  prompt: PromptTokens,
  target: Float32Array,
  { steps, lr }: { readonly steps: number; readonly lr: number },
): Promise<Personalised> {
  const out = await session.run({ ...promptFeeds(prompt, target), trips: integers([steps], []), lr: float(lr) });
  return result(out, Array<number>(steps).fill(lr));
}

interface Steering {
  readonly trips: number;
  readonly raw: boolean;
  readonly lr?: number;
  readonly goal?: number;
  readonly aim?: number;
  readonly within?: number;
}

async function climb(session: Session, prompt: PromptTokens, target: Float32Array, s: Steering): Promise<Personalised> {
  const out = await session.run({
    ...promptFeeds(prompt, target),
    trips: integers([s.trips], []),
    raw: { data: Uint8Array.of(s.raw ? 1 : 0), dims: [] },
    lr: float(s.lr ?? 0),
    goal: float(s.goal ?? 0),
    aim: float(s.aim ?? equalGain.aim),
    within: float(s.within ?? equalGain.within),
  });
  return result(out, Array.from(out.stepSizes.data as Float32Array));
}

function result(out: Readonly<Record<string, Value>>, stepSizes: readonly number[]): Personalised {
  const floats = (name: string): Float32Array => out[name].data as Float32Array;
  // The turn that finds the goal reached takes a step of 0, which is none.
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

function promptFeeds({ ids, end }: PromptTokens, target: Float32Array): Record<string, Value> {
  const distinct = [...new Set(ids)];
  const slot = new Map(distinct.map((id, i) => [id, i]));
  const slots = Array.from(ids, (id) => slot.get(id)!);
  const n = end + 1;
  return {
    ids: integers(distinct),
    slots: integers(slots),
    promptSlots: integers(slots.slice(0, n)),
    promptPositions: integers([...Array(n).keys()]),
    target: { data: target, dims: [1, target.length] },
  };
}

const integers = (values: readonly number[], dims: readonly number[] = [values.length]): Value => ({
  data: BigInt64Array.from(values, BigInt),
  dims,
});
const float = (value: number): Value => ({ data: Float32Array.of(value), dims: [] });

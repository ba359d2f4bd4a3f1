import { createHash } from 'node:crypto';
import { cosine, normalise } from '../aesthetic/embedding.js';
import {
  encodePlain,
  equalGain,
  maxGoalSteps,
  personaliseByAscent,
  personaliseByAdam,
} from '../aesthetic/personalise.js';
import type { AscentSettings, Personalised, PromptTokens } from '../aesthetic/personalise.js';
import { CheckpointError, UserError } from '../errors.js';
import type { PackSettings } from '../pack/settings.js';
import type { AestheticTarget, Notice, Recipe } from '../types.js';
import type { TextTower } from './models.js';
import { weigh } from './weighting.js';

/** What one text model makes of a recipe's prompts, and what personalising did to it. */
export interface TextConditioning {
  /** Text states [k·L,d] of the prompt, and of the negative prompt, never personalised: each in as many chunks as it needs. */
  readonly states: Float32Array;
  readonly negative: Float32Array;
  /** The text embeddings [projection] of their first chunks, raw. */
  readonly embeddings: PromptPair;
  /** Numbers in a chunk's states. */
  readonly chunk: number;
  /** States [L,d] of the empty prompt. */
  readonly empty: () => Promise<Float32Array>;
  readonly cosine?: { readonly before: number; readonly after: number };
  readonly textSteps: number;
  readonly cut: readonly string[];
  readonly notices: readonly Notice[];
}

/** Something of the prompt and of the negative prompt. */
export interface PromptPair {
  readonly prompt: Float32Array;
  readonly negative: Float32Array;
}

/** Computes what a text model makes of prompts, and remembers results under everything that determines them. */
export type TextConditioner = (
  recipe: Recipe,
  aesthetic: Pick<AestheticTarget, 'vector' | 'kind'> | undefined,
) => Promise<TextConditioning>;

/** Results that are kept: about 250 kB each for Stable Diffusion. */
const maxResults = 128;

/** A conditioner by one text model; it serves one request at a time. `folder` is where it lies, for messages. */
export function createTextConditioner(tower: TextTower, settings: PackSettings, folder: string): TextConditioner {
  const { tokenizePrompt, projection, textEncoder } = tower;
  const { max_position_embeddings: length, hidden_size: width } = textEncoder.config;
  const results = new Map<string, Personalised>();

  const remember = async (key: string, compute: () => Promise<Personalised>): Promise<Personalised> => {
    const result = results.get(key) ?? (await compute());
    // A map keeps the order of insertion: the result used longest ago comes first, and goes first.
    results.delete(key);
    results.set(key, result);
    if (results.size > maxResults) results.delete([...results.keys()][0]);
    return result;
  };
  const plain = async (prompt: PromptTokens): Promise<Personalised> => {
    const encode = (): Promise<Personalised> => tower.text((session) => encodePlain(session, prompt, projection));
    const result = await remember(keyOf(prompt), encode);
    if (!isFinite(result))
      throw new CheckpointError(`${folder} gives numbers that are not finite: its weights are damaged`);
    return result;
  };
  const byAscent = (prompt: PromptTokens, target: Float32Array, ascent: AscentSettings): Promise<Personalised> =>
    remember(keyOf(prompt, target, ascent), () =>
      tower.text((session) => personaliseByAscent(session, prompt, target, ascent)),
    );
  const byAdam = (
    prompt: PromptTokens,
    target: Float32Array,
    settings: { steps: number; lr: number },
  ): Promise<Personalised> =>
    remember(keyOf(prompt, target, { adam: settings }), () =>
      tower.adam((session) => personaliseByAdam(session, prompt, target, settings)),
    );

  return async (recipe, aesthetic) => {
    const [prompt, negative] = [recipe.prompt, recipe.negative].map((text) => tokenizePrompt(text, recipe.clipSkip));
    const [unpersonalised, ofNegative] = [await plain(prompt), await plain(negative)];
    const conditioned = (states: Float32Array, embedding: Float32Array) => ({
      states: weigh(states, prompt),
      negative: weigh(ofNegative.states, negative),
      embeddings: { prompt: embedding.subarray(0, projection), negative: ofNegative.embedding.subarray(0, projection) },
      chunk: length * width,
      empty: async () => (await plain(tokenizePrompt('', recipe.clipSkip))).states,
      cut: [...prompt.cut, ...negative.cut],
    });
    if (!aesthetic)
      return { ...conditioned(unpersonalised.states, unpersonalised.embedding), textSteps: 0, notices: [] };

    const target = normalise(aesthetic.vector);
    const before = meanCosine(unpersonalised.embedding, target);
    const { result, notices } = await personalisePrompt();
    if (!isFinite(result)) throw new UserError('the text steps ran away to infinity: take a smaller lr, or a strength');
    return {
      ...conditioned(
        mix(unpersonalised.states, result.states, recipe.mix),
        mix(unpersonalised.embedding, result.embedding, recipe.mix),
      ),
      cosine: { before, after: meanCosine(result.embedding, target) },
      textSteps: result.steps,
      notices,
    };

    async function personalisePrompt(): Promise<{ result: Personalised; notices: Notice[] }> {
      const { optimizer, strength = 0 } = recipe;
      if (optimizer) {
        const { name, steps, lr } = optimizer;
        if (steps === 0) return { result: unpersonalised, notices: [] };
        if (name === 'adam') return { result: await byAdam(prompt, target, { steps, lr }), notices: [] };
        return { result: await byAscent(prompt, target, { kind: 'raw', steps, lr }), notices: [] };
      }
      const notices = unmeasured(settings, aesthetic!.kind);
      const plan = goalOf(before, strength, settings.strength[aesthetic!.kind].cosine);
      if (plan.goal === undefined) return { result: unpersonalised, notices: [...notices, ...plan.notices] };
      const result = await byAscent(prompt, target, { kind: 'goal', goal: plan.goal });
      return {
        result,
        notices: [
          ...notices,
          ...maxStepsNotices(result.steps, meanCosine(result.embedding, target), plan.goal, maxGoalSteps(prompt)),
        ],
      };
    }
  };
}

/** The cosine that a strength aims for, cos₀ + s·(c★ − cos₀); none where there is nothing to do. */
export function goalOf(before: number, strength: number, full: number): { goal?: number; notices: Notice[] } {
  if (strength === 0) return { notices: [] };
  if (before >= full) return { notices: [{ code: 'alreadyClose', cosine: before, full }] };
  return { goal: Math.min(equalGain.maxGoal, before + strength * (full - before)), notices: [] };
}

/** A notice where the ascent ended at its most steps without reaching the goal. */
export function maxStepsNotices(
  steps: number,
  after: number,
  goal: number,
  maxSteps: number = equalGain.maxSteps,
): Notice[] {
  if (steps < maxSteps || Math.abs(after - goal) < equalGain.tolerance) return [];
  return [{ code: 'stepsUsedUp', steps, cosine: after, goal }];
}

function unmeasured({ strength }: PackSettings, kind: AestheticTarget['kind']): Notice[] {
  if (strength[kind].measured) return [];
  return [{ code: 'strengthUnmeasured', kind, cosine: strength[kind].cosine }];
}

/** The mean of the chunks' cosines: `embeddings` [k,projection], `target` [projection]. */
function meanCosine(embeddings: Float32Array, target: Float32Array): number {
  const size = target.length;
  const chunks = embeddings.length / size;
  const cosines = Array.from({ length: chunks }, (_, i) =>
    cosine(embeddings.subarray(i * size, (i + 1) * size), target),
  );
  return cosines.reduce((sum, value) => sum + value, 0) / chunks;
}

/** (1 − w)·plain + w·personalised; the very arrays where w is 0 or 1. */
function mix(plain: Float32Array, personalised: Float32Array, w: number): Float32Array {
  if (w === 1) return personalised;
  if (w === 0) return plain;
  return plain.map((v, i) => (1 - w) * v + w * personalised[i]);
}

function isFinite({ states, embedding }: Personalised): boolean {
  return states.every(Number.isFinite) && embedding.every(Number.isFinite);
}

/** A key that holds all that determines a result, within one pack. */
function keyOf({ ids, ends, layer }: PromptTokens, target?: Float32Array, settings?: object): string {
  const hash = createHash('sha256').update(Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength));
  hash.update(JSON.stringify([ends, layer, settings ?? null]));
  if (target) hash.update(Buffer.from(target.buffer, target.byteOffset, target.byteLength));
  return hash.digest('hex');
}

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
import { isGuided } from '../sampling/guidance.js';
import type { AestheticTarget, Notice, Recipe } from '../types.js';
import type { Models } from './models.js';
import { alike, weigh } from './weighting.js';

/** What the U-Net is conditioned on, and what personalising did. */
export interface Conditioning {
  /** Text states [k·L,d] of the prompt. */
  readonly states: Float32Array;
  /** Text states of the negative prompt, never personalised; where both are used, as many as the prompt's. */
  readonly negative: Float32Array;
  readonly cosine?: { readonly before: number; readonly after: number };
  readonly textSteps: number;
  readonly cut: readonly string[];
  readonly notices: readonly Notice[];
}

/** Computes conditionings, and remembers results under everything that determines them. */
export type Conditioner = (recipe: Recipe, aesthetic: AestheticTarget | undefined) => Promise<Conditioning>;

/** Results that are kept: about 250 kB each for Stable Diffusion. */
const maxResults = 128;

/** A conditioner of one open pack. It serves one request at a time. */
export function createConditioner(models: Models): Conditioner {
  const { pack, tokenizePrompt } = models;
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
    const encode = (): Promise<Personalised> => models.text((session) => encodePlain(session, prompt, pack.projection));
    const result = await remember(keyOf(prompt), encode);
    if (!isFinite(result))
      throw new CheckpointError(`${pack.dir}/text_encoder gives numbers that are not finite: its weights are damaged`);
    return result;
  };
  const byAscent = (prompt: PromptTokens, target: Float32Array, ascent: AscentSettings): Promise<Personalised> =>
    remember(keyOf(prompt, target, ascent), () =>
      models.text((session) => personaliseByAscent(session, prompt, target, ascent)),
    );
  const byAdam = (
    prompt: PromptTokens,
    target: Float32Array,
    settings: { steps: number; lr: number },
  ): Promise<Personalised> =>
    remember(keyOf(prompt, target, { adam: settings }), () =>
      models.adam((session) => personaliseByAdam(session, prompt, target, settings)),
    );

  return async (recipe, aesthetic) => {
    const [prompt, negative] = [recipe.prompt, recipe.negative].map((text) => tokenizePrompt(text, recipe.clipSkip));
    const cut = [...prompt.cut, ...negative.cut];
    const unpersonalised = await plain(prompt);
    const both = async (states: Float32Array): Promise<Pick<Conditioning, 'states' | 'negative'>> =>
      alike(
        { states: weigh(states, prompt), negative: weigh((await plain(negative)).states, negative) },
        isGuided(recipe.guidance, typeof pack.unet.config.time_cond_proj_dim === 'number')
          ? async () => (await plain(tokenizePrompt('', recipe.clipSkip))).states
          : undefined,
      );
    if (!aesthetic) return { ...(await both(unpersonalised.states)), textSteps: 0, cut, notices: [] };

    const target = normalise(aesthetic.vector);
    const before = meanCosine(unpersonalised.embedding, target);
    const { result, notices } = await personalisePrompt();
    if (!isFinite(result)) throw new UserError('the text steps ran away to infinity: take a smaller lr, or a strength');
    return {
      ...(await both(mix(unpersonalised.states, result.states, recipe.mix))),
      cosine: { before, after: meanCosine(result.embedding, target) },
      textSteps: result.steps,
      cut,
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
      const notices = unmeasured(pack.settings, aesthetic!.kind);
      const plan = goalOf(before, strength, pack.settings.strength[aesthetic!.kind].cosine);
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

import { createHash } from 'node:crypto';
import { cosine, normalise } from './aesthetic/embedding.js';
import { encodePlain, equalGain, personalise, personaliseCopied } from './aesthetic/personalise.js';
import type { Ascent, Personalised, PromptTokens } from './aesthetic/personalise.js';
import { CheckpointError, UserError } from './errors.js';
import type { PackSettings } from './pack/settings.js';
import type { Models } from './sessions.js';
import type { AestheticTarget, Recipe } from './types.js';

/** What the U-Net is told, and what personalising did. */
export interface Conditioning {
  /** Text states [L,d] of the prompt. */
  readonly states: Float32Array;
  /** Text states [L,d] of the negative prompt, never personalised. */
  readonly negative: Float32Array;
  readonly cosine?: { readonly before: number; readonly after: number };
  readonly textSteps: number;
  readonly cut: readonly string[];
  readonly notices: readonly string[];
}

/** Computes conditionings, and remembers results under everything that determines them. */
export type Conditioner = (recipe: Recipe, aesthetic: AestheticTarget | undefined) => Promise<Conditioning>;

/** Text states that are remembered: about 250 kB each for Stable Diffusion. */
const remembered = 128;

/** A conditioner of one open pack. It serves one request at a time. */
export function createConditioner(models: Models): Conditioner {
  const { pack, tokenize } = models;
  const results = new Map<string, Personalised>();

  const remember = async (key: string, compute: () => Promise<Personalised>): Promise<Personalised> => {
    const result = results.get(key) ?? (await compute());
    // The one used last goes to the end; the first is the one to forget.
    results.delete(key);
    results.set(key, result);
    if (results.size > remembered) results.delete([...results.keys()][0]);
    return result;
  };
  const plain = async (prompt: PromptTokens): Promise<Personalised> => {
    const encode = (): Promise<Personalised> => models.text((session) => encodePlain(session, prompt, pack.projection));
    const result = await remember(keyOf(prompt), encode);
    if (!isFinite(result))
      throw new CheckpointError(`${pack.dir}/text_encoder gives numbers that are not finite: its weights are damaged`);
    return result;
  };
  const climbed = (prompt: PromptTokens, target: Float32Array, ascent: Ascent): Promise<Personalised> =>
    remember(keyOf(prompt, target, ascent), () =>
      models.text((session) => personalise(session, prompt, target, ascent)),
    );
  const adam = (
    prompt: PromptTokens,
    target: Float32Array,
    settings: { steps: number; lr: number },
  ): Promise<Personalised> =>
    remember(keyOf(prompt, target, { adam: settings }), () =>
      models.adam((session) => personaliseCopied(session, prompt, target, settings)),
    );

  return async (recipe, aesthetic) => {
    const [prompt, negative] = [tokenize(recipe.prompt), tokenize(recipe.negative)];
    const cut = [...prompt.cut, ...negative.cut];
    const unsteered = await plain(prompt);
    const uncond = (await plain(negative)).states;
    if (!aesthetic) return { states: unsteered.states, negative: uncond, textSteps: 0, cut, notices: [] };

    const target = normalise(aesthetic.vector);
    const before = cosine(unsteered.embedding, target);
    const { result, notices } = await steer();
    if (!isFinite(result)) throw new UserError('the text steps ran away to infinity: take a smaller lr, or a strength');
    return {
      states: mix(unsteered.states, result.states, recipe.mix),
      negative: uncond,
      cosine: { before, after: cosine(result.embedding, target) },
      textSteps: result.steps,
      cut,
      notices,
    };

    async function steer(): Promise<{ result: Personalised; notices: string[] }> {
      const { optimizer, strength = 0 } = recipe;
      if (optimizer) {
        const { name, steps, lr } = optimizer;
        if (steps === 0) return { result: unsteered, notices: [] };
        if (name === 'adam') return { result: await adam(prompt, target, { steps, lr }), notices: [] };
        return { result: await climbed(prompt, target, { kind: 'raw', steps, lr }), notices: [] };
      }
      const notices = unmeasured(pack.settings, aesthetic!.kind);
      const plan = goalOf(before, strength, pack.settings.strength[aesthetic!.kind].cosine);
      if (plan.goal === undefined) return { result: unsteered, notices: [...notices, ...plan.notices] };
      const result = await climbed(prompt, target, { kind: 'goal', goal: plan.goal });
      return {
        result,
        notices: [...notices, ...capNotices(result.steps, cosine(result.embedding, target), plan.goal)],
      };
    }
  };
}

/** Strength as an outcome: the cosine to land on, cos₀ + s·(c★ − cos₀); none where nothing is to be done. */
export function goalOf(before: number, strength: number, full: number): { goal?: number; notices: string[] } {
  if (strength === 0) return { notices: [] };
  if (before >= full)
    return {
      notices: [
        `the prompt is already as close to the aesthetic as it should be (cosine ${before.toFixed(2)} of ${full}): no step was taken`,
      ],
    };
  return { goal: Math.min(equalGain.highestGoal, before + strength * (full - before)), notices: [] };
}

/** Says so where the ascent ended at its step cap without having arrived. */
export function capNotices(steps: number, after: number, goal: number): string[] {
  if (steps < equalGain.cap || Math.abs(after - goal) < equalGain.within) return [];
  return [
    `stopped after ${steps} text steps at cosine ${after.toFixed(3)}, short of the ${goal.toFixed(3)} that was aimed for`,
  ];
}

function unmeasured({ strength }: PackSettings, kind: AestheticTarget['kind']): string[] {
  if (strength[kind].measured) return [];
  return [
    `full strength of ${kind} aesthetics is a guess (cosine ${strength[kind].cosine}): it was not measured for this pack`,
  ];
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
function keyOf({ ids, end }: PromptTokens, target?: Float32Array, settings?: object): string {
  const hash = createHash('sha256').update(Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength));
  hash.update(JSON.stringify([end, settings ?? null]));
  if (target) hash.update(Buffer.from(target.buffer, target.byteOffset, target.byteLength));
  return hash.digest('hex');
}

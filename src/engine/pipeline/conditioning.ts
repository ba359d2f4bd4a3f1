import { createHash } from 'node:crypto';
import { drawSeed } from '../aesthetic/bootstrap.js';
import type { PictureSeeds } from '../aesthetic/bootstrap.js';
import { cyclicalSgld, personaliseBySgld } from '../aesthetic/cyclicalSgld.js';
import type { SgldSettings } from '../aesthetic/cyclicalSgld.js';
import { cosine, normalise } from '../aesthetic/embedding.js';
import { encodePlain, maxGoalSteps, personaliseByAdam, personaliseByAscent } from '../aesthetic/personalise.js';
import type { AscentSettings, PromptTokens } from '../aesthetic/personalise.js';
import { CheckpointError, UserError } from '../errors.js';
import type { AestheticTarget, Notice, Recipe } from '../types.js';
import { joinTextStates, zeroNegative } from './joinTextStates.js';
import type { TextStates } from './joinTextStates.js';
import type { Models, TextTower } from './models.js';
import { encodingFromBytes, encodingToBytes } from './sharedEncodings.js';
import type { Encoding, EncodingStore } from './sharedEncodings.js';
import { goalOf, maxStepsNotices, unmeasured } from './strengthGoal.js';
import { weigh } from './weighting.js';

/** What the U-Net is conditioned on, and what personalising did. */
export interface Conditioning {
  /** Text states [k·L,d] of the prompt; of two text models side by side, d the sum of their widths. */
  readonly states: Float32Array;
  /** Text states of the negative prompt, never personalised; where both are used, as many as the prompt's. */
  readonly negative: Float32Array;
  /** Text embeddings of the second text model, raw; where the pack has one. */
  readonly embeddings?: PromptPair;
  /** The prompt's text embedding [projection] by the first text model, in the space of images'; raw, of its first chunk. */
  readonly textEmbedding: Float32Array;
  /** Of the first text model, whose embeddings lie in the space of aesthetics. */
  readonly cosine?: { readonly before: number; readonly after: number };
  /** Of the first text model. */
  readonly textSteps: number;
  readonly cut: readonly string[];
  readonly notices: readonly Notice[];
}

/** Computes conditionings, and remembers results under everything that determines them. */
export type Conditioner = (
  recipe: Recipe,
  aesthetic: AestheticTarget | undefined,
  /** Of the picture, where its text states are a sample. */
  seeds?: PictureSeeds,
) => Promise<Conditioning>;

/**
 * A conditioner of one open pack; it serves one request at a time. Of two text models each climbs by itself, towards its own vector of the
 * aesthetic; a second one without stays as it is, and that is said. `encodings`: of this pack, without further LoRAs; what is found there is
 * not computed.
 */
export function createConditioner(models: Models, encodings?: EncodingStore): Conditioner {
  const { pack, second, device } = models;
  const conditionerOf = (tower: TextTower, part: 'text_encoder' | 'text_encoder_2'): TextConditioner =>
    createTextConditioner(tower, models, `${pack.dir}/${part}`, encodings && { store: encodings, by: [part, device] });
  const first = conditionerOf(models, 'text_encoder');
  if (!second)
    return async (recipe, aesthetic, seeds) => {
      const { cosine, textSteps, cut, notices, ...text } = await first(recipe, aesthetic, seeds);
      const both = await joinTextStates([text], recipe, pack);
      const textEmbedding = text.embeddings.prompt;
      return { ...both, textEmbedding, ...(cosine && { cosine }), textSteps, cut, notices };
    };

  const other = conditionerOf(second, 'text_encoder_2');
  return async (recipe, aesthetic, seeds) => {
    const vector = aesthetic?.second;
    const { cosine, textSteps, cut, notices, ...text } = await first(recipe, aesthetic, seeds);
    const beside = await other(recipe, vector && { vector, kind: aesthetic.kind }, seeds);
    const left: Notice[] = aesthetic && !vector ? [{ code: 'secondTextPlain' }] : [];
    const both = await joinTextStates([text, beside], recipe, pack);
    const { embeddings } = beside;
    const negative = zeroNegative(recipe, pack) ? embeddings.negative.map(() => 0) : embeddings.negative;
    return {
      ...both,
      embeddings: { prompt: embeddings.prompt, negative },
      textEmbedding: text.embeddings.prompt,
      ...(cosine && { cosine }),
      textSteps,
      cut,
      // The first one's notices hold for both, but for steps that only the second used up.
      notices: [...notices, ...beside.notices.filter(({ code }) => code === 'stepsUsedUp'), ...left],
    };
  };
}

/** What one text model makes of a recipe's prompts, the prompt's personalised, and what that did. */
interface TextConditioning extends TextStates {
  /** The text embeddings [projection] of their first chunks, raw. */
  readonly embeddings: PromptPair;
  readonly cosine?: { readonly before: number; readonly after: number };
  readonly textSteps: number;
  readonly cut: readonly string[];
  readonly notices: readonly Notice[];
}

/** Something of the prompt and of the negative prompt. */
interface PromptPair {
  readonly prompt: Float32Array;
  readonly negative: Float32Array;
}

/** Computes what a text model makes of prompts, and remembers results under everything that determines them. */
type TextConditioner = (
  recipe: Recipe,
  aesthetic: Pick<AestheticTarget, 'vector' | 'kind'> | undefined,
  seeds?: PictureSeeds,
) => Promise<TextConditioning>;

/** Results that are kept: about 250 kB each for Stable Diffusion. */
const maxResults = 128;

/** Encodings that others may have, and what tells this model's from those of the pack's other one, and of other devices. */
interface SharedEncodings {
  readonly store: EncodingStore;
  readonly by: readonly string[];
}

/** Changes with whatever gives other encodings for the same key. */
const sharedVersion = 1;

/** A conditioner by one text model; it serves one request at a time. `folder` is where it lies, for messages. */
function createTextConditioner(
  tower: TextTower,
  { pack: { settings }, counts: { texts: counts } }: Pick<Models, 'pack' | 'counts'>,
  folder: string,
  shared: SharedEncodings | undefined,
): TextConditioner {
  const { tokenizePrompt, projection, textEncoder } = tower;
  const { max_position_embeddings: length, hidden_size: width } = textEncoder.config;
  const results = new Map<string, Encoding>();

  const remember = async (
    key: string,
    compute: () => Promise<Encoding>,
    ask?: () => Promise<Encoding | undefined>,
  ): Promise<Encoding> => {
    const known = results.get(key) ?? (await ask?.());
    counts[known ? 'hits' : 'misses'] += 1;
    const result = known ?? (await compute());
    // A map keeps the order of insertion: the result used longest ago comes first, and goes first.
    results.delete(key);
    results.set(key, result);
    if (results.size > maxResults) results.delete([...results.keys()][0]);
    return result;
  };
  /** What is computed with gradients is worth the way to others. */
  const personalise = (
    prompt: PromptTokens,
    target: Float32Array,
    by: object,
    compute: () => Promise<Encoding>,
  ): Promise<Encoding> => {
    const key = keyOf(prompt, target, by);
    if (!shared) return remember(key, compute);
    const there = createHash('sha256')
      .update([sharedVersion, ...shared.by, key].join(' '))
      .digest('hex');
    const sizes = { embedding: prompt.ends.length * projection, states: prompt.ids.length * width };
    const ask = async (): Promise<Encoding | undefined> => {
      const bytes = await shared.store.get(there);
      return bytes && encodingFromBytes(bytes, sizes);
    };
    const computeAndShare = async (): Promise<Encoding> => {
      const result = await compute();
      if (isFinite(result)) await shared.store.set(there, encodingToBytes(result));
      return result;
    };
    return remember(key, computeAndShare, ask);
  };
  const plain = async (prompt: PromptTokens): Promise<Encoding> => {
    const encode = (): Promise<Encoding> => tower.text((session) => encodePlain(session, prompt, projection));
    const result = await remember(keyOf(prompt), encode);
    if (!isFinite(result))
      throw new CheckpointError(`${folder} gives numbers that are not finite: its weights are damaged`);
    return result;
  };
  const byAscent = (prompt: PromptTokens, target: Float32Array, ascent: AscentSettings): Promise<Encoding> =>
    personalise(prompt, target, ascent, () =>
      tower.text((session) => personaliseByAscent(session, prompt, target, ascent)),
    );
  const byAdam = (prompt: PromptTokens, target: Float32Array, adam: { steps: number; lr: number }): Promise<Encoding> =>
    personalise(prompt, target, { adam }, () =>
      tower.adam((session) => personaliseByAdam(session, prompt, target, adam)),
    );
  const bySgld = (prompt: PromptTokens, target: Float32Array, sgld: SgldSettings): Promise<Encoding> =>
    personalise(prompt, target, { sgld }, async () => {
      const chain = await tower.langevin((session) =>
        personaliseBySgld(session, tower.langevinLayers(), prompt, target, sgld),
      );
      return chain[chain.length - 1];
    });

  return async (recipe, aesthetic, seeds) => {
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
    if (!isFinite(result)) throw new UserError({ code: 'textStepsRanAway' });
    return {
      ...conditioned(
        mix(unpersonalised.states, result.states, recipe.mix),
        mix(unpersonalised.embedding, result.embedding, recipe.mix),
      ),
      cosine: { before, after: meanCosine(result.embedding, target) },
      textSteps: result.steps,
      notices,
    };

    async function personalisePrompt(): Promise<{ result: Encoding; notices: Notice[] }> {
      const { optimizer, strength = 0, diversity = 0, diversityMethod } = recipe;
      if (optimizer) {
        const { name, steps, lr } = optimizer;
        if (steps === 0) return { result: unpersonalised, notices: [] };
        if (name === 'adam') return { result: await byAdam(prompt, target, { steps, lr }), notices: [] };
        return { result: await byAscent(prompt, target, { kind: 'raw', steps, lr }), notices: [] };
      }
      const notices = unmeasured(settings, aesthetic!.kind);
      const plan = goalOf(before, strength, settings.strength[aesthetic!.kind].cosine);
      if (plan.goal === undefined) return { result: unpersonalised, notices: [...notices, ...plan.notices] };
      if (diversityMethod === 'sgld') {
        const seed = drawSeed('sgld', seeds ?? recipe);
        const { cycles } = cyclicalSgld;
        return { result: await bySgld(prompt, target, { goal: plan.goal, cycles, diversity, seed }), notices };
      }
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

function isFinite({ states, embedding }: Encoding): boolean {
  return states.every(Number.isFinite) && embedding.every(Number.isFinite);
}

/** A key that holds all that determines a result, within one pack. */
function keyOf({ ids, ends, layer }: PromptTokens, target?: Float32Array, settings?: object): string {
  const hash = createHash('sha256').update(Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength));
  hash.update(JSON.stringify([ends, layer, settings ?? null]));
  if (target) hash.update(Buffer.from(target.buffer, target.byteOffset, target.byteLength));
  return hash.digest('hex');
}

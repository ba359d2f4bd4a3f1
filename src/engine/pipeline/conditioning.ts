import type { Pack } from '../pack/pack.js';
import { isGuided } from '../sampling/guidance.js';
import type { AestheticTarget, Notice, Recipe } from '../types.js';
import type { Models } from './models.js';
import { filled, sideBySide } from './sideBySide.js';
import { createTextConditioner } from './textConditioning.js';
import type { PromptPair, TextConditioning } from './textConditioning.js';

/** What the U-Net is conditioned on, and what personalising did. */
export interface Conditioning {
  /** Text states [k·L,d] of the prompt; of two text models side by side, d the sum of their widths. */
  readonly states: Float32Array;
  /** Text states of the negative prompt, never personalised; where both are used, as many as the prompt's. */
  readonly negative: Float32Array;
  /** Text embeddings of the second text model, raw; where the pack has one. */
  readonly embeddings?: PromptPair;
  /** Of the first text model, whose embeddings lie in the space of aesthetics. */
  readonly cosine?: { readonly before: number; readonly after: number };
  /** Of the first text model. */
  readonly textSteps: number;
  readonly cut: readonly string[];
  readonly notices: readonly Notice[];
}

/** Computes conditionings, and remembers results under everything that determines them. */
export type Conditioner = (recipe: Recipe, aesthetic: AestheticTarget | undefined) => Promise<Conditioning>;

/**
 * A conditioner of one open pack; it serves one request at a time. Of two text models each climbs by itself, towards its own vector of the
 * aesthetic; a second one without stays as it is, and that is said.
 */
export function createConditioner(models: Models): Conditioner {
  const { pack, second } = models;
  const first = createTextConditioner(models, pack.settings, `${pack.dir}/text_encoder`);
  if (!second)
    return async (recipe, aesthetic) => {
      const { cosine, textSteps, cut, notices, ...text } = await first(recipe, aesthetic);
      const both = await joined([text], recipe, pack);
      return { ...both, ...(cosine && { cosine }), textSteps, cut, notices };
    };

  const other = createTextConditioner(second, pack.settings, `${pack.dir}/text_encoder_2`);
  return async (recipe, aesthetic) => {
    const vector = aesthetic?.second;
    const { cosine, textSteps, cut, notices, ...text } = await first(recipe, aesthetic);
    const beside = await other(recipe, vector && { vector, kind: aesthetic.kind });
    const left: Notice[] = aesthetic && !vector ? [{ code: 'secondTextPlain' }] : [];
    const both = await joined([text, beside], recipe, pack);
    const { embeddings } = beside;
    const negative = zeroNegative(recipe, pack) ? embeddings.negative.map(() => 0) : embeddings.negative;
    return {
      ...both,
      embeddings: { prompt: embeddings.prompt, negative },
      ...(cosine && { cosine }),
      textSteps,
      cut,
      // The first one's notices hold for both, but for steps that only the second used up.
      notices: [...notices, ...beside.notices.filter(({ code }) => code === 'stepsUsedUp'), ...left],
    };
  };
}

type Texts = readonly Pick<TextConditioning, 'states' | 'negative' | 'chunk' | 'empty'>[];

/** The states of all text models side by side, in as many chunks as the longest needs. */
async function joined(texts: Texts, recipe: Recipe, pack: Pack): Promise<Pick<Conditioning, 'states' | 'negative'>> {
  const count = (of: 'states' | 'negative'): number =>
    texts.reduce((most, text) => Math.max(most, text[of].length / text.chunk), 0);
  const counts = { states: count('states'), negative: count('negative') };
  // The U-Net takes both in one batch.
  if (isGuided(recipe.guidance, typeof pack.unet.config.time_cond_proj_dim === 'number'))
    counts.states = counts.negative = Math.max(counts.states, counts.negative);
  const length = pack.text.config.max_position_embeddings;
  const all = async (of: 'states' | 'negative'): Promise<Float32Array> => {
    const parts: Float32Array[] = [];
    for (const text of texts) parts.push(await filled(text[of], counts[of] * text.chunk, text.empty));
    return sideBySide(parts, counts[of] * length);
  };
  const states = await all('states');
  return { states, negative: zeroNegative(recipe, pack) ? states.map(() => 0) : await all('negative') };
}

function zeroNegative({ negative }: Recipe, { second }: Pack): boolean {
  return negative === '' && second?.zerosForEmpty === true;
}

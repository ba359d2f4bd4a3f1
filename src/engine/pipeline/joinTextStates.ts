import type { Pack } from '../pack/pack.js';
import { isGuided } from '../sampling/guidance.js';
import type { Recipe } from '../types.js';
import { filled, sideBySide } from './sideBySide.js';

/** What one text model makes of a prompt and a negative prompt. */
export interface TextStates {
  /** Text states [k·L,d], each in as many chunks as it needs. */
  readonly states: Float32Array;
  readonly negative: Float32Array;
  /** Numbers in a chunk's states. */
  readonly chunk: number;
  /** States [L,d] of the empty prompt. */
  readonly empty: () => Promise<Float32Array>;
}

/** The states of all text models side by side, in as many chunks as the longest needs. */
export async function joinTextStates(
  texts: readonly TextStates[],
  recipe: Recipe,
  pack: Pack,
): Promise<Pick<TextStates, 'states' | 'negative'>> {
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

/** Whether the empty negative prompt is zeros and not its text states, as the pack's pipeline says. */
export function zeroNegative({ negative }: Recipe, { second }: Pack): boolean {
  return negative === '' && second?.zerosForEmpty === true;
}

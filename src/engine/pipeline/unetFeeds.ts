import type { UnetConfig } from '../models/unetConfig.js';
import type { Value } from '../runtime/session.js';
import { concatenate } from '../sampling/concatenate.js';
import { guidanceEmbedding } from '../sampling/guidance.js';
import type { Recipe } from '../types.js';
import type { Conditioning } from './conditioning.js';

/** What the U-Net takes of a conditioning. */
export type UnetConditioning = Pick<Conditioning, 'states' | 'negative' | 'embeddings'>;

type Feeds = Readonly<Record<string, Value>>;

/**
 * What the U-Net takes beside latents and timesteps, for images with a conditioning each, whose states are alike in length, by whether the step is
 * guided: then the rows of the negative prompt come first, and there are twice as many.
 */
export function unetFeeds(
  { cross_attention_dim: width, time_cond_proj_dim: guidanceWidth }: UnetConfig,
  recipe: Pick<Recipe, 'width' | 'height' | 'guidance'>,
  conditionings: readonly UnetConditioning[],
): (guided: boolean) => Feeds {
  const guidance = typeof guidanceWidth === 'number' ? guidanceEmbedding(recipe.guidance, guidanceWidth) : undefined;
  const feeds = (guided: boolean): Feeds => {
    const rows = (prompts: readonly Float32Array[], negatives: readonly Float32Array[]): Value => {
      const each = [...(guided ? negatives : []), ...prompts];
      return { data: concatenate(each), dims: [each.length, each[0].length] };
    };
    const ofAll = (vector: Float32Array): Value => {
      const each = conditionings.map(() => vector);
      return rows(each, each);
    };
    const flat = rows(
      conditionings.map(({ states }) => states),
      conditionings.map(({ negative }) => negative),
    );
    const context = { ...flat, dims: [flat.dims[0], flat.dims[1] / width, width] };
    const embeddings = conditionings.flatMap((conditioning) => conditioning.embeddings ?? []);
    // As if the picture had been photographed in its size and nothing were cut off.
    const sizes = Float32Array.of(recipe.height, recipe.width, 0, 0, recipe.height, recipe.width);
    return {
      states: context,
      ...(guidance && { guidance: ofAll(guidance) }),
      ...(embeddings.length > 0 && {
        textEmbeddings: rows(
          embeddings.map(({ prompt }) => prompt),
          embeddings.map(({ negative }) => negative),
        ),
        timeIds: ofAll(sizes),
      }),
    };
  };
  const made = new Map<boolean, Feeds>();
  return (guided) => {
    const known = made.get(guided) ?? feeds(guided);
    made.set(guided, known);
    return known;
  };
}

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
 * What the U-Net takes beside latents and timesteps, for so many images at once, by whether the step is guided: then the rows of the negative
 * prompt come first, and there are twice as many.
 */
export function unetFeeds(
  { cross_attention_dim: width, time_cond_proj_dim: guidanceWidth }: UnetConfig,
  recipe: Pick<Recipe, 'width' | 'height' | 'guidance'>,
  conditioning: UnetConditioning,
  images: number,
): (guided: boolean) => Feeds {
  const guidance = typeof guidanceWidth === 'number' ? guidanceEmbedding(recipe.guidance, guidanceWidth) : undefined;
  const feeds = (guided: boolean): Feeds => {
    const rows = (prompt: Float32Array, negative: Float32Array): Value => {
      const each = [
        ...(guided ? Array<Float32Array>(images).fill(negative) : []),
        ...Array<Float32Array>(images).fill(prompt),
      ];
      return { data: concatenate(each), dims: [each.length, prompt.length] };
    };
    const { states, negative, embeddings } = conditioning;
    const flat = rows(states, negative);
    const context = { ...flat, dims: [flat.dims[0], states.length / width, width] };
    // As if the picture had been photographed in its size and nothing were cut off.
    const sizes = Float32Array.of(recipe.height, recipe.width, 0, 0, recipe.height, recipe.width);
    return {
      states: context,
      ...(guidance && { guidance: rows(guidance, guidance) }),
      ...(embeddings && {
        textEmbeddings: rows(embeddings.prompt, embeddings.negative),
        timeIds: rows(sizes, sizes),
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

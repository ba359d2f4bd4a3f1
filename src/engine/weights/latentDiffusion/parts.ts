import type { StoredTensor } from '../safetensors.js';
import { openClipText } from './openClip.js';
import { unetKeys } from './unetKeys.js';
import { vaeKeys } from './vaeKeys.js';

type Tensors = ReadonlyMap<string, StoredTensor>;

/** A whole checkpoint in one file of the original layout, part by part: by diffusers' and transformers' keys, values left where they are. */
export interface LatentDiffusionParts {
  readonly unet: Tensors;
  readonly vae: Tensors;
  /** Text models in the order of their states: one, and two in Stable Diffusion XL. Keys `text_model.…`, perhaps `text_projection.weight`. */
  readonly text: readonly Tensors[];
}

/** Where the text models of the three families stand. */
const textModels = [
  // Stable Diffusion 1 (transformers' CLIP) and 2 (OpenCLIP).
  { prefix: 'cond_stage_model.transformer.', read: transformersText },
  { prefix: 'cond_stage_model.model.', read: openClipText },
  // Stable Diffusion XL.
  { prefix: 'conditioner.embedders.0.transformer.', read: transformersText },
  { prefix: 'conditioner.embedders.1.model.', read: openClipText },
] as const;

/** Takes a single file's tensors apart. A part that is not there is empty. */
export function latentDiffusionParts(tensors: Tensors): LatentDiffusionParts {
  const unet = below(tensors, 'model.diffusion_model.');
  const vae = below(tensors, 'first_stage_model.');
  const text = textModels.map(({ prefix, read }) => read(below(tensors, prefix)));
  return {
    unet: rename(unet, unetKeys(unet.keys())),
    vae: new Map([...rename(vae, vaeKeys(vae.keys()))].map(([key, tensor]) => [key, asMatrix(key, tensor)])),
    text: text.filter((model) => model.size > 0),
  };
}

function below(tensors: Tensors, prefix: string): Tensors {
  const found = [...tensors].filter(([key]) => key.startsWith(prefix));
  return new Map(found.map(([key, tensor]) => [key.slice(prefix.length), tensor]));
}

function rename(tensors: Tensors, names: ReadonlyMap<string, string>): Tensors {
  return new Map([...names].map(([from, to]) => [to, tensors.get(from)!]));
}

/** transformers' own keys, in files of transformers 5 without `text_model.`. */
function transformersText(tensors: Tensors): Tensors {
  const name = (key: string): string => (/^text_(model|projection)\./.test(key) ? key : `text_model.${key}`);
  return new Map([...tensors].map(([key, tensor]) => [name(key), tensor]));
}

/** The autoencoder's attention is made of 1×1 convolutions there, of matrices in diffusers: the same values. */
function asMatrix(key: string, tensor: StoredTensor): StoredTensor {
  const { shape } = tensor;
  if (!/\.attentions\.\d+\.to_/.test(key) || shape.length !== 4 || shape[2] !== 1 || shape[3] !== 1) return tensor;
  return { ...tensor, shape: shape.slice(0, 2) };
}

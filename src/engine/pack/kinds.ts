import type { ClipPadding } from '../text/clipVocabulary.js';

/** Families of models whose files are understood. */
export type ModelKind = 'sd1' | 'sd2' | 'sdxl';

/** A published CLIP: its text model conditions the U-Net, its vision tower gives image embeddings. */
export interface PublishedClip {
  readonly title: string;
  /** On Hugging Face, in transformers' format. */
  readonly repository: string;
}

const vitL = { title: 'CLIP ViT-L/14', repository: 'openai/clip-vit-large-patch14' };
const vitH = { title: 'OpenCLIP ViT-H/14', repository: 'laion/CLIP-ViT-H-14-laion2B-s32B-b79K' };
const vitG = { title: 'OpenCLIP ViT-bigG/14', repository: 'laion/CLIP-ViT-bigG-14-laion2B-39B-b160k' };

/** On Hugging Face: the safety checker of Stable Diffusion 1 is in it, as safety_checker/ and feature_extractor/. */
export const checkerRepository = 'stable-diffusion-v1-5/stable-diffusion-v1-5';

interface KindFacts {
  readonly title: string;
  /** The repository that its models' safety checker comes from. */
  readonly checker?: string;
  /** Of each text model, in the order of their states. */
  readonly clips: readonly (PublishedClip & { readonly padding: ClipPadding })[];
}
export const kinds: Readonly<Record<ModelKind, KindFacts>> = {
  sd1: {
    title: 'Stable Diffusion 1',
    checker: checkerRepository,
    clips: [{ ...vitL, padding: '<|endoftext|>' }],
  },
  sd2: { title: 'Stable Diffusion 2', clips: [{ ...vitH, padding: '!' }] },
  sdxl: {
    title: 'Stable Diffusion XL',
    clips: [
      { ...vitL, padding: '<|endoftext|>' },
      { ...vitG, padding: '!' },
    ],
  },
};

/** The family of a folder in diffusers' layout, by its configurations. */
export function kindOfConfigs(
  unet: Readonly<Record<string, unknown>>,
  text: Readonly<Record<string, unknown>>,
  hasSecondText: boolean,
): ModelKind {
  if (unet['addition_embed_type'] === 'text_time' || hasSecondText) return 'sdxl';
  return text['hidden_act'] === 'gelu' ? 'sd2' : 'sd1';
}

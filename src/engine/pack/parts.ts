import type { ClipTextConfig } from '../models/clipText.js';
import type { UnetConfig } from '../models/unetConfig.js';
import type { VaeConfig } from '../models/vaeConfig.js';
import type { TokenizerFiles } from '../text/tokenizerFiles.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import type { Clip } from './clip.js';
import type { ModelKind } from './kinds.js';

interface TextParts {
  readonly config: ClipTextConfig;
  readonly encoder: Checkpoint;
  readonly tokenizer: TokenizerFiles;
}

export interface SecondTextParts extends TextParts {
  /** `force_zeros_for_empty_prompt` of model_index.json. */
  readonly zerosForEmpty: boolean;
  /** The whole CLIP that it is of, with a vision tower; absent: pictures get no vector in its space. */
  readonly clip?: Clip;
}

/** What a model is read from, whatever its layout: configurations, and where its weights lie by diffusers' and transformers' keys. */
export interface PackParts {
  readonly kind: ModelKind;
  /** The folder of pack.json and of what else belongs to the model. */
  readonly dir: string;
  readonly text: TextParts;
  /** Of Stable Diffusion XL. */
  readonly second?: SecondTextParts;
  readonly clip: Clip;
  readonly unet: { readonly config: UnetConfig; readonly checkpoint: Checkpoint };
  readonly vae: { readonly config: VaeConfig; readonly checkpoint: Checkpoint };
  /** As its file has it. */
  readonly scheduler: Readonly<Record<string, unknown>>;
  /** What was chosen among several, or assumed, for whoever asks what the pack is. */
  readonly notes: readonly string[];
}

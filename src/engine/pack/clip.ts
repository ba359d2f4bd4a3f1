import { basename, join } from 'node:path';
import { z } from 'zod';
import { closed } from '../config/closed.js';
import { readConfig } from '../config/json.js';
import { CheckpointError } from '../errors.js';
import { readPreprocessor } from '../image/preprocessConfig.js';
import type { PreprocessConfig } from '../image/preprocessConfig.js';
import { clipVisionConfig } from '../models/clipVision.js';
import type { ClipVisionConfig } from '../models/clipVision.js';
import { harmlessFields } from '../models/transformersConfig.js';
import { openCheckpoint } from '../weights/checkpoint.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import type { PublishedClip } from './kinds.js';
import { isFolder, modelFolders } from './paths.js';
import { findShared, sharedName } from './shared.js';

/** The whole CLIP model that a pack's text encoder comes from. */
export interface Clip {
  readonly folder: string;
  /** It is of a models folder, for all packs; not the pack's own. */
  readonly shared: boolean;
  readonly vision: ClipVisionConfig;
  /** What its configuration says of its text model, where it does. */
  readonly text: { readonly heads?: number | undefined; readonly activation?: string | undefined };
  readonly checkpoint: Checkpoint;
  readonly preprocessor: PreprocessConfig;
}

/** The CLIP of an open pack. */
export interface PackClip extends Pick<Clip, 'folder' | 'shared' | 'checkpoint' | 'vision' | 'preprocessor'> {
  readonly tensors: Checkpoint['tensors'];
}

export const packClip = (clip: Clip): PackClip => ({ ...clip, tensors: clip.checkpoint.tensors });

const config = closed(
  z.object({
    vision_config: clipVisionConfig.prefault({}),
    text_config: z
      .looseObject({ hidden_act: z.string().optional(), num_attention_heads: z.int().optional() })
      .optional(),
  }),
  [...harmlessFields, 'logit_scale_init_value', 'text_config_dict', 'vision_config_dict'],
);

/**
 * The CLIP of a pack: its own folder, or else the one that belongs to its kind, `clip/OWNER--NAME` of a models folder by its repository; so
 * twenty packs share one copy.
 * @throws CheckpointError where neither is there, with what to do; and where a file of it is not what it should be
 */
export async function openClip(own: string, published: PublishedClip): Promise<Clip> {
  const shared = !(await isFolder(own));
  const folder = shared ? await sharedClip(own, published) : own;
  const [{ vision_config, text_config }, checkpoint, preprocessor] = await Promise.all([
    readConfig(join(folder, 'config.json'), config),
    openCheckpoint(folder, basename(own)),
    readPreprocessor(folder),
  ]);
  return {
    folder,
    shared,
    vision: vision_config,
    text: { heads: text_config?.num_attention_heads, activation: text_config?.hidden_act },
    checkpoint,
    preprocessor,
  };
}

/**
 * The CLIP of a pack's second text model, with which a picture gets a vector in that one's space, too. Undefined where it is neither in the pack nor in a
 * models folder, or has no vision tower: nothing is painted with it. @throws CheckpointError where a file of it is not what it should be
 */
export async function openSecondClip(own: string, published: PublishedClip): Promise<Clip | undefined> {
  if (!(await isFolder(own)) && (await findShared('clip', published.repository)) === undefined) return undefined;
  const clip = await openClip(own, published);
  return clip.checkpoint.tensors.has('visual_projection.weight') ? clip : undefined;
}

async function sharedClip(own: string, published: PublishedClip): Promise<string> {
  const { title, repository } = published;
  const found = await findShared('clip', published.repository);
  if (found !== undefined) return found;
  throw new MissingClipError(
    repository,
    `there is no ${own}, and no ${title} for all packs: run "aesthete packs add ${repository}", or download config.json, ` +
      `preprocessor_config.json and model.safetensors of https://huggingface.co/${repository} into ${join(modelFolders()[0], 'clip', sharedName(repository))}`,
  );
}

/** A pack's CLIP is neither in the pack nor in a models folder. */
export class MissingClipError extends CheckpointError {
  override readonly name = 'MissingClipError';
  /** Of Hugging Face, where it is to be had. */
  readonly repository: string;

  constructor(repository: string, message: string) {
    super(message);
    this.repository = repository;
  }
}

import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { CheckpointError, UserError } from '../errors.js';
import { clipTextConfig } from '../models/clipText.js';
import { clipVisionConfig } from '../models/clipVision.js';
import type { ClipVisionConfig } from '../models/clipVision.js';
import { unetConfig } from '../models/unetConfig.js';
import type { UnetConfig } from '../models/unetConfig.js';
import { vaeConfig, vaeFactor } from '../models/vae.js';
import type { VaeConfig } from '../models/vae.js';
import { openCheckpoint } from '../weights/checkpoint.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import type { StoredTensor } from '../weights/safetensors.js';
import { parseConfig, readJson } from './config.js';
import { readSettings } from './settings.js';
import type { PackSettings } from './settings.js';
import { textEncoder } from './textEncoder.js';
import type { TextEncoder } from './textEncoder.js';

type Tensors = ReadonlyMap<string, StoredTensor>;

/** A pack's folder, read and checked as far as is possible without loading weights. */
export interface Pack {
  readonly dir: string;
  readonly settings: PackSettings;
  /** Length of text and image embeddings. */
  readonly projection: number;
  readonly text: TextEncoder;
  readonly clip: { readonly checkpoint: Checkpoint; readonly vision: ClipVisionConfig; readonly tensors: Tensors };
  readonly unet: { readonly config: UnetConfig; readonly tensors: Tensors };
  readonly vae: { readonly config: VaeConfig; readonly tensors: Tensors };
  /** scheduler_config.json as it is; sampling reads it. */
  readonly scheduler: Readonly<Record<string, unknown>>;
  /** The pack has a safety_checker/ folder with a configuration. This engine runs none. */
  readonly hasChecker: boolean;
}

/**
 * Opens the pack in a folder: configurations parsed, weights found and their headers checked.
 * @throws UserError when there is no such folder, CheckpointError when a file is missing or is not what it should be
 */
export async function openPack(folder: string): Promise<Pack> {
  const dir = resolve(folder);
  if (!(await isFolder(dir))) throw new UserError(`there is no pack at ${dir}`);
  for (const part of ['tokenizer', 'text_encoder', 'unet', 'vae', 'scheduler', 'clip'])
    if (!(await isFolder(join(dir, part))))
      throw new CheckpointError(
        `${dir} has no ${part}/: a pack is diffusers' layout plus the whole CLIP model in clip/`,
      );

  const [textJson, clipJson, unetJson, vaeJson, scheduler] = await Promise.all([
    readJson(dir, 'text_encoder/config.json'),
    readJson(dir, 'clip/config.json'),
    readJson(dir, 'unet/config.json'),
    readJson(dir, 'vae/config.json'),
    readJson(dir, 'scheduler/scheduler_config.json'),
  ]);
  const [encoder, clip, unet, vae] = await Promise.all(
    ['text_encoder', 'clip', 'unet', 'vae'].map((part) => openCheckpoint(join(dir, part), part)),
  );
  const vaeSettings = parseConfig(vaeConfig, vaeJson, 'vae/config.json');
  const unetSettings = parseConfig(unetConfig, unetJson, 'unet/config.json');
  const visionJson = parseConfig(clipParts, clipJson, 'clip/config.json').vision_config;
  const { sample_size: side } = unetSettings;
  const settings = await readSettings(dir, {
    schedulerClass: typeof scheduler._class_name === 'string' ? scheduler._class_name : '',
    sampleSize: typeof side === 'number' ? side : (side?.[0] ?? 64),
    vaeFactor: vaeFactor(vaeSettings),
  });
  return {
    dir,
    settings,
    projection: projectionSize(clip.tensors),
    text: textEncoder(parseConfig(clipTextConfig, textJson, 'text_encoder/config.json'), encoder, clip),
    clip: {
      checkpoint: clip,
      vision: parseConfig(clipVisionConfig, visionJson, 'clip/config.json: vision_config'),
      tensors: clip.tensors,
    },
    unet: { config: unetSettings, tensors: unet.tensors },
    vae: { config: vaeSettings, tensors: vae.tensors },
    scheduler,
    hasChecker: await isFolder(join(dir, 'safety_checker')),
  };
}

const clipParts = z.object({ vision_config: z.record(z.string(), z.unknown()).default({}) });

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** Rows of both projections; config.json's `projection_dim` is wrong in some published files, the tensors cannot be. */
function projectionSize(clip: Tensors): number {
  const [text, visual] = ['text_projection.weight', 'visual_projection.weight'].map((key) => {
    const tensor = clip.get(key);
    if (tensor?.shape.length !== 2) throw new CheckpointError(`clip/${key} is missing or no matrix`);
    return tensor.shape[0];
  });
  if (text !== visual)
    throw new CheckpointError(`clip/text_projection.weight has ${text} rows, clip/visual_projection.weight ${visual}`);
  return text;
}

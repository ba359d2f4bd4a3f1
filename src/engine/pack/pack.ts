import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readConfig } from '../config/json.js';
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

  const [textConfig, clipConfig, unetSettings, vaeSettings, scheduler] = await Promise.all([
    readConfig(join(dir, 'text_encoder/config.json'), clipTextConfig),
    readConfig(join(dir, 'clip/config.json'), clipParts),
    readConfig(join(dir, 'unet/config.json'), unetConfig),
    readConfig(join(dir, 'vae/config.json'), vaeConfig),
    readConfig(join(dir, 'scheduler/scheduler_config.json'), z.record(z.string(), z.unknown())),
  ]);
  const [encoder, clip, unet, vae] = await Promise.all(
    ['text_encoder', 'clip', 'unet', 'vae'].map((part) => openCheckpoint(join(dir, part), part)),
  );
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
    text: textEncoder(textConfig, encoder, clip),
    clip: { checkpoint: clip, vision: clipConfig.vision_config, tensors: clip.tensors },
    unet: { config: unetSettings, tensors: unet.tensors },
    vae: { config: vaeSettings, tensors: vae.tensors },
    scheduler,
    hasChecker: await isFolder(join(dir, 'safety_checker')),
  };
}

const clipParts = z.object({ vision_config: clipVisionConfig.prefault({}) });

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

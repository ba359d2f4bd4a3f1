import { join } from 'node:path';
import { readOptionalConfig } from '../config/json.js';
import { CheckpointError } from '../errors.js';
import { autoencoderTinyConfig, tinyFactor } from '../models/autoencoderTiny.js';
import type { AutoencoderTinyConfig } from '../models/autoencoderTiny.js';
import { vaeFactor } from '../models/vaeConfig.js';
import type { VaeConfig } from '../models/vaeConfig.js';
import { openCheckpoint } from '../weights/checkpoint.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import { openSafetensors } from '../weights/safetensors.js';
import { weightVariants } from '../weights/variants.js';
import { namesIn } from './paths.js';

/** Where a pack keeps its tiny autoencoder. */
export const tinyVaeFolder = 'vae_tiny';

/** A tiny autoencoder in place of the VAE, for previews and for decoders in a hurry. */
export interface TinyVae {
  readonly config: AutoencoderTinyConfig;
  readonly tensors: Checkpoint['tensors'];
  /** Its encoder is there, too. */
  readonly encodes: boolean;
}

/** TAESD's own files, of which either may be absent: `taesd_decoder.safetensors`, `taesdxl_encoder.safetensors`. */
const original = /^tae\w*_(?<half>decoder|encoder)\.safetensors$/;

/**
 * The tiny autoencoder of the pack in folder `dir`: `vae_tiny/` with diffusers' AutoencoderTiny, or with TAESD's own files. Undefined where
 * there is no such folder, or it holds no weights.
 * @throws CheckpointError where it is of other latents than the pack's VAE
 */
export async function findTinyVae(dir: string, vae: VaeConfig): Promise<TinyVae | undefined> {
  const folder = join(dir, tinyVaeFolder);
  const names = await namesIn(folder);
  const originals = names.filter((name) => original.test(name));
  const ofDiffusers = weightVariants(names).length > 0;
  if (!ofDiffusers && originals.length === 0) return undefined;
  const config =
    (await readOptionalConfig(join(folder, 'config.json'), autoencoderTinyConfig)) ?? autoencoderTinyConfig.parse({});
  const { latent_channels: channels } = config;
  const [own, its] = [vaeFactor(vae), tinyFactor(config)];
  if (channels !== vae.latent_channels || own !== its)
    throw new CheckpointError(
      `${folder} is of latents with ${channels} channels and ${its} pixels a side, the VAE's have ${vae.latent_channels} and ${own}: it belongs to another model`,
    );
  const tensors = ofDiffusers
    ? (await openCheckpoint(folder, tinyVaeFolder)).tensors
    : await openOriginals(folder, originals);
  return { config, tensors, encodes: [...tensors.keys()].some((key) => key.startsWith('encoder.')) };
}

/** Their keys become diffusers': its decoder has no layer for the clamp, which is their layer 0. */
async function openOriginals(folder: string, names: readonly string[]): Promise<TinyVae['tensors']> {
  const tensors = new Map<string, NonNullable<ReturnType<TinyVae['tensors']['get']>>>();
  for (const name of names) {
    const half = original.exec(name)?.groups?.['half'] ?? '';
    for (const [key, tensor] of (await openSafetensors(join(folder, name))).tensors) {
      const [layer, ...rest] = key.split('.');
      tensors.set([half, 'layers', Number(layer) - (half === 'decoder' ? 1 : 0), ...rest].join('.'), tensor);
    }
  }
  return tensors;
}

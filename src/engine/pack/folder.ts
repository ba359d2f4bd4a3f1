import { basename, join } from 'node:path';
import { z } from 'zod';
import { parseConfig, readConfig, readOptionalConfig } from '../config/json.js';
import { CheckpointError } from '../errors.js';
import { clipTextConfig } from '../models/clipText.js';
import { unetConfig } from '../models/unetConfig.js';
import { vaeConfig } from '../models/vaeConfig.js';
import { readTokenizerFiles } from '../text/tokenizerFiles.js';
import { openCheckpoint } from '../weights/checkpoint.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import { openClip, openSecondClip } from './clip.js';
import { kindOfConfigs, kinds } from './kinds.js';
import { otherPipeline, otherUnet } from './otherModels.js';
import type { PackParts, SecondTextParts } from './parts.js';
import { isFolder } from './paths.js';
import { refuseOther } from './refuse.js';

const fields = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof fields>;

/** A model in diffusers' layout. @throws CheckpointError where a part is missing, or it is a model that is not painted with */
export async function folderParts(dir: string): Promise<PackParts> {
  await refusePipeline(dir);
  await requireFolders(dir, ['tokenizer', 'text_encoder', 'unet', 'vae', 'scheduler']);

  const unetFile = join(dir, 'unet/config.json');
  const unetFields = await readConfig(unetFile, fields);
  const unet = await openCheckpoint(join(dir, 'unet'), 'unet');
  refuseUnet(dir, unetFields, unet);
  const textFile = join(dir, 'text_encoder/config.json');
  const textFields = await readConfig(textFile, fields);
  const kind = kindOfConfigs(unetFields, textFields, await isFolder(join(dir, 'text_encoder_2')));

  const [vaeSettings, scheduler, tokenizer, encoder, vae, clip, second] = await Promise.all([
    readConfig(join(dir, 'vae/config.json'), vaeConfig),
    readConfig(join(dir, 'scheduler/scheduler_config.json'), fields),
    readTokenizerFiles(join(dir, 'tokenizer')),
    openCheckpoint(join(dir, 'text_encoder'), 'text_encoder'),
    openCheckpoint(join(dir, 'vae'), 'vae'),
    openClip(join(dir, 'clip'), kinds[kind].clips[0]),
    kind === 'sdxl' ? secondTextParts(dir) : undefined,
  ]);
  return {
    kind,
    dir,
    text: { config: parseConfig(clipTextConfig, textFields, textFile), encoder, tokenizer },
    ...(second && { second }),
    clip,
    unet: { config: parseConfig(unetConfig, unetFields, unetFile), checkpoint: unet },
    vae: { config: vaeSettings, checkpoint: vae },
    scheduler,
    notes: choices({
      unet,
      vae,
      text_encoder: encoder,
      ...(second && { text_encoder_2: second.encoder }),
      [basename(clip.folder)]: clip.checkpoint,
      ...(second?.clip && { [basename(second.clip.folder)]: second.clip.checkpoint }),
    }),
  };
}

async function requireFolders(dir: string, parts: readonly string[]): Promise<void> {
  for (const part of parts)
    if (!(await isFolder(join(dir, part))))
      throw new CheckpointError(`${dir} has no ${part}/: a pack is a folder in diffusers' layout`);
}

async function secondTextParts(dir: string): Promise<SecondTextParts> {
  await requireFolders(dir, ['tokenizer_2', 'text_encoder_2']);
  const [config, encoder, tokenizer, index, clip] = await Promise.all([
    readConfig(join(dir, 'text_encoder_2/config.json'), clipTextConfig),
    openCheckpoint(join(dir, 'text_encoder_2'), 'text_encoder_2'),
    readTokenizerFiles(join(dir, 'tokenizer_2')),
    readOptionalConfig(join(dir, 'model_index.json'), fields),
    openSecondClip(join(dir, 'clip_2'), kinds.sdxl.clips[1]),
  ]);
  const zerosForEmpty = index?.force_zeros_for_empty_prompt !== false;
  return { config, encoder, tokenizer, zerosForEmpty, ...(clip && { clip }) };
}

/** Refuses models whose folders are told apart by their index, or by having no U-Net. @throws CheckpointError */
export async function refusePipeline(dir: string): Promise<void> {
  const index = await readOptionalConfig(join(dir, 'model_index.json'), fields);
  const other = otherPipeline(className(index));
  if (other !== undefined) refuseOther(dir, other);
  if (await isFolder(join(dir, 'unet'))) return;
  const transformer = await readOptionalConfig(join(dir, 'transformer/config.json'), fields);
  if (transformer)
    refuseOther(
      dir,
      otherPipeline(className(transformer).replace(/^SD3/, 'StableDiffusion3')) ?? className(transformer),
    );
}

/** What a U-Net's channels say, once its configuration is known to be that of its weights. */
function refuseUnet(dir: string, config: Fields, { tensors }: Checkpoint): void {
  const conv = tensors.get('conv_in.weight');
  const stated = typeof config.in_channels === 'number' ? config.in_channels : 4;
  if (conv?.shape.length === 4 && conv.shape[1] !== stated)
    throw new CheckpointError(
      `${dir}/unet/config.json: in_channels is ${stated}, but unet/conv_in.weight [${conv.shape.join()}] takes ${conv.shape[1]}`,
    );
  const other = otherUnet(conv);
  if (other !== undefined) refuseOther(dir, other);
}

const className = (config: Fields | undefined): string =>
  typeof config?._class_name === 'string' ? config._class_name : '';

/** Of each model in several variants, which is read. */
function choices(models: Readonly<Record<string, Checkpoint>>): string[] {
  return Object.entries(models).flatMap(([what, { choice }]) =>
    choice
      ? [`${what}: ${choice.taken} is read; ${choice.left.join(', ')} ${choice.left.length === 1 ? 'is' : 'are'} not`]
      : [],
  );
}

import { realpath } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { z } from 'zod';
import { readOptionalConfig } from '../config/json.js';
import { CheckpointError } from '../errors.js';
import { clipTextConfig } from '../models/clipText.js';
import { unetConfig } from '../models/unetConfig.js';
import { vaeConfig } from '../models/vaeConfig.js';
import { clipTokenizer, clipVocabularySize } from '../text/clipVocabulary.js';
import { readTokenizerFiles } from '../text/tokenizerFiles.js';
import type { TokenizerFiles } from '../text/tokenizerFiles.js';
import { openCheckpoint } from '../weights/checkpoint.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import { latentDiffusionParts } from '../weights/latentDiffusion/parts.js';
import type { LatentDiffusionParts } from '../weights/latentDiffusion/parts.js';
import { isPickle, pickleRemedy } from '../weights/pickles.js';
import { openSafetensors } from '../weights/safetensors.js';
import type { SafetensorsFile } from '../weights/safetensors.js';
import { openClip, openSecondClip } from './clip.js';
import { kinds } from './kinds.js';
import type { ModelKind } from './kinds.js';
import { otherFile, otherUnet } from './otherModels.js';
import type { PackParts, SecondTextParts } from './parts.js';
import { isFolder, namesIn } from './paths.js';
import { refuseOther } from './refuse.js';
import { predictionOf, standardScheduler } from './scheduler.js';
import { standardSecondText, standardText, standardUnet, standardVae } from './standard.js';

/** A file that could be meant as a model: what is no .safetensors is refused with the reason. */
export function isModelFile(path: string): boolean {
  return extname(path) === '.safetensors' || isPickle(path) || extname(path) === '.gguf';
}

/** Where the configuration files of a single file lie, if it has any: `x/` beside `x.safetensors`. */
export function folderBeside(file: string): string {
  return file.slice(0, -extname(file).length);
}

/**
 * A whole model in one file of the original latent-diffusion layout. Its family is told by keys and shapes, and so are its sizes; what they do not tell
 * is as the family's published models have it. In `folder` (default: that of its name beside it), which need not be there, any part of diffusers' layout may say otherwise: a
 * configuration, tokenizer/, scheduler/, clip/, and a whole vae/ in place of the file's.
 * @throws CheckpointError where it is another model, lacks a part, or has sizes of no published model and no configuration
 */
export async function singleFileParts(path: string, folder?: string): Promise<PackParts> {
  const dir = folder ?? (await besideLinkOrFile(path));
  if (isPickle(path)) throw new CheckpointError(`${path} is ${pickleRemedy}`);
  if (extname(path) === '.gguf')
    throw new CheckpointError(`${path} is a model whose weights are quantised: download the .safetensors in fp16`);
  const file = await openSafetensors(path);
  const parts = latentDiffusionParts(file.tensors);
  const kind = kindOf(path, file, parts);
  const part = (tensors: Checkpoint['tensors']): Checkpoint => ({ tensors, files: [file.path] });
  const vae = (await vaeOf(dir)) ?? part(parts.vae);
  if (vae.tensors.size === 0)
    throw new CheckpointError(
      `${path} holds no VAE: download the variant with one, or put the vae/ folder of diffusers' layout into ${dir}`,
    );
  const clip = await openClip(join(dir, 'clip'), kinds[kind].clips[0]);
  const tokenizer = await tokenizerOf(path, dir, kind, parts, 0);
  const config = <S extends z.ZodType>(name: string, schema: S): Promise<z.output<S> | undefined> =>
    readOptionalConfig(join(dir, name), schema);
  const scheduler = await config('scheduler/scheduler_config.json', z.record(z.string(), z.unknown()));
  const standard = { path, dir, kind };
  return {
    kind,
    dir,
    text: {
      config:
        (await config('text_encoder/config.json', clipTextConfig)) ??
        standardText(standard, parts.text[0], clip, tokenizer),
      encoder: part(parts.text[0]),
      tokenizer,
    },
    ...(kind === 'sdxl' && { second: await secondTextParts() }),
    clip,
    unet: {
      config: (await config('unet/config.json', unetConfig)) ?? standardUnet(standard, parts.unet),
      checkpoint: part(parts.unet),
    },
    vae: {
      config: (await config('vae/config.json', vaeConfig)) ?? standardVae(standard, vae.tensors),
      checkpoint: vae,
    },
    scheduler: scheduler ?? standardScheduler(kind, file),
    notes: notesOf(file, kind, { scheduler: scheduler !== undefined, vae: !vae.files.includes(file.path) }),
  };

  async function secondTextParts(): Promise<SecondTextParts> {
    const second = await tokenizerOf(path, dir, kind, parts, 1);
    const ofSecond = await openSecondClip(join(dir, 'clip_2'), kinds.sdxl.clips[1]);
    return {
      config:
        (await config('text_encoder_2/config.json', clipTextConfig)) ??
        standardSecondText(standard, parts.text[1], second),
      encoder: part(parts.text[1]),
      tokenizer: second,
      zerosForEmpty: true,
      ...(ofSecond && { clip: ofSecond }),
    };
  }
}

/** A link to a file elsewhere may have its own folder; else what lies beside the file itself counts. */
async function besideLinkOrFile(path: string): Promise<string> {
  const beside = folderBeside(path);
  if (await isFolder(beside)) return beside;
  const real = folderBeside(await realpath(path));
  return (await isFolder(real)) ? real : beside;
}

/** The family, by keys and shapes. @throws CheckpointError naming what else the file is */
function kindOf(path: string, { tensors }: SafetensorsFile, { unet, text }: LatentDiffusionParts): ModelKind {
  const other = otherFile(tensors) ?? otherUnet(unet.get('conv_in.weight'));
  if (other !== undefined) refuseOther(path, other);
  const xl = unet.has('add_embedding.linear_1.weight');
  if (xl && text.length === 2) return 'sdxl';
  if (xl || text.length !== 1)
    throw new CheckpointError(
      `${path} holds ${text.length === 0 ? 'no' : text.length} text encoder${text.length === 2 ? 's' : ''}, ` +
        `${kinds[xl ? 'sdxl' : 'sd1'].title} has ${xl ? 'two' : 'one'}: download the whole model`,
    );
  return tensors.has('cond_stage_model.model.ln_final.weight') ? 'sd2' : 'sd1';
}

async function tokenizerOf(
  path: string,
  dir: string,
  kind: ModelKind,
  { text }: LatentDiffusionParts,
  model: 0 | 1,
): Promise<TokenizerFiles> {
  const folder = join(dir, ['tokenizer', 'tokenizer_2'][model]);
  if (await isFolder(folder)) return readTokenizerFiles(folder);
  const rows = text[model].get('text_model.embeddings.token_embedding.weight')?.shape[0] ?? clipVocabularySize;
  if (rows < clipVocabularySize)
    throw new CheckpointError(
      `${path}: its token table has ${rows} rows, CLIP's vocabulary ${clipVocabularySize} tokens: put its own tokenizer into ${folder}`,
    );
  return clipTokenizer(kinds[kind].clips[model].padding);
}

/** The VAE of the folder beside, which stands in for the file's own; none where vae/ holds no weights. */
async function vaeOf(dir: string): Promise<Checkpoint | undefined> {
  const folder = join(dir, 'vae');
  const names = await namesIn(folder);
  return names.some((name) => name.includes('.safetensors')) ? openCheckpoint(folder, 'vae') : undefined;
}

function notesOf(file: SafetensorsFile, kind: ModelKind, own: { scheduler: boolean; vae: boolean }): string[] {
  const averaged = [...file.tensors.keys()].some((key) => key.startsWith('model_ema.'));
  const { prediction, by } = predictionOf(kind, file);
  return [
    `${kinds[kind].title}, by the keys and shapes of ${basename(file.path)}`,
    ...(averaged ? ['the averaged weights (model_ema.) are not read; those of model.diffusion_model. are'] : []),
    ...(own.vae ? ['the VAE is that of vae/, not the one in the file'] : []),
    ...(own.scheduler ? [] : predictionNotes(kind, prediction, by)),
  ];
}

/** All files of the other families predict the same, unless they say otherwise. */
function predictionNotes(kind: ModelKind, prediction: string, by: string | undefined): string[] {
  if (by !== undefined) return [`prediction_type is ${prediction}, by ${by}`];
  return kind === 'sd2'
    ? [
        `prediction_type is taken to be ${prediction}: the file does not say, scheduler/scheduler_config.json beside it may`,
      ]
    : [];
}

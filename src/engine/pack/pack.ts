import { basename, resolve, sep } from 'node:path';
import { CheckpointError } from '../errors.js';
import type { UnetConfig } from '../models/unetConfig.js';
import { vaeFactor } from '../models/vaeConfig.js';
import type { VaeConfig } from '../models/vaeConfig.js';
import type { TokenizerFiles } from '../text/tokenizerFiles.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import type { QuantisedWeights } from '../weights/quantise.js';
import type { StoredTensor } from '../weights/safetensors.js';
import { checkParts } from './check.js';
import { packClip } from './clip.js';
import type { PackClip } from './clip.js';
import type { ModelKind } from './kinds.js';
import { packParts } from './layout.js';
import type { PackLoras } from './lora.js';
import { withPaperAesthetics } from './paperClip.js';
import { provePack } from './prove.js';
import { findSafetyChecker } from './safetyChecker.js';
import type { SafetyChecker } from './safetyChecker.js';
import { correctedScheduler } from './scheduler.js';
import { readSettings } from './settings.js';
import type { PackSettings } from './settings.js';
import { secondText, textEncoder } from './textEncoder.js';
import type { SecondText, TextEncoder } from './textEncoder.js';
import { findTinyVae, tinyVaeFolder } from './tinyVae.js';
import type { TinyVae } from './tinyVae.js';

type Tensors = ReadonlyMap<string, StoredTensor>;

/** A model, read and proved as far as is possible without loading weights. */
export interface Pack {
  /** What was opened: a folder, or one file. Absolute. */
  readonly path: string;
  /** Where pack.json and what else belongs to the model lies: the folder, or that beside a single file, which need not be there. */
  readonly dir: string;
  readonly kind: ModelKind;
  readonly settings: PackSettings;
  /** Length of text and image embeddings. */
  readonly projection: number;
  readonly tokenizer: TokenizerFiles;
  readonly text: TextEncoder;
  /** Of Stable Diffusion XL. */
  readonly second?: SecondText;
  /** Its text embeddings and its images' lie in the space of aesthetics. */
  readonly clip: PackClip;
  readonly unet: {
    readonly config: UnetConfig;
    readonly tensors: Tensors;
    /** Only where it computes in 8 bits. */
    readonly quantised?: QuantisedWeights;
  };
  readonly vae: { readonly config: VaeConfig; readonly tensors: Tensors };
  /** Absent: the pack has none. */
  readonly tiny?: TinyVae;
  /** scheduler_config.json as diffusers' pipeline of its kind corrects it; sampling reads it. */
  readonly scheduler: Readonly<Record<string, unknown>>;
  /** Absent: it has none, there is none for all packs, and its pictures cannot be checked. */
  readonly checker?: SafetyChecker;
  /** What was chosen among several files, or assumed. */
  readonly notes: readonly string[];
  /** Absent: none. */
  readonly loras?: PackLoras;
}

/**
 * Opens the model at a path and proves it: configurations parsed and held against each other, weights found, and every model built once
 * of their headers.
 * @param path a folder in diffusers' layout (or Hugging Face's cache of one), a single .safetensors file, or a folder with one
 * @throws UserError when there is nothing, CheckpointError when a file is missing, is not what it should be, or is of a model that is not painted with
 */
export async function openPack(path: string): Promise<Pack> {
  const opened = resolve(path);
  const parts = await packParts(opened);
  // That of Stable Diffusion XL takes the file as it is.
  const corrected = parts.kind === 'sdxl' ? parts.scheduler : correctedScheduler(parts.scheduler);
  checkParts({ ...parts, scheduler: corrected });
  const { kind, dir, clip, unet, vae } = parts;
  const { sample_size: side } = unet.config;
  const { _class_name: schedulerClass, timestep_spacing: spacing } = corrected;
  const settings = await readSettings(dir, {
    kind,
    names: namesOf(opened, unet.checkpoint),
    schedulerClass: typeof schedulerClass === 'string' ? schedulerClass : '',
    spacing: typeof spacing === 'string' ? spacing : undefined,
    embedded: typeof unet.config.time_cond_proj_dim === 'number',
    sampleSize: typeof side === 'number' ? side : (side?.[0] ?? 64),
    vaeFactor: vaeFactor(vae.config),
  });
  const scheduler = settings.defaults.spacing
    ? { ...corrected, timestep_spacing: settings.defaults.spacing }
    : corrected;
  const { checkpoint } = clip;
  const checker = await findSafetyChecker(dir, kind, settings);
  const tiny = await findTinyVae(dir, vae.config);
  if (settings.defaults.decoder === 'tiny' && !tiny)
    throw new CheckpointError(`${dir}/pack.json: defaults.decoder is tiny, and there is no ${tinyVaeFolder}/`);
  const projection = projectionSize(checkpoint.tensors);
  const pack: Pack = {
    path: opened,
    dir,
    kind,
    settings: withPaperAesthetics(settings, { kind, clip, projection }),
    projection,
    tokenizer: parts.text.tokenizer,
    text: textEncoder(parts.text.config, parts.text.encoder, checkpoint, { penultimate: kind === 'sdxl' }),
    ...(parts.second && { second: secondText(parts.second) }),
    clip: packClip(clip),
    unet: { config: unet.config, tensors: unet.checkpoint.tensors },
    vae: { config: vae.config, tensors: vae.checkpoint.tensors },
    ...(tiny && { tiny }),
    scheduler,
    ...(checker && { checker }),
    notes: settings.why === undefined ? parts.notes : [...parts.notes, settings.why],
  };
  provePack(pack);
  return pack;
}

/** What a model at a path is called: by its folder or file (in a hub's cache by its repository), and by the files of its U-Net. */
function namesOf(opened: string, { files }: Checkpoint): string[] {
  const repository = opened.split(sep).findLast((segment) => segment.startsWith('models--'));
  return [repository ?? basename(opened), ...files.map((file) => basename(file))];
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

import { cp, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds } from '../../src/engine/pack/kinds.js';
import type { ModelKind } from '../../src/engine/pack/kinds.js';
import { goldenModel, goldenSingle } from './golden.js';

/** A models folder with one golden model as a single file; for AESTHETE_MODELS. */
export interface SingleFileModels {
  readonly models: string;
  /** The file. */
  readonly path: string;
  /** Of its configuration. */
  readonly beside: string;
  readonly remove: () => Promise<void>;
}

/**
 * The golden model `name` as it would lie there after a download: the file, and CLIP in the folder for all packs. Its sizes are of no published
 * model, so its configuration, which a real one needs not, lies beside it, and its tokenizer; no weights do.
 */
export async function singleFileModels(name: string, kind: ModelKind): Promise<SingleFileModels> {
  const models = await realpath(await mkdtemp(join(tmpdir(), 'aesthete-single-')));
  const [path, beside, folder] = [join(models, `${name}.safetensors`), join(models, name), await goldenModel(name)];
  await cp(join(goldenSingle, `${name}.safetensors`), path);
  const second = kind === 'sdxl';
  for (const part of ['unet', 'vae', 'text_encoder', ...(second ? ['text_encoder_2'] : [])])
    await cp(join(folder, part, 'config.json'), join(beside, part, 'config.json'));
  for (const part of ['tokenizer', 'scheduler', ...(second ? ['tokenizer_2'] : [])])
    await cp(join(folder, part), join(beside, part), { recursive: true });
  await mkdir(join(models, 'clip'));
  const clip = kinds[kind].clips[0].repository.replace('/', '--');
  await cp(join(folder, 'clip'), join(models, 'clip', clip), { recursive: true });
  return { models, path, beside, remove: () => rm(models, { recursive: true }) };
}

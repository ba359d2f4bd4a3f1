import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { setThresholds } from './checkerPack.js';
import type { FakeRepository } from './fakeHub.js';
import { copyPack } from './packCopy.js';
import { tinyVaeFiles } from './tinyVae.js';

const golden = resolve('test/golden');

/** Every file below a folder, by its path from there. */
export async function filesOf(dir: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(paths.map(async (path) => [relative(dir, path), await readFile(path)] as const)));
}

/** Those of a safety checker that lets everything pass, by their paths in a pack. */
export async function checkerFiles(): Promise<Map<string, Uint8Array>> {
  const checker = await copyPack(join(golden, 'more/models/safety_checker'));
  await setThresholds(checker, 'model.safetensors', 'none');
  const files = await filesOf(checker.dir);
  await checker.remove();
  const extractor = await filesOf(join(golden, 'more/models/safety_checker_feature_extractor'));
  return new Map([...below('safety_checker', files), ...below('feature_extractor', extractor)]);
}

function below(folder: string, files: ReadonlyMap<string, Uint8Array>): [string, Uint8Array][] {
  return [...files].map(([path, bytes]) => [`${folder}/${path}`, bytes]);
}

/** Tiny models of the same kinds under the names of those that presets consist of. */
export async function presetRepositories(): Promise<Record<string, FakeRepository>> {
  const first = await apart(join(golden, 'more/models/tiny-sd1'));
  const second = await apart(join(golden, 'models/tiny-sd2'));
  const lora = await readFile(join(golden, 'more/lora/kohya.safetensors'));
  return {
    'stable-diffusion-v1-5/stable-diffusion-v1-5': {
      files: new Map([...first.model, ...(await checkerFiles())]),
      license: 'creativeml-openrail-m',
    },
    'openai/clip-vit-large-patch14': { files: first.clip },
    'latent-consistency/lcm-lora-sdv1-5': { files: new Map([['pytorch_lora_weights.safetensors', lora]]) },
    'madebyollin/taesd': { files: tinyVaeFiles(4), license: 'mit' },
    'stabilityai/sd-turbo': { files: second.model },
    'laion/CLIP-ViT-H-14-laion2B-s32B-b79K': { files: second.clip },
    'SimianLuo/LCM_Dreamshaper_v7': { files: await filesOf(join(golden, 'models/tiny-lcm')) },
  };
}

/** A pack's files without its CLIP, and the CLIP's alone. */
async function apart(dir: string): Promise<{ model: Map<string, Uint8Array>; clip: Map<string, Uint8Array> }> {
  const files = [...(await filesOf(dir))];
  const isClip = ([path]: [string, Uint8Array]): boolean => path.startsWith('clip/');
  return {
    model: new Map(files.filter((entry) => !isClip(entry))),
    clip: new Map(files.filter(isClip).map(([path, bytes]) => [path.slice('clip/'.length), bytes])),
  };
}

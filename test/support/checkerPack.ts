import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { goldenModel } from './golden.js';
import { copyPack } from './packCopy.js';
import type { PackCopy } from './packCopy.js';

/** A tiny pack with the golden safety checker, which flags every picture, or none: cosines lie between −1 and 1. */
export async function checkerPack(flags: 'all' | 'none', to?: string): Promise<PackCopy> {
  const pack = await copyPack(await goldenModel('tiny-sd1'), to);
  await cp(await goldenModel('safety_checker'), join(pack.dir, 'safety_checker'), { recursive: true });
  await cp(await goldenModel('safety_checker_feature_extractor'), join(pack.dir, 'feature_extractor'), {
    recursive: true,
  });
  await setThresholds(pack, 'safety_checker/model.safetensors', flags);
  return pack;
}

/** Of the checker in one file of weights. */
export async function setThresholds(pack: PackCopy, file: string, flags: 'all' | 'none'): Promise<void> {
  await pack.weights(file, (tensors) => {
    for (const key of ['special_care_embeds_weights', 'concept_embeds_weights'])
      tensors[key].data.fill(flags === 'all' ? -2 : 2);
  });
}

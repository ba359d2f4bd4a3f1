import { createHash } from 'node:crypto';
import { defaultCacheDir } from '../cacheDir.js';
import { CheckpointError } from '../errors.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import { float32ToFloat16 } from '../weights/float16.js';
import { rememberedHash } from '../weights/hashCache.js';
import { readTensorChunks } from '../weights/safetensors.js';

/** Keys that give an image embedding; `position_ids` is a buffer of old files. */
const counts = (key: string): boolean =>
  /^(vision_model\.|visual_projection\.)/.test(key) && !key.endsWith('.position_ids');

/**
 * Names the CLIP that an aesthetic was made with: sha256 over the vision tower and its projection, in hexadecimal. For each key in
 * sorted order the hash takes the key in UTF-8, a zero byte, the sizes in decimal joined by commas, a zero byte, and the values
 * rounded to fp16, little-endian. So a checkpoint has one id, whether it is stored in fp32 or fp16.
 *
 * Remembered by path, size and time of the files in a cache folder, since hashing 600 MB takes seconds; without one it is computed.
 */
export async function clipId(clip: Checkpoint, cacheDir = defaultCacheDir()): Promise<string> {
  return rememberedHash(clip.files, () => compute(clip), { cacheDir, name: 'clip-ids.json' });
}

async function compute({ tensors }: Checkpoint): Promise<string> {
  const keys = [...tensors.keys()].filter(counts).sort();
  for (const needed of ['vision_model.embeddings.patch_embedding.weight', 'visual_projection.weight'])
    if (!keys.includes(needed)) throw new CheckpointError(`clip/${needed} is missing: the whole CLIP model is needed`);
  const hash = createHash('sha256');
  for (const key of keys) {
    const tensor = tensors.get(key)!;
    hash.update(`${key}\0${tensor.shape.join()}\0`);
    for await (const chunk of readTensorChunks(tensor)) {
      const values = float32ToFloat16(chunk);
      hash.update(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
    }
  }
  return hash.digest('hex');
}

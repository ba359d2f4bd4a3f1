import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { StoredTensor } from '../weights/safetensors.js';
import type { Pack } from './pack.js';

/** Of each weight so much is read: a model that was tuned further differs in nearly all of its numbers. */
const sampleBytes = 64;

interface Model {
  readonly config: unknown;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/**
 * Names what a pack paints with, wherever and under whatever name it lies: sha256, in hexadecimal, over the configuration of each model; of each
 * weight, in sorted order, key, type, sizes and the first 64 bytes; and tokenizers, scheduler and the settings that decide pictures. Reads
 * headers and some hundred kB, no whole file: files that differ in the middle of weights alone have the same.
 */
export async function contentId(pack: Pack): Promise<string> {
  const { text, second, clip, unet, vae, tiny, checker, scheduler, settings, loras, tokenizer } = pack;
  const { defaults, strength } = settings;
  const hash = createHash('sha256');
  const models: readonly (readonly [string, Model | undefined])[] = [
    ['text', text],
    ['text_2', second?.encoder],
    ['clip', { config: [clip.vision, clip.preprocessor], tensors: clip.tensors }],
    [
      'clip_2',
      second?.clip && { config: [second.clip.vision, second.clip.preprocessor], tensors: second.clip.tensors },
    ],
    ['unet', unet],
    ['vae', vae],
    ['tiny', tiny],
    ['checker', checker && { config: [checker.config, checker.preprocessor], tensors: checker.tensors }],
  ];
  for (const [name, model] of models) if (model) await addModel(hash, name, model);
  const tokenizers = [tokenizer, ...(second ? [second.tokenizer] : [])].map(({ json, bos, eos, pad }) => ({
    json,
    bos,
    eos,
    pad,
  }));
  hash.update(sortedJson({ scheduler, defaults, strength, loras: loras?.applied ?? [], tokenizers }));
  return hash.digest('hex');
}

async function addModel(hash: Hash, name: string, { config, tensors }: Model): Promise<void> {
  hash.update(`${name}\0${sortedJson(config)}\0`);
  const files = new Map<string, Awaited<ReturnType<typeof open>>>();
  try {
    const buffer = new Uint8Array(sampleBytes);
    for (const key of [...tensors.keys()].sort()) {
      const { file, dtype, shape, offset, bytes } = tensors.get(key)!;
      const handle = files.get(file) ?? (await open(file));
      files.set(file, handle);
      const { bytesRead } = await handle.read(buffer, 0, Math.min(sampleBytes, bytes), offset);
      hash.update(`${key}\0${dtype}\0${shape.join()}\0`);
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    for (const handle of files.values()) await handle.close();
  }
}

/** JSON that does not depend on the order in which a file has its fields. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}

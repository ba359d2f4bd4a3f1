import { encodePlain } from '../aesthetic/personalise.js';
import { encodeSmallPicture } from '../image/smallPicture.js';
import { encodeWebp } from '../image/webp.js';
import { clipId } from '../pack/clipId.js';
import { withLoras } from '../pack/lora.js';
import { openPack } from '../pack/pack.js';
import type { Pack } from '../pack/pack.js';
import { chooseDevice } from '../runtime/device.js';
import { machineMemory } from '../runtime/machineMemory.js';
import { memoryBudget } from '../runtime/memoryBudget.js';
import type { MemoryBudget } from '../runtime/memoryBudget.js';
import { checkPrompt } from '../text/prompt.js';
import type { DeviceRequest, Engine, EngineInfo, LoraRequest, Precision } from '../types.js';
import { embedByTowers, embedImage } from './embedImage.js';
import { yieldToEventLoop } from './generate.js';
import { createImagine } from './imagine.js';
import { ranges, whole } from './limits.js';
import { checkMemory } from './memory.js';
import { openModels } from './models.js';
import { provenPrecision } from './provenPrecision.js';
import { imagineWithLoras } from './requestLoras.js';
import type { EncodingStore } from './sharedEncodings.js';

export interface OpenOptions {
  /** Default `auto`. */
  readonly device?: DeviceRequest;
  /** Of the U-Net and the VAE. Default: fp32 on the CPU, or int8 where the pack is proved in it (`proveInt8`); fp16 on GPUs that can. */
  readonly precision?: Precision;
  /**
   * Images of one request that go through the U-Net at once, at most. Default: up to four on a GPU, and of a small model on a CPU. A picture painted beside others
   * differs from the same one alone by rounding at most (1e-4 of its latents).
   */
  readonly batch?: number;
  /** What loaded models may take; default: AESTHETE_MEMORY, else half of the machine's or container's memory together. */
  readonly memoryBudget?: MemoryBudget;
  /** Beside those of the pack's own pack.json. */
  readonly loras?: readonly LoraRequest[];
  /** Personalised encodings of this pack as it is, and on this kind of device, that other processes may have; those with LoRAs are not shared. */
  readonly encodings?: EncodingStore;
}

/**
 * Opens a pack in this process. ONNX Runtime blocks the thread while it loads and runs: where something else must stay responsive,
 * take `openEngineChild` instead.
 *
 * Requests to `imagine` are served one after another; embeddings may run between the steps of a picture.
 * @param folder a pack: a folder or one file (`openPack`)
 * @throws UserError when the folder or the device is not there or memory is short, CheckpointError when a file of the pack is not what it should be
 */
export async function openEngine(folder: string, options: OpenOptions = {}): Promise<Engine> {
  if (options.batch !== undefined) whole('batch', options.batch, ranges.count);
  const plain = await openPack(folder);
  const loras = [...plain.settings.loras, ...(options.loras ?? [])];
  // Those of pack.json are in what names the pack's content; further ones are not.
  const encodings = options.loras?.length ? undefined : options.encodings;
  const pack = await withLoras(plain, loras);
  const asked = await chooseDevice(options.device ?? 'auto', options.precision);
  const { chosen, int8 } = options.precision === undefined ? await provenPrecision(pack, asked) : { chosen: asked };
  const budget = options.memoryBudget ?? memoryBudget();
  checkMemory(pack, chosen.precision, Math.min(machineMemory().available, budget.alone));
  const models = await openModels(pack, chosen, budget, options.batch);
  const id = await clipId(pack.clip.checkpoint);
  const second = await secondClip(pack);
  const clips = { clipId: id, ...(second && { secondClipId: second.clipId }) };
  const imagine = imagineWithLoras({ models, plain, loras }, (variant) =>
    createImagine({ models: variant, ...clips, ...(encodings && variant === models && { encodings }) }),
  );
  const inTurn = queue();
  return {
    info: {
      pack: pack.settings.name,
      title: pack.settings.title,
      ...chosen,
      ...(int8 && { int8 }),
      clipId: id,
      projection: pack.projection,
      ...(second && { second }),
      safe: pack.settings.safe,
      checks: pack.checker !== undefined,
    },
    embedImages: (images, { signal } = {}) => each(images, signal, (image) => embedImage(models, image)),
    embedByTowers: (images, { signal } = {}) => each(images, signal, (image) => embedByTowers(models, image)),
    thumbnails: (images, size, { signal } = {}) =>
      each(images, signal, (image) =>
        typeof size === 'number' ? encodeWebp(image, { quality: 70, square: size }) : encodeSmallPicture(image, size),
      ),
    embedTexts: (texts, { signal } = {}) =>
      each(texts, signal, async (text) => {
        const tokens = models.tokenize(checkPrompt(text));
        const { embedding } = await models.text((session) => encodePlain(session, tokens, pack.projection));
        return embedding;
      }),
    imagine: (request, requestOptions) => inTurn(() => imagine(request, requestOptions)),
    close: () => inTurn(() => models.close()),
  };
}

/** The CLIP of the pack's second text model, where it is there. */
async function secondClip({ second }: Pack): Promise<EngineInfo['second']> {
  return second?.clip && { clipId: await clipId(second.clip.checkpoint), projection: second.projection };
}

/** One after another, so that the channel and the signal are heard in between. */
async function each<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal | undefined,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    await yieldToEventLoop(signal);
    results.push(await work(item));
  }
  return results;
}

/** Runs tasks one after another, whether or not those before failed. */
function queue(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  };
}

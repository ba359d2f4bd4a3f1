import { encodePlain } from '../aesthetic/personalise.js';
import { preprocess } from '../image/preprocess.js';
import { encodeSmallPicture } from '../image/smallPicture.js';
import { encodeWebp } from '../image/webp.js';
import { clipId } from '../pack/clipId.js';
import { withLoras } from '../pack/lora.js';
import { openPack } from '../pack/pack.js';
import { chooseDevice } from '../runtime/device.js';
import { checkPrompt } from '../text/prompt.js';
import type { DeviceRequest, Engine, LoraRequest, Precision } from '../types.js';
import { yieldToEventLoop } from './generate.js';
import { createImagine, embedPreprocessed } from './imagine.js';
import { checkMemory } from './memory.js';
import { openModels } from './models.js';

export interface OpenOptions {
  /** Default `auto`. */
  readonly device?: DeviceRequest;
  /** Of the U-Net and the VAE. Default: fp32 on the CPU, fp16 on GPUs that can. */
  readonly precision?: Precision;
  /** Resident bytes that loaded models may take together; default half of the machine's memory. */
  readonly memoryBudget?: number;
  /** Beside those of the pack's own pack.json. */
  readonly loras?: readonly LoraRequest[];
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
  const plain = await openPack(folder);
  const pack = await withLoras(plain, [...plain.settings.loras, ...(options.loras ?? [])]);
  const chosen = await chooseDevice(options.device ?? 'auto', options.precision);
  checkMemory(pack, chosen.precision);
  const models = await openModels(pack, chosen, options.memoryBudget);
  const id = await clipId(pack.clip.checkpoint);
  const { preprocessor } = pack.clip;
  const imagine = createImagine({ models, clipId: id, preprocessor });
  const inTurn = queue();
  return {
    info: {
      pack: pack.settings.name,
      title: pack.settings.title,
      ...chosen,
      clipId: id,
      projection: pack.projection,
      safe: pack.settings.safe,
      checks: pack.checker !== undefined,
    },
    embedImages: async (images, { signal } = {}) => {
      const vectors: Float32Array[] = [];
      for (const image of images) {
        await yieldToEventLoop(signal);
        vectors.push(await embedPreprocessed(models, await preprocess(image, preprocessor)));
      }
      return vectors;
    },
    thumbnails: async (images, size, { signal } = {}) => {
      const thumbnails: Uint8Array[] = [];
      for (const image of images) {
        await yieldToEventLoop(signal);
        thumbnails.push(
          typeof size === 'number'
            ? await encodeWebp(image, { quality: 70, square: size })
            : await encodeSmallPicture(image, size),
        );
      }
      return thumbnails;
    },
    embedTexts: async (texts, { signal } = {}) => {
      const vectors: Float32Array[] = [];
      for (const text of texts) {
        await yieldToEventLoop(signal);
        const tokens = models.tokenize(checkPrompt(text));
        const { embedding } = await models.text((session) => encodePlain(session, tokens, pack.projection));
        vectors.push(embedding);
      }
      return vectors;
    },
    imagine: (request, requestOptions) => inTurn(() => imagine(request, requestOptions)),
    close: () => inTurn(() => models.close()),
  };
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

import { CheckpointError, UserError } from '../errors.js';
import { loraName, withLoras } from '../pack/lora.js';
import { fileSignature } from '../pack/loraFiles.js';
import type { Pack } from '../pack/pack.js';
import type { ImagineRequest, ImagineRequestOptions, ImagineResult, LoraRequest } from '../types.js';
import type { Models } from './models.js';

type Imagine = (request: ImagineRequest, options?: ImagineRequestOptions) => Promise<ImagineResult>;

/** Sets of LoRAs whose text states are remembered; sessions are the session cache's to keep. */
const mostSets = 4;

/** What is open, and what every request is painted with. */
interface OpenedPack {
  readonly models: Models;
  /** Without any LoRA. */
  readonly plain: Pack;
  readonly loras: readonly LoraRequest[];
}

/**
 * Serves each request with its own LoRAs, beside those of the open pack. A set of them has sessions of its own for the models that they change,
 * the U-Net and the text models, which open and go as memory allows; everything else is shared, and no file of weights is copied.
 * @param imagineBy makes what serves requests by one set's models
 */
export function imagineWithLoras(opened: OpenedPack, imagineBy: (models: Models) => Imagine): Imagine {
  const base = imagineBy(opened.models);
  const sets = new Map<string, Imagine>();
  return async (request, options) => {
    const { loras = [] } = request;
    if (loras.length === 0) return base(request, options);
    const key = await keyOf(loras);
    const imagine = sets.get(key) ?? imagineBy(opened.models.withLoras(await packWith(opened, loras), key));
    // A map keeps the order of insertion: the set used longest ago comes first, and goes first.
    sets.delete(key);
    sets.set(key, imagine);
    if (sets.size > mostSets) sets.delete([...sets.keys()][0]);
    return imagine(request, options);
  };
}

async function packWith({ plain, loras: own }: OpenedPack, loras: readonly LoraRequest[]): Promise<Pack> {
  return withLoras(plain, [...own, ...loras]).catch((error: unknown) => {
    // The pack itself is right: what is wrong is a file that the request names.
    if (!(error instanceof CheckpointError)) throw error;
    const name = loras.map(({ file }) => loraName(file)).join(', ');
    throw new UserError({ code: 'loraUnusable', params: { name } }, { cause: error });
  });
}

/** All that decides what a set does: files as they are now, and scales. */
async function keyOf(loras: readonly LoraRequest[]): Promise<string> {
  const parts = loras.map(async ({ file, scale = 1 }) => `${await fileSignature(file)} ${scale}`);
  return (await Promise.all(parts)).join('; ');
}

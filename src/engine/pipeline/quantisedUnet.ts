import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultCacheDir } from '../cacheDir.js';
import { CheckpointError, GraphError, UserError } from '../errors.js';
import { weight } from '../graph/tensor.js';
import { unetProgram } from '../models/unet.js';
import { staysFloat } from '../models/unetFloat.js';
import type { Layers } from '../nn/layers.js';
import { quantisedLayers } from '../nn/quantised.js';
import type { QuantisedWeight } from '../nn/quantised.js';
import type { Pack } from '../pack/pack.js';
import { openQuantised, writeQuantised } from '../weights/quantise.js';
import type { QuantisedWeights } from '../weights/quantise.js';
import type { StoredTensor } from '../weights/safetensors.js';
import { scopeOf } from '../weights/scope.js';
import type { Scope } from '../weights/scope.js';

/** Of how the U-Net computes in 8 bits; another number makes files and proofs of before worthless. */
export const int8Format = 1;

/**
 * The pack with its U-Net's weights in 8 bits, quantised the first time and kept in a cache folder, never in the pack: a byte for a weight.
 * One file a pack, known by path, size and time of the files that it was made of.
 * @throws UserError where the folder cannot be written
 */
export async function withQuantisedUnet(pack: Pack, cacheDir = defaultCacheDir()): Promise<Pack> {
  if (pack.unet.quantised) return pack;
  const weights = quantisedOf(pack.unet);
  const path = join(cacheDir, 'int8', await fileName(weights));
  const quantised = await openQuantised(path, weights).catch(async () => {
    await writeQuantised(path, weights).catch((error: unknown) => {
      if (error instanceof CheckpointError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(
        `the U-Net of ${pack.settings.name} in 8 bits cannot be kept at ${path} (${reason}); make room, or name a folder that can be written in XDG_CACHE_HOME`,
      );
    });
    return openQuantised(path, weights);
  });
  return { ...pack, unet: { ...pack.unet, quantised } };
}

async function fileName(weights: ReadonlyMap<string, StoredTensor>): Promise<string> {
  const files = [...new Set([...weights.values()].map(({ file }) => file))].sort();
  const stats = await Promise.all(files.map(async (file) => stat(file)));
  const hash = (value: unknown): string =>
    createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
  const content = [int8Format, [...weights.keys()], stats.map(({ size, mtimeMs }) => [size, mtimeMs])];
  return `${hash(files)}.${hash(content)}.safetensors`;
}

/** The weights of a U-Net that its form in 8 bits takes so. */
function quantisedOf({ config, tensors }: Pick<Pack['unet'], 'config' | 'tensors'>): Map<string, StoredTensor> {
  const found = new Map<string, StoredTensor>();
  const root = 'unet/';
  const weightOf = ({ path }: Scope, [out, ...inner]: readonly number[]): QuantisedWeight => {
    const key = `${path.slice(root.length)}.weight`;
    const stored = tensors.get(key);
    if (!stored) throw new CheckpointError(`${path}.weight is missing`);
    found.set(key, stored);
    const nowhere = { key, file: '', offset: 0, bytes: 0 };
    const rows = inner.reduce((a, b) => a * b, 1);
    return { values: weight(nowhere, [rows, out], 'int8'), scales: weight(nowhere, [out], 'float32') };
  };
  const layers = quantisedLayers({ keepsFloat: staysFloat(config), weightOf });
  unetProgram(config, scopeOf(tensors, 'unet'), 'float32', { layers });
  return found;
}

/** How many of a U-Net's numbers are kept in 8 bits. */
export function quantisedNumbers(unet: Pick<Pack['unet'], 'config' | 'tensors'>): number {
  const sizes = [...quantisedOf(unet).values()].map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  return sizes.reduce((a, b) => a + b, 0);
}

/** The layers of a U-Net whose weights are there in 8 bits. */
export function layersOf8Bits({ config, quantised }: Pack['unet']): Layers {
  if (!quantised) throw new GraphError('the U-Net has not been quantised');
  return quantisedLayers({ keepsFloat: staysFloat(config), weightOf: (scope) => weightIn(quantised, scope) });
}

function weightIn(quantised: QuantisedWeights, { path }: Scope): QuantisedWeight {
  const key = `${path.slice('unet/'.length)}.weight`;
  const stored = quantised.get(key);
  if (!stored) throw new GraphError(`${path}.weight has not been quantised`);
  const { values, scales } = stored;
  return {
    values: weight({ ...values, key: `int8/${key}` }, values.shape, 'int8'),
    scales: weight({ ...scales, key: `int8/${key}.scales` }, scales.shape, 'float32'),
  };
}

import { openEngine } from '../../src/engine/index.js';
import type { Engine, ImagineRequest } from '../../src/engine/index.js';
import type { Pack } from '../../src/engine/pack/pack.js';
import { createConditioner } from '../../src/engine/pipeline/conditioning.js';
import { openModels } from '../../src/engine/pipeline/models.js';
import { predictionErrors } from '../../src/engine/pipeline/proveInt8.js';
import { completeRequest } from '../../src/engine/pipeline/request.js';
import { chooseDevice } from '../../src/engine/runtime/device.js';

/** Why int8 is not computed here; undefined where it is. */
export const int8Refusal = await chooseDevice('cpu', 'int8').then(
  () => undefined,
  (error: unknown) => String(error),
);
if (int8Refusal !== undefined) console.warn(`tests of int8 are skipped: ${int8Refusal}`);

/** Norm of a difference over the norm of what is expected. */
export function distance(actual: Float32Array, expected: Float32Array): number {
  const squares = (of: (i: number) => number): number => expected.reduce((sum, _, i) => sum + of(i) ** 2, 0);
  return Math.sqrt(squares((i) => actual[i] - expected[i]) / squares((i) => expected[i]));
}

/** `predictionErrors` at every step of a picture that fp32 paints with the pack's defaults. */
export async function errorsOf(pack: Pack, request: ImagineRequest): Promise<readonly number[]> {
  const models = await openModels(pack, { device: 'cpu', precision: 'int8' });
  const recipe = completeRequest(request, pack, '');
  const { errors } = await predictionErrors(models, recipe, await createConditioner(models)(recipe, undefined));
  await models.close();
  return errors;
}

/** Cosines of CLIP's embeddings of the pictures that fp32 and int8 paint of the same requests. */
export async function pairCosines(folder: string, requests: readonly ImagineRequest[]): Promise<number[]> {
  const [exact, int8] = [
    await openEngine(folder, { device: 'cpu', precision: 'fp32' }),
    await openEngine(folder, { device: 'cpu', precision: 'int8' }),
  ];
  const cosines: number[] = [];
  for (const request of requests) {
    const [a, b] = [await embeddingOf(exact, request), await embeddingOf(int8, request)];
    const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, v, i) => sum + v * y[i], 0);
    cosines.push(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
  }
  await Promise.all([exact.close(), int8.close()]);
  return cosines;
}

async function embeddingOf(engine: Engine, request: ImagineRequest): Promise<Float32Array> {
  const { images } = await engine.imagine(request);
  return images[0].embedding;
}

import { openEngine } from '../../src/engine/index.js';
import type { Engine, ImagineRequest } from '../../src/engine/index.js';
import type { Pack } from '../../src/engine/pack/pack.js';
import { createConditioner } from '../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../src/engine/pipeline/generate.js';
import { openModels } from '../../src/engine/pipeline/models.js';
import type { Models } from '../../src/engine/pipeline/models.js';
import { programs } from '../../src/engine/pipeline/programs.js';
import { withQuantisedUnet } from '../../src/engine/pipeline/quantisedUnet.js';
import { completeRequest } from '../../src/engine/pipeline/request.js';
import { chooseDevice } from '../../src/engine/runtime/device.js';
import { openSession } from '../../src/engine/runtime/session.js';

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

/** How far the U-Net's prediction in 8 bits lies from that in fp32, at every step of a picture that fp32 paints with the pack's defaults. */
export async function predictionErrors(pack: Pack, request: ImagineRequest): Promise<number[]> {
  const models = await openModels(pack, { device: 'cpu', precision: 'fp32' });
  const [exact, int8] = [
    await openSession(programs.unet(pack, 'fp32')),
    await openSession(programs.unet(await withQuantisedUnet(pack), 'int8')),
  ];
  const errors: number[] = [];
  const both: Models['unet'] = (use) =>
    use({
      run: async (feeds) => {
        const [expected, actual] = [await exact.run(feeds), await int8.run(feeds)];
        errors.push(distance(actual.sample.data as Float32Array, expected.sample.data as Float32Array));
        return expected;
      },
      release: () => Promise.resolve(),
    });
  const recipe = completeRequest(request, pack, '');
  await generateImages({ ...models, unet: both }, recipe, await createConditioner(models)(recipe, undefined));
  await Promise.all([models.close(), exact.release(), int8.release()]);
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

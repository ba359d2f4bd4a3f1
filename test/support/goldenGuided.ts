import { resizeMatrix, transposed } from '../../src/engine/image/resizeMatrix.js';
import { vaeFactor } from '../../src/engine/models/vaeConfig.js';
import { createConditioner } from '../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../src/engine/pipeline/generate.js';
import type { Models } from '../../src/engine/pipeline/models.js';
import { goldenMoreDir, loadCase, relativeError, tensorOf } from './golden.js';
import type { GoldenTensor } from './golden.js';
import { openMorePack } from './goldenMore.js';
import { recipeOf } from './goldenPipelines.js';
import { expectWithinRounding, perturb } from './illConditioned.js';

/** Of the golden set's README, relative to the largest value. */
const tolerance = { loss: 1e-4, gradient: 1e-3, pipeline: 5e-3 };

/** Checks cases of CLIP guidance, in float32 on the CPU. */
export interface GoldenGuided {
  /** The loss of noiseless latents and its gradient. */
  gradient(path: string): Promise<void>;
  pipeline(path: string): Promise<void>;
  close(): Promise<void>;
}

export function goldenGuided(): GoldenGuided {
  const opened = openMorePack();
  return {
    gradient: async (path) => {
      const golden = await loadCase(path, goldenMoreDir);
      const latents = tensorOf(golden, 'latents');
      const found = await wholeGradient(await opened, latents, tensorOf(golden, 'target').data);
      const errors = {
        loss: relativeError([found.loss], tensorOf(golden, 'loss').data).error,
        gradient: relativeError(found.gradient, tensorOf(golden, 'gradient').data).error,
      };
      for (const name of ['loss', 'gradient'] as const)
        if (!(errors[name] <= tolerance[name])) throw new Error(`${name}: relative error ${errors[name]}`);
    },
    pipeline: async (path) => {
      const models = await opened;
      const golden = await loadCase(path, goldenMoreDir);
      const { rho: scale, lo: from, hi: to } = golden.meta as Record<'rho' | 'lo' | 'hi', number>;
      const meta = { scheduler: 'ddim', ...golden.meta };
      const recipe = recipeOf({ ...golden, meta }, models.pack.settings.name);
      const target = tensorOf(golden, 'target').data;
      const conditioning = await createConditioner(models)(recipe, undefined);
      const withScheduler = { ...models, pack: { ...models.pack, scheduler: golden.meta.config as object } };
      await expectWithinRounding(
        async (trial) => {
          const losses: number[] = [];
          const perturbed = { ...conditioning, states: perturb(conditioning.states, trial) };
          const { images } = await generateImages(withScheduler as Models, recipe, perturbed, {
            clipGuidance: { target, scale, interval: { from, to }, jitter: 0, onLoss: (loss) => losses.push(loss) },
          });
          return { losses, latents: images[0].latents };
        },
        { losses: tensorOf(golden, 'losses').data, latents: tensorOf(golden, 'latents').data },
        { losses: tolerance.pipeline, latents: tolerance.pipeline },
      );
    },
    close: async () => (await opened).close(),
  };
}

/** Of latents [1,C,h,w] that are seen whole. */
export async function wholeGradient(
  { clipGuidance, pack }: Models,
  { data, shape }: GoldenTensor,
  target: Float32Array,
): Promise<{ loss: number; gradient: Float32Array }> {
  const side = pack.clip.vision.image_size;
  const [height, width] = shape.slice(2).map((size) => size * vaeFactor(pack.vae.config));
  const matrix = (size: number): Float32Array => resizeMatrix(size, { start: 0, length: size }, side);
  const { loss, gradient } = await clipGuidance('full')((session) =>
    session.run({
      latents: { data, dims: shape },
      rows: { data: matrix(height), dims: [side, height] },
      columns: { data: transposed(matrix(width), side), dims: [width, side] },
      target: { data: target, dims: [1, target.length] },
    }),
  );
  return { loss: Number(loss.data[0]), gradient: gradient.data as Float32Array };
}

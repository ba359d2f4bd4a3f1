import { createConditioner } from '../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../src/engine/pipeline/generate.js';
import { encodeStart, skippedSteps } from '../../src/engine/pipeline/start.js';
import { samplers } from '../../src/engine/sampling/samplers.js';
import { noiseSchedule } from '../../src/engine/sampling/schedule.js';
import { expectClose, goldenMoreDir, loadCase, tensorOf } from './golden.js';
import { openMorePack } from './goldenMore.js';
import { recipeOf } from './goldenPipelines.js';
import { expectWithinRounding, perturb } from './illConditioned.js';

/** Of the golden set's README, relative to the largest value. */
const tolerance = { forward: 1e-4, pipeline: 5e-3, timesteps: 1e-5 };

/** Checks cases that start from a picture, in float32 on the CPU. */
export interface GoldenImg2img {
  check(path: string): Promise<void>;
  close(): Promise<void>;
}

export function goldenImg2img(): GoldenImg2img {
  const opened = openMorePack();
  return {
    check: async (path) => {
      const models = await opened;
      const golden = await loadCase(path, goldenMoreDir);
      const keep = 1 - (golden.meta.strength as number);
      const recipe = { ...recipeOf(golden, models.pack.settings.name), start: { sha256: '', keep } };
      const scheduler = golden.meta.config as Record<string, unknown>;
      const start = tensorOf(golden, 'picture').data;

      const { mean, deviation } = await encodeStart(models, start, recipe);
      expectClose(mean, tensorOf(golden, 'posterior_mean').data, tolerance.forward, 'mean');
      expectClose(deviation, tensorOf(golden, 'posterior_std').data, tolerance.forward, 'deviation');
      const skip = skippedSteps(recipe.steps, keep);
      const { timesteps } = samplers[recipe.sampler](noiseSchedule(scheduler), recipe.steps, { skip });
      expectClose(timesteps, golden.meta.timesteps as number[], tolerance.timesteps, 'timesteps');

      const conditioning = await createConditioner(models)(recipe, undefined);
      const withScheduler = { ...models, pack: { ...models.pack, scheduler } };
      // The case's image is the decoder's own, from −1 to 1 and beyond.
      const image = tensorOf(golden, 'image').data.map((v) => Math.min(1, Math.max(0, v / 2 + 0.5)));
      await expectWithinRounding(
        async (trial) => {
          const perturbed = { ...conditioning, states: perturb(conditioning.states, trial) };
          const { images } = await generateImages(withScheduler, recipe, perturbed, { start });
          return { latents: images[0].latents, image: images[0].pixels };
        },
        { latents: tensorOf(golden, 'latents').data, image },
        { latents: tolerance.pipeline, image: tolerance.pipeline },
      );
    },
    close: async () => (await opened).close(),
  };
}

import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/engine/config/json.js';
import { unetProgram } from '../../../src/engine/models/unet.js';
import { unetConfig } from '../../../src/engine/models/unetConfig.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { createConditioner } from '../../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../../src/engine/pipeline/generate.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import { samplers } from '../../../src/engine/sampling/samplers.js';
import { noiseSchedule } from '../../../src/engine/sampling/schedule.js';
import type { SamplerName } from '../../../src/engine/types.js';
import { openCheckpoint } from '../../../src/engine/weights/checkpoint.js';
import { scopeOf } from '../../../src/engine/weights/scope.js';
import { expectClose, goldenMoreDir, loadCase, tensorOf } from '../../support/golden.js';
import type { GoldenCase } from '../../support/golden.js';
import { recipeOf } from '../../support/goldenPipelines.js';
import { copyPack } from '../../support/packCopy.js';

/** Of the golden set's README, relative to the largest value. */
const tolerance = { forward: 1e-4, pipeline: 5e-3 };

const names = (await readdir(join(goldenMoreDir, 'odd')))
  .filter((name) => name.endsWith('.safetensors'))
  .map((name) => name.slice(0, -'.safetensors'.length));

/** A scheduler file as it is found, and what StableDiffusionPipeline makes of it. */
async function checkScheduler(golden: GoldenCase): Promise<void> {
  const { meta } = golden;
  const copy = await copyPack(join(goldenMoreDir, 'models', meta.pack as string));
  try {
    await writeFile(join(copy.dir, 'scheduler/scheduler_config.json'), JSON.stringify(meta.scheduler_config));
    const pack = await openPack(copy.dir);
    const sampler = samplers[meta.sampler as SamplerName](noiseSchedule(pack.scheduler), meta.steps as number, {});
    expect(sampler.timesteps).toEqual([...tensorOf(golden, 'timesteps').data]);
    const models = await openModels(pack, { device: 'cpu', precision: 'fp32' });
    const recipe = recipeOf({ ...golden, meta: { ...meta, scheduler: meta.sampler } }, pack.settings.name);
    const { images } = await generateImages(models, recipe, await createConditioner(models)(recipe, undefined));
    await models.close();
    const latents = images.flatMap((image) => [...image.latents]);
    expectClose(latents, tensorOf(golden, 'latents').data, tolerance.pipeline, 'latents');
  } finally {
    await copy.remove();
  }
}

/** One forward pass of a U-Net alone. */
async function checkUnet(golden: GoldenCase): Promise<void> {
  const folder = join(goldenMoreDir, golden.meta.folder as string);
  const config = await readConfig(join(folder, 'config.json'), unetConfig);
  const { tensors } = await openCheckpoint(folder, 'unet');
  const session = await openSession(unetProgram(config, scopeOf(tensors, 'unet'), 'float32'));
  const feed = (name: string) => ({ data: tensorOf(golden, name).data, dims: tensorOf(golden, name).shape });
  const { sample } = await session.run({
    latents: feed('latents'),
    timesteps: feed('timesteps'),
    states: feed('hidden'),
  });
  await session.release();
  expectClose(sample.data as Float32Array, tensorOf(golden, 'sample').data, tolerance.forward, 'sample');
}

describe('golden, odd files', () => {
  test.each(names)('odd/%s', async (name) => {
    const golden = await loadCase(`odd/${name}`, goldenMoreDir);
    await ('folder' in golden.meta ? checkUnet(golden) : checkScheduler(golden));
  });

  test('a steps_offset that the file names is 1, as the pipeline has it', async () => {
    const copy = await copyPack(join(goldenMoreDir, 'models/tiny-sd1'));
    await copy.json('scheduler/scheduler_config.json', (c) => (c.steps_offset = 0));
    expect((await openPack(copy.dir)).scheduler.steps_offset).toBe(1);
    await copy.remove();
  });
});

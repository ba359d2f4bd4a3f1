import { afterAll, describe, test } from 'vitest';
import { goldenCases } from '../../support/golden.js';
import type { GoldenKind } from '../../support/golden.js';
import { goldenModels, modelCases } from '../../support/goldenModels.js';
import { goldenPipelines, pipelineCases } from '../../support/goldenPipelines.js';
import { gpus, gpuTests, isHardware } from '../../support/gpu.js';

/**
 * On an adapter in software most cases take seconds: there, what the engine runs on WebGPU (the text model stays on the CPU) of the packs
 * that look like Stable Diffusion.
 */
const inSoftware: readonly GoldenKind[] = ['unet', 'vae', 'imagine'];

for (const gpu of gpus)
  describe.skipIf(!(await gpuTests(gpu)))(`golden on ${gpu}`, async () => {
    const models = goldenModels(gpu);
    const pipelines = goldenPipelines(gpu);
    afterAll(async () => {
      await models.close();
      await pipelines.close();
    });
    const hardware = await isHardware(gpu);
    const cases = async (kind: GoldenKind): Promise<string[]> => {
      const paths = await goldenCases(kind);
      if (hardware) return paths;
      return inSoftware.includes(kind) ? paths.filter((path) => path.startsWith('sd')) : [];
    };
    for (const kind of modelCases) test.each(await cases(kind))('%s', (path) => models.check[kind](path));
    for (const kind of pipelineCases) test.each(await cases(kind))('%s', (path) => pipelines.check(path));
  });

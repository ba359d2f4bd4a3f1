import { describe, expect, test } from 'vitest';
import type { Program } from '../../../src/engine/graph/onnx.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { createConditioner } from '../../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../../src/engine/pipeline/generate.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import { programs } from '../../../src/engine/pipeline/programs.js';
import { completeRequest } from '../../../src/engine/pipeline/request.js';
import { chooseDevice } from '../../../src/engine/runtime/device.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import type { Value } from '../../../src/engine/runtime/session.js';
import type { Device, Precision } from '../../../src/engine/types.js';
import { relativeError } from '../../support/golden.js';
import { gpus, gpuTests } from '../../support/gpu.js';
import { meanDifference } from '../../support/pictures.js';
import { folders, onGpu, unetInputs, value } from '../../support/precision.js';

async function run(program: Program, device: Device, feeds: Record<string, Value>): Promise<Record<string, Value>> {
  const session = await openSession(program, { device });
  const results = await session.run(feeds);
  await session.release();
  return results;
}

/** Pixels of a picture of the demo pack. */
async function picture(device: Device, precision: Precision): Promise<Float32Array> {
  const pack = await openPack('models/demo');
  const models = await openModels(pack, { device, precision });
  const recipe = completeRequest({ prompt: pack.settings.prompts[0], seed: 7 }, pack, '');
  const { images, notices } = await generateImages(models, recipe, await createConditioner(models)(recipe, undefined));
  await models.close();
  expect(notices).toEqual([]);
  return images[0].pixels;
}

/** Whether the device computes in fp16; adapters in software do not. */
async function hasHalves(device: Device): Promise<boolean> {
  try {
    await chooseDevice(device, 'fp16');
    return true;
  } catch (error) {
    console.warn(error instanceof Error ? error.message : error);
    return false;
  }
}

for (const gpu of gpus)
  describe.skipIf(!(await gpuTests(gpu)) || !(await hasHalves(gpu)))(`fp16 on ${gpu}`, () => {
    test.each(folders)('%s equals the CPU in fp32 within the tolerance', async (folder) => {
      const pack = await openPack(folder);
      const tolerance = onGpu[gpu];
      const unet = tolerance.unet[folder === 'models/demo' ? 'trained' : 'random'];
      const cases = [
        ['unet', unetInputs(pack), unet],
        ['decoder', { latents: value([1, pack.vae.config.latent_channels, 16, 16], 4) }, tolerance.decoder],
        ['encoder', { image: value([1, 3, 64, 64], 5) }, tolerance.encoder],
      ] as const;
      for (const [name, feeds, allowed] of cases) {
        const expected = await run(programs[name](pack, 'fp32'), 'cpu', feeds);
        const actual = await run(programs[name](pack, 'fp16'), gpu, feeds);
        for (const output of Object.keys(expected)) {
          const { error } = relativeError(actual[output].data as Float32Array, expected[output].data as Float32Array);
          console.info(`${folder} ${name} ${output}: ${error.toExponential(1)}`);
          expect(error, `${name} ${output}`).toBeLessThan(allowed);
        }
      }
    });

    test('a picture is the same as on the CPU, in fp32 and in fp16', async () => {
      const cpu = await picture('cpu', 'fp32');
      for (const [precision, allowed] of [
        ['fp32', 1e-4],
        ['fp16', 1e-3],
      ] as const) {
        const difference = meanDifference(await picture(gpu, precision), cpu);
        console.info(`mean absolute pixel difference in ${precision}: ${difference.toExponential(1)}`);
        expect(difference).toBeLessThan(allowed);
      }
    });
  });

test.skipIf(!(await gpuTests('webgpu')))('on webgpu the text model runs on the CPU, to the last bit', async () => {
  const pack = await openPack('test/golden/models/tiny-sd1');
  const vector = value([pack.projection], 11).data as Float32Array;
  const states: Float32Array[] = [];
  for (const device of ['webgpu', 'cpu'] as const) {
    const models = await openModels(pack, { device, precision: 'fp32' });
    const recipe = completeRequest({ prompt: 'a castle', seed: 1, strength: 1 }, pack, '');
    states.push((await createConditioner(models)(recipe, { vector, kind: 'contrast' })).states);
    await models.close();
  }
  expect(states[0]).toEqual(states[1]);
});

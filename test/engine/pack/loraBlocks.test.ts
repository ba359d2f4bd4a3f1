import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/engine/config/json.js';
import { unetConfig } from '../../../src/engine/models/unetConfig.js';
import { loraBlockNames } from '../../../src/engine/pack/loraBlocks.js';
import { unetKeys } from '../../../src/engine/weights/latentDiffusion/unetKeys.js';
import { openSafetensors } from '../../../src/engine/weights/safetensors.js';
import { goldenModel, goldenSingle } from '../../support/golden.js';

const underscored = (key: string): string => key.slice(0, -'.weight'.length).replaceAll('.', '_');

test.each(['sd1', 'sd2', 'sdxl'])('every layer of a U-Net (%s) has the same name as in a single file', async (kind) => {
  const prefix = 'model.diffusion_model.';
  const { tensors } = await openSafetensors(join(goldenSingle, `tiny-${kind}.safetensors`));
  const keys = [...tensors.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  const nameOf = loraBlockNames(
    await readConfig(join(await goldenModel(`tiny-${kind}`), 'unet/config.json'), unetConfig),
  );
  // LoRA changes linear layers and convolutions.
  const layers = [...unetKeys(keys)].filter(
    ([from]) => from.endsWith('.weight') && tensors.get(prefix + from)!.shape.length >= 2,
  );
  expect(layers.length).toBeGreaterThan(50);
  expect(layers.map(([from]) => nameOf(underscored(from)))).toEqual(layers.map(([, to]) => underscored(to)));
});

test('names of diffusers and of nothing have none', async () => {
  const nameOf = loraBlockNames(await readConfig(join(await goldenModel('tiny-sdxl'), 'unet/config.json'), unetConfig));
  expect(nameOf('down_blocks_1_attentions_0_proj_in')).toBeUndefined();
  expect(nameOf('input_blocks_99_0_op')).toBeUndefined();
});

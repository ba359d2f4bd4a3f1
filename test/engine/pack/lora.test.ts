import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CheckpointError, UserError } from '../../../src/engine/errors.js';
import type { Program } from '../../../src/engine/graph/onnx.js';
import { everyTensor } from '../../../src/engine/graph/walk.js';
import { withLoras } from '../../../src/engine/pack/lora.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import type { Pack } from '../../../src/engine/pack/pack.js';
import { programs } from '../../../src/engine/pipeline/programs.js';
import { encodeSafetensors, readTensor } from '../../../src/engine/weights/safetensors.js';

const layer = 'lora_te_text_model_encoder_layers_0_self_attn_q_proj';
const width = 32;

let folder = '';
let pack: Pack;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lora-'));
  pack = await openPack('test/golden/models/tiny-sd1');
});
afterAll(() => rm(folder, { recursive: true }));

type Shapes = Readonly<Record<string, readonly number[]>>;

/** A LoRA file of ones in these shapes. */
async function loraOf(name: string, shapes: Shapes, metadata: Readonly<Record<string, string>> = {}): Promise<string> {
  const file = join(folder, `${name}.safetensors`);
  const tensors = Object.entries(shapes).map(([key, shape]) => {
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1);
    return [key, { shape, data }] as const;
  });
  await writeFile(file, encodeSafetensors(Object.fromEntries(tensors), metadata));
  return file;
}
const pair = (rank: number): Shapes => ({
  [`${layer}.lora_down.weight`]: [rank, width],
  [`${layer}.lora_up.weight`]: [width, rank],
});

/** What the program's weights are, by file and offset. */
function weightsOf(program: Program): Set<string> {
  const found = new Set<string>();
  for (const { node } of everyTensor(program.outputs))
    if (typeof node.op === 'object' && node.op.kind === 'weight')
      found.add(`${node.op.file} ${node.op.offset} ${node.op.bytes}`);
  return found;
}

describe('a LoRA', () => {
  test('is scaled by alpha over rank and what is asked for; without alpha by what is asked for alone', async () => {
    const scaleOf = async (file: string): Promise<number | undefined> =>
      (await withLoras(pack, [{ file, scale: 0.5 }])).loras?.text.values().next().value?.[0].scale;
    const quarter = await loraOf('alpha', { ...pair(4), [`${layer}.alpha`]: [] });
    expect(await scaleOf(quarter)).toBe(0.5 / 4);
    expect(await scaleOf(await loraOf('none', pair(4)))).toBe(0.5);
    const adapter = JSON.stringify({ 'text_encoder.lora_alpha': 8 });
    expect(await scaleOf(await loraOf('metadata', pair(4), { lora_adapter_metadata: adapter }))).toBe(1);
  });

  test('leaves every weight in its file, and takes its own factors from theirs', async () => {
    const file = 'test/golden/more/lora/kohya.safetensors';
    const changed = await withLoras(pack, [{ file }]);
    const [plain, with_] = [weightsOf(programs.unet(pack, 'fp32')), weightsOf(programs.unet(changed, 'fp32'))];
    expect([...plain].filter((weight) => !with_.has(weight))).toEqual([]);
    const added = [...with_].filter((weight) => !plain.has(weight));
    expect(added.length).toBeGreaterThan(0);
    expect(added.every((weight) => weight.includes('kohya.safetensors'))).toBe(true);
  });

  test('adds to those before it at the same layer, and is recorded by its name and scale', async () => {
    const [a, b] = [await loraOf('first', pair(2)), await loraOf('second', pair(3))];
    const { loras } = await withLoras(pack, [{ file: a }, { file: b, scale: -0.5 }]);
    expect(loras?.applied).toEqual([
      { name: 'first', scale: 1 },
      { name: 'second', scale: -0.5 },
    ]);
    const factors = loras?.text.get('text_model.encoder.layers.0.self_attn.q_proj') ?? [];
    expect(factors.map(({ scale }) => scale)).toEqual([1, -0.5]);
    expect(await readTensor(factors[1].down)).toHaveLength(3 * width);
  });

  test.each<[string, Shapes, string]>([
    ['another width', { ...pair(4), [`${layer}.lora_down.weight`]: [4, 768] }, 'made for another kind of model'],
    ['two ranks', { ...pair(4), [`${layer}.lora_up.weight`]: [width, 8] }, 'made for another kind of model'],
    ['one factor', { [`${layer}.lora_up.weight`]: [width, 4] }, 'but one of its two factors'],
    [
      'a layer that is not there',
      { 'lora_unet_nowhere.lora_up.weight': [2, 2] },
      'unet/nowhere, which tiny-sd1 does not have',
    ],
    ['nothing', {}, 'no tensors'],
  ])('of %s is refused by its reason', async (name, shapes, reason) => {
    const file = await loraOf(name.replaceAll(' ', '-'), shapes);
    await expect(withLoras(pack, [{ file }])).rejects.toThrow(CheckpointError);
    await expect(withLoras(pack, [{ file }])).rejects.toThrow(reason);
  });

  test('has a scale within bounds', async () => {
    const file = await loraOf('scale', pair(2));
    for (const scale of [11, NaN]) await expect(withLoras(pack, [{ file, scale }])).rejects.toThrow(UserError);
  });
});

describe('a LoRA of Stable Diffusion XL', () => {
  const second = 'lora_te2_text_model_encoder_layers_1_mlp_fc1';
  const inBlock = 'lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q';

  test('changes both text encoders, and the U-Net by the names of the original layout', async () => {
    const xl = await openPack('test/golden/more/models/tiny-sdxl');
    const file = await loraOf('xl', {
      ...pair(2),
      [`${second}.lora_down.weight`]: [2, 48],
      [`${second}.lora_up.weight`]: [96, 2],
      [`${inBlock}.lora_down.weight`]: [2, 64],
      [`${inBlock}.lora_up.weight`]: [64, 2],
    });
    const changed = await withLoras(xl, [{ file }]);
    const { unet, text, secondText } = changed.loras!;
    expect([[...unet.keys()], [...text.keys()], [...secondText.keys()]]).toEqual([
      ['down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q'],
      ['text_model.encoder.layers.0.self_attn.q_proj'],
      ['text_model.encoder.layers.1.mlp.fc1'],
    ]);
    for (const name of ['text', 'secondText'] as const) {
      const [plain, with_] = [weightsOf(programs[name](xl)), weightsOf(programs[name](changed))];
      expect([...with_].filter((weight) => !plain.has(weight)).length).toBe(2);
    }
  });

  test('is of another kind than a pack with one text encoder', async () => {
    const file = await loraOf('second', {
      [`${second}.lora_down.weight`]: [2, 48],
      [`${second}.lora_up.weight`]: [96, 2],
    });
    await expect(withLoras(pack, [{ file }])).rejects.toThrow(/secondText.*made for another kind of model/);
  });
});

import { describe, expect, test } from 'vitest';
import { CheckpointError } from '../../../src/engine/errors.js';
import { parseLoraKey } from '../../../src/engine/weights/loraKeys.js';

const unetModule = 'down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q';
const unetPath = 'down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q';
const textModule = 'text_model_encoder_layers_0_self_attn_q_proj';
const textPath = 'text_model.encoder.layers.0.self_attn.q_proj';
const attention = 'mid_block.attentions.0.transformer_blocks.0.attn2';

describe('keys of LoRA files', () => {
  test.each([
    [`lora_unet_${unetModule}.lora_down.weight`, 'unet', unetModule, 'down'],
    [`lora_unet_${unetModule}.lora_up.weight`, 'unet', unetModule, 'up'],
    [`lora_unet_${unetModule}.alpha`, 'unet', unetModule, 'alpha'],
    [`lora_te_${textModule}.lora_up.weight`, 'text', textModule, 'up'],
    [`lora_te1_${textModule}.lora_up.weight`, 'text', textModule, 'up'],
    [`lora_te2_${textModule}.lora_up.weight`, 'secondText', textModule, 'up'],
    [`text_encoder_2.${textPath}.lora_A.weight`, 'secondText', textModule, 'down'],
    [`unet.${unetPath}.lora_A.weight`, 'unet', unetModule, 'down'],
    [`unet.${unetPath}.lora_B.default.weight`, 'unet', unetModule, 'up'],
    [`text_encoder.${textPath}.lora_A.weight`, 'text', textModule, 'down'],
    [`text_encoder.${textPath}.lora_linear_layer.up.weight`, 'text', textModule, 'up'],
    [`base_model.model.${unetPath}.lora_A.weight`, 'unet', unetModule, 'down'],
    [`${unetPath}.lora.down.weight`, 'unet', unetModule, 'down'],
    [`unet.${attention}.processor.to_k_lora.down.weight`, 'unet', `${attention.replaceAll('.', '_')}_to_k`, 'down'],
    [`unet.${attention}.processor.to_out_lora.up.weight`, 'unet', `${attention.replaceAll('.', '_')}_to_out_0`, 'up'],
  ])('%s', (key, part, module, role) => {
    expect(parseLoraKey(key, 'a.safetensors')).toEqual({ part, module, role });
  });

  test.each([
    [`lora_unet_${unetModule}.hada_w1_a`, 'holds LoHa'],
    [`lora_unet_${unetModule}.lokr_w1`, 'holds LoKr'],
    [`lora_unet_${unetModule}.dora_scale`, 'holds DoRA'],
    [`lora_unet_${unetModule}.lora_mid.weight`, 'Tucker'],
    [`lora_unet_${unetModule}.diff_b`, 'no low-rank factors'],
    ['transformer.single_transformer_blocks.0.lora_A.weight', 'no key of a LoRA'],
    ['model.weight', 'no key of a LoRA'],
  ])('%s is refused, by its reason', (key, reason) => {
    expect(() => parseLoraKey(key, 'a.safetensors')).toThrow(CheckpointError);
    expect(() => parseLoraKey(key, 'a.safetensors')).toThrow(reason);
  });
});

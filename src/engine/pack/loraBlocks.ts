import { atLevel } from '../models/unetConfig.js';
import type { UnetConfig } from '../models/unetConfig.js';

/** Blocks of a U-Net by their names in the original layout, `input_blocks_4_1`, with diffusers' `down_blocks_1_attentions_0`. */
function blocks(config: UnetConfig): Map<string, string> {
  const names = new Map([
    ['middle_block_0', 'mid_block_resnets_0'],
    ['middle_block_1', 'mid_block_attentions_0'],
    ['middle_block_2', 'mid_block_resnets_1'],
  ]);
  const last = config.block_out_channels.length - 1;
  let number = 1;
  config.down_block_types.forEach((type, i) => {
    for (let j = 0; j < atLevel(config.layers_per_block, i); j++, number++) {
      names.set(`input_blocks_${number}_0`, `down_blocks_${i}_resnets_${j}`);
      if (type === 'CrossAttnDownBlock2D') names.set(`input_blocks_${number}_1`, `down_blocks_${i}_attentions_${j}`);
    }
    if (i < last) names.set(`input_blocks_${number++}_0`, `down_blocks_${i}_downsamplers_0`);
  });
  number = 0;
  config.up_block_types.forEach((type, i) => {
    const layers = atLevel(config.layers_per_block, last - i);
    const attends = type === 'CrossAttnUpBlock2D';
    for (let j = 0; j <= layers; j++, number++) {
      names.set(`output_blocks_${number}_0`, `up_blocks_${i}_resnets_${j}`);
      if (attends) names.set(`output_blocks_${number}_1`, `up_blocks_${i}_attentions_${j}`);
      if (j === layers && i < last)
        names.set(`output_blocks_${number}_${attends ? 2 : 1}`, `up_blocks_${i}_upsamplers_0`);
    }
  });
  return names;
}

/** Layers outside the blocks, and those within a residual block; a transformer's have the same names in both layouts. */
const layers: Readonly<Record<string, string>> = {
  input_blocks_0_0: 'conv_in',
  time_embed_0: 'time_embedding_linear_1',
  time_embed_2: 'time_embedding_linear_2',
  label_emb_0_0: 'add_embedding_linear_1',
  label_emb_0_2: 'add_embedding_linear_2',
  out_2: 'conv_out',
};
const inBlock: Readonly<Record<string, string>> = {
  in_layers_2: 'conv1',
  emb_layers_1: 'time_emb_proj',
  out_layers_3: 'conv2',
  skip_connection: 'conv_shortcut',
  op: 'conv',
};

/**
 * A module of the U-Net by diffusers' names, with `_` for every dot, from its name in a LoRA that was trained on the original layout, as
 * kohya's scripts do with Stable Diffusion XL: `input_blocks_4_1_proj_in` → `down_blocks_1_attentions_0_proj_in`. Undefined for another's.
 */
export function loraBlockNames(config: UnetConfig): (module: string) => string | undefined {
  const names = blocks(config);
  return (module) => {
    if (Object.hasOwn(layers, module)) return layers[module];
    const [, block = '', layer = ''] = /^((?:(?:input|output)_blocks_\d+|middle_block)_\d+)_(.+)$/.exec(module) ?? [];
    const name = names.get(block);
    return name === undefined ? undefined : `${name}_${Object.hasOwn(inBlock, layer) ? inBlock[layer] : layer}`;
  };
}

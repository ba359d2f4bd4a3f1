import { atLevel } from './unetConfig.js';
import type { UnetConfig } from './unetConfig.js';

/**
 * Which layers of a U-Net stay in float where the others compute in 8 bits, by their paths (`unet/conv_in`): those that harmed a prediction
 * most for what they cost, measured one by one on the demo pack (docs/decisions/002). First and last convolution; shortcuts, whose input
 * is not normed; the last block, whose error nothing takes out again; what comes out of the gated MLPs of the last blocks that attend;
 * keys and values of text states, a few rows with values far from the rest.
 */
export function staysFloat(config: UnetConfig): (path: string) => boolean {
  const { block_out_channels: channels, layers_per_block: layers, up_block_types: up } = config;
  const names = [
    'conv_in',
    'conv_out',
    '.*\\.conv_shortcut',
    '.*\\.attn2\\.to_[kv]',
    `up_blocks\\.${channels.length - 1}\\.resnets\\.${atLevel(layers, 0)}\\.conv[12]`,
    `up_blocks\\.${up.lastIndexOf('CrossAttnUpBlock2D')}\\..*\\.ff\\.net\\.2`,
  ];
  const float = new RegExp(`^unet/(${names.join('|')})$`);
  return (path) => float.test(path);
}

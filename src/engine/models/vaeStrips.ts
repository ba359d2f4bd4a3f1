import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { input } from '../graph/tensor.js';
import type { FloatDtype } from '../graph/tensor.js';
import { silu } from '../nn/activation.js';
import { conv2d } from '../nn/conv.js';
import { convStrips, cut, groupNormStrips, halveStrips, joined } from '../nn/strips.js';
import type { Strips } from '../nn/strips.js';
import type { Scope } from '../weights/scope.js';
import { posterior } from './vae.js';
import { decodeCoarse, encodeCoarse, epsilon } from './vaeBlocks.js';
import { vaeFactor } from './vaeConfig.js';
import type { VaeConfig } from './vaeConfig.js';

/** The programs of `vae.ts` for one large picture of a size known now: the same results, in less memory. */

/** What a picture is cut into. */
export interface Cut {
  /** Of the latents. */
  readonly height: number;
  readonly width: number;
  /** How many strips; at most `height`. */
  readonly strips: number;
}

/** Like `vaeDecoderProgram`: `latents` [1,C,h,w] → `image` [1,3,f·h,f·w]. */
export function stripDecoderProgram(config: VaeConfig, scope: Scope, dtype: FloatDtype, size: Cut): Program {
  const latents = input('latents', [1, config.latent_channels, size.height, size.width]);
  const channels = [...config.block_out_channels].reverse();
  let x = cut(decodeCoarse(config, scope, o.cast(latents, dtype)), size.strips);
  for (let level = 1; level < channels.length; level++) {
    const block = scope.at('decoder', 'up_blocks', level);
    for (let j = 0; j <= config.layers_per_block; j++) x = resnet(config, block.at('resnets', j), x, channels[level]);
    if (level < channels.length - 1)
      x = convStrips(x.map(o.upsampleNearest2x), block.at('upsamplers', 0, 'conv'), channels[level]);
  }
  const out = scope.at('decoder');
  const normed = groupNormStrips(x, out.at('conv_norm_out'), config.norm_num_groups, epsilon).map(silu);
  const image = joined(convStrips(normed, out.at('conv_out'), config.out_channels));
  return { inputs: [latents], outputs: { image: o.cast(image, 'float32') } };
}

/** Like `vaeEncoderProgram`: `image` [1,3,f·h,f·w] → `mean` and `logvar` [1,C,h,w]. */
export function stripEncoderProgram(config: VaeConfig, scope: Scope, dtype: FloatDtype, size: Cut): Program {
  const factor = vaeFactor(config);
  const image = input('image', [1, config.in_channels, factor * size.height, factor * size.width]);
  const channels = config.block_out_channels;
  const encoder = scope.at('encoder');
  let x = convStrips(cut(o.cast(image, dtype), size.strips, factor), encoder.at('conv_in'), channels[0]);
  for (let level = 0; level < channels.length - 1; level++) {
    const block = encoder.at('down_blocks', level);
    for (let j = 0; j < config.layers_per_block; j++) x = resnet(config, block.at('resnets', j), x, channels[level]);
    x = halveStrips(x, block.at('downsamplers', 0, 'conv'), channels[level]);
  }
  return { inputs: [image], outputs: posterior(config, encodeCoarse(config, scope, joined(x))) };
}

/** `resnetBlock` on strips, without time. */
function resnet({ norm_num_groups: groups }: VaeConfig, scope: Scope, x: Strips, channels: number): Strips {
  const half = (strips: Strips, i: 1 | 2): Strips =>
    convStrips(
      groupNormStrips(strips, scope.at(`norm${i}`), groups, epsilon).map(silu),
      scope.at(`conv${i}`),
      channels,
    );
  const h = half(half(x, 1), 2);
  const same = x[0].shape[1] === channels;
  return h.map((y, i) =>
    o.add(same ? x[i] : conv2d(x[i], scope.at('conv_shortcut'), channels, { kernel: 1 }), y),
  );
}

import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { constant, input } from '../graph/tensor.js';
import type { FloatDtype, Tensor } from '../graph/tensor.js';
import { silu } from '../nn/activation.js';
import { floatLayers } from '../nn/layers.js';
import type { Layers } from '../nn/layers.js';
import { linear } from '../nn/linear.js';
import { resnetBlock } from '../nn/resnet.js';
import { spatialTransformer } from '../nn/transformer.js';
import type { Scope } from '../weights/scope.js';
import { atLevel, textTimeSizes } from './unetConfig.js';
import type { UnetConfig } from './unetConfig.js';

/** What every block of one U-Net is built with; pixels x are in its layers' layout. */
interface Context {
  readonly config: UnetConfig;
  readonly layers: Layers;
  /** SiLU of the time embedding [B,T]. */
  readonly time: Tensor;
  /** Text states [B,k·L,width]. */
  readonly states: Tensor;
  /** The level whose self-attention takes a fourth of the tokens as keys and values. */
  readonly downsampledLevel: number | undefined;
}

/** How a U-Net is computed beside its configuration. */
export interface UnetOptions {
  readonly layers?: Layers;
  /** Self-attention on the finest level that attends takes keys and values from every second row and column (`nn/transformer.ts`). */
  readonly tokenDownsampling?: 2;
}

/**
 * The U-Net of Stable Diffusion 1.x, 2.x and XL (diffusers' UNet2DConditionModel, Rombach et al. 2022) as a program, in the scope's
 * precision. Inputs and output are float32: `latents` [B,C,h,w], `timesteps` [B], `states` [B,k·L,width], where the U-Net has it
 * `guidance` [B,time_cond_proj_dim], with `text_time` `textEmbeddings` [B,projection] and `timeIds` [B,6]; output `sample` [B,C,h,w].
 * The embeddings of time and what they add to blocks are computed in `dtype` whatever the layers are.
 */
export function unetProgram(
  config: UnetConfig,
  scope: Scope,
  dtype: FloatDtype,
  { layers = floatLayers, tokenDownsampling }: UnetOptions = {},
): Program {
  const latents = input('latents', ['B', config.in_channels, 'h', 'w']);
  const timesteps = input('timesteps', ['B']);
  const states = input('states', ['B', 'kL', config.cross_attention_dim]);
  const guidance = config.time_cond_proj_dim ? input('guidance', ['B', config.time_cond_proj_dim]) : undefined;
  const sizes = textTimeSizes(config);
  const added = sizes && { text: input('textEmbeddings', ['B', sizes.text]), ids: input('timeIds', ['B', sizes.ids]) };
  const plain = timeEmbedding(config, scope, timesteps, guidance, dtype);
  const time = added ? o.add(plain, textTimeEmbedding(config, scope, added, dtype)) : plain;
  const downsampledLevel = tokenDownsampling && config.down_block_types.indexOf('CrossAttnDownBlock2D');
  const context: Context = { config, layers, time: silu(time), states: o.cast(states, dtype), downsampledLevel };
  const sample = unet(context, scope, o.cast(latents, dtype));
  return {
    inputs: [latents, timesteps, states, ...(guidance ? [guidance] : []), ...(added ? [added.text, added.ids] : [])],
    outputs: { sample: o.cast(sample, 'float32') },
  };
}

function unet(context: Context, scope: Scope, latents: Tensor): Tensor {
  const { config, layers } = context;
  const channels = config.block_out_channels;
  const levels = channels.length;
  const { conv, groupNorm, channelAxis, spatialAxes } = layers;
  let x = conv(layers.arrange(latents), scope.at('conv_in'), channels[0]);
  const skips = [x];
  config.down_block_types.forEach((type, i) => {
    const block = scope.at('down_blocks', i);
    for (let j = 0; j < atLevel(config.layers_per_block, i); j++) {
      x = layer(context, block, j, x, channels[i], type === 'CrossAttnDownBlock2D' ? i : undefined);
      skips.push(x);
    }
    if (i === levels - 1) return;
    const p = config.downsample_padding;
    // Without padding diffusers adds one row and column after (the VAE's way).
    x = conv(x, block.at('downsamplers', 0, 'conv'), channels[i], {
      stride: 2,
      pads: p ? [1, 1, 1, 1] : [0, 0, 1, 1],
    });
    skips.push(x);
  });

  if (config.mid_block_type !== null) {
    const [mid, top] = [scope.at('mid_block'), levels - 1];
    x = resnet(context, mid.at('resnets', 0), x, channels[top]);
    x = transformer(context, mid.at('attentions', 0), x, top);
    x = resnet(context, mid.at('resnets', 1), x, channels[top]);
  }

  config.up_block_types.forEach((type, i) => {
    const [level, block] = [levels - 1 - i, scope.at('up_blocks', i)];
    for (let j = 0; j <= atLevel(config.layers_per_block, level); j++) {
      const joined = o.concat([x, skips.pop()!], channelAxis);
      x = layer(context, block, j, joined, channels[level], type === 'CrossAttnUpBlock2D' ? level : undefined);
    }
    if (level === 0) return;
    // To the size of the skip that comes next: not always twice, since halving rounds up.
    const larger = o.upsampleNearestLike(x, skips[skips.length - 1], spatialAxes);
    x = conv(larger, block.at('upsamplers', 0, 'conv'), channels[level]);
  });

  const normed = groupNorm(x, scope.at('conv_norm_out'), config.norm_num_groups, config.norm_eps);
  return layers.restore(conv(silu(normed), scope.at('conv_out'), config.out_channels));
}

/** Resnet j of a block, and where the block attends, on `level`, its transformer. */
function layer(
  context: Context,
  block: Scope,
  j: number,
  x: Tensor,
  channels: number,
  level: number | undefined,
): Tensor {
  const h = resnet(context, block.at('resnets', j), x, channels);
  return level === undefined ? h : transformer(context, block.at('attentions', j), h, level);
}

function resnet({ config, layers, time }: Context, scope: Scope, x: Tensor, channels: number): Tensor {
  return resnetBlock(x, scope, channels, { groups: config.norm_num_groups, epsilon: config.norm_eps, time, layers });
}

function transformer(
  { config, layers, states, downsampledLevel }: Context,
  scope: Scope,
  x: Tensor,
  level: number,
): Tensor {
  return spatialTransformer(x, states, scope, {
    layers,
    heads: atLevel(config.num_attention_heads ?? config.attention_head_dim, level),
    depth: atLevel(config.transformer_layers_per_block, level),
    groups: config.norm_num_groups,
    linearProjection: config.use_linear_projection,
    upcast: config.upcast_attention ?? false,
    downsampled: level === downsampledLevel,
  });
}

/** Sinusoids of the timestep through an MLP, with the guidance scale's embedding added to them first where there is one. → [B,T] */
function timeEmbedding(
  config: UnetConfig,
  scope: Scope,
  timesteps: Tensor,
  guidance: Tensor | undefined,
  dtype: FloatDtype,
): Tensor {
  const width = config.block_out_channels[0];
  const size = embeddingSize(config);
  const place = scope.at('time_embedding');
  let x = o.cast(sinusoids(timesteps, width, config.flip_sin_to_cos, config.freq_shift), dtype);
  if (guidance) x = o.add(x, linear(o.cast(guidance, dtype), place.at('cond_proj'), width));
  return linear(silu(linear(x, place.at('linear_1'), size)), place.at('linear_2'), size);
}

/** What `text_time` adds to the time embedding: a text embedding and sinusoids of numbers that tell sizes, through an MLP. → [B,T] */
function textTimeEmbedding(
  config: UnetConfig,
  scope: Scope,
  { text, ids }: { readonly text: Tensor; readonly ids: Tensor },
  dtype: FloatDtype,
): Tensor {
  const { ids: count, idWidth } = textTimeSizes(config)!;
  const [size, place] = [embeddingSize(config), scope.at('add_embedding')];
  const waves = sinusoids(o.reshape(ids, ['ids']), idWidth, config.flip_sin_to_cos, config.freq_shift);
  const sizes = o.reshape(waves, [ids.shape[0], count * idWidth], ids);
  const x = o.cast(o.concat([text, sizes], 1), dtype);
  return linear(silu(linear(x, place.at('linear_1'), size)), place.at('linear_2'), size);
}

/** T. */
function embeddingSize({ time_embedding_dim: size, block_out_channels: channels }: UnetConfig): number {
  return size ?? 4 * channels[0];
}

/** Positional sinusoids as diffusers' get_timestep_embedding has them (Ho et al. 2020). t [B] → [B,width]. */
function sinusoids(t: Tensor, width: number, cosFirst: boolean, shift: number): Tensor {
  const half = Math.floor(width / 2);
  // Rounded to float32 where torch rounds: at t = 999 a unit in the last place of a frequency is 2e-5 in its sine.
  const log = Math.fround(-Math.log(10_000));
  const frequencies = Float32Array.from({ length: half }, (_, i) =>
    Math.exp(Math.fround(Math.fround(log * i) / Math.fround(half - shift))),
  );
  const angles = o.mul(o.reshape(t, [t.shape[0], 1]), constant(frequencies, [1, half]));
  const parts = [o.sin(angles), o.cos(angles)];
  return o.concat(cosFirst ? parts.reverse() : parts, 1);
}

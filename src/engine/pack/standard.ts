import { CheckpointError } from '../errors.js';
import type { ClipTextConfig } from '../models/clipText.js';
import { clipTextConfig } from '../models/clipText.js';
import { unetConfig } from '../models/unetConfig.js';
import type { UnetConfig } from '../models/unetConfig.js';
import { vaeConfig } from '../models/vaeConfig.js';
import type { VaeConfig } from '../models/vaeConfig.js';
import type { TokenizerFiles } from '../text/tokenizerFiles.js';
import type { StoredTensor } from '../weights/safetensors.js';
import type { Clip } from './clip.js';
import type { ModelKind } from './kinds.js';

type Tensors = ReadonlyMap<string, StoredTensor>;

/** A single file whose configuration is wanted, and the folder where one could lie. */
export interface Standard {
  readonly path: string;
  readonly dir: string;
  readonly kind: ModelKind;
}

/** What published models have and shapes do not tell. */
const facts: Readonly<
  Record<ModelKind, { textWidth: number; activation: 'gelu' | 'quick_gelu'; sampleSize: number; scaling: number }>
> = {
  sd1: { textWidth: 768, activation: 'quick_gelu', sampleSize: 64, scaling: 0.18215 },
  sd2: { textWidth: 1024, activation: 'gelu', sampleSize: 96, scaling: 0.18215 },
  sdxl: { textWidth: 768, activation: 'quick_gelu', sampleSize: 128, scaling: 0.13025 },
};
/** Of the first levels of published U-Nets and VAEs. */
const [unetWidth, vaeWidth] = [320, 128];
/** Channels of one head, in CLIP's text models and in the U-Nets of Stable Diffusion 2 and XL. */
const headSize = 64;

export function standardText(
  standard: Standard,
  tensors: Tensors,
  clip: Clip,
  tokenizer: TokenizerFiles,
): ClipTextConfig {
  const { textWidth: width, activation } = facts[standard.kind];
  // Stable Diffusion 2 conditions on the state before CLIP's last layer, whether or not the file holds that layer.
  const layers = standard.kind === 'sd2' ? layerCount(clip.checkpoint.tensors) - 1 : layerCount(tensors);
  return textOf(standard, tensors, tokenizer, { part: 'text_encoder', width, activation, layers });
}

/** Of Stable Diffusion XL's OpenCLIP ViT-bigG/14. */
export function standardSecondText(standard: Standard, tensors: Tensors, tokenizer: TokenizerFiles): ClipTextConfig {
  return textOf(standard, tensors, tokenizer, {
    part: 'text_encoder_2',
    width: 1280,
    activation: 'gelu',
    layers: layerCount(tensors),
  });
}

interface TextFacts {
  readonly part: string;
  readonly width: number;
  readonly activation: 'gelu' | 'quick_gelu';
  readonly layers: number;
}

function textOf(
  standard: Standard,
  tensors: Tensors,
  { eos }: TokenizerFiles,
  { part, width: published, activation, layers }: TextFacts,
): ClipTextConfig {
  const [rows, width] = shapeOf(standard, tensors, 'text_model.embeddings.token_embedding.weight', part);
  const [positions] = shapeOf(standard, tensors, 'text_model.embeddings.position_embedding.weight', part);
  const [inner] = shapeOf(standard, tensors, 'text_model.encoder.layers.0.mlp.fc1.weight', part);
  check(standard, part, width, published);
  return clipTextConfig.parse({
    vocab_size: rows,
    hidden_size: width,
    intermediate_size: inner,
    num_hidden_layers: layers,
    num_attention_heads: width / headSize,
    max_position_embeddings: positions,
    hidden_act: activation,
    eos_token_id: eos,
  });
}

export function standardUnet(standard: Standard, tensors: Tensors): UnetConfig {
  const levels = range((i) => tensors.has(`down_blocks.${i}.resnets.0.conv1.weight`));
  const shape = (key: string): readonly number[] => shapeOf(standard, tensors, key, 'unet');
  const channels = levels.map((i) => shape(`down_blocks.${i}.resnets.0.conv1.weight`)[0]);
  check(standard, 'unet', channels[0] ?? 0, unetWidth);
  const has = (side: 'down' | 'up', i: number): boolean => tensors.has(`${side}_blocks.${i}.attentions.0.norm.weight`);
  const attending = levels.filter((i) => has('down', i)).map((i) => `down_blocks.${i}.attentions.0`);
  const depth = (i: number): number =>
    Math.max(1, range((k) => tensors.has(`down_blocks.${i}.attentions.0.transformer_blocks.${k}.norm1.weight`)).length);
  return unetConfig.parse({
    sample_size: facts[standard.kind].sampleSize,
    in_channels: shape('conv_in.weight')[1],
    out_channels: shape('conv_out.weight')[0],
    block_out_channels: channels,
    layers_per_block: levels.map((i) => range((j) => tensors.has(`down_blocks.${i}.resnets.${j}.conv1.weight`)).length),
    down_block_types: levels.map((i) => (has('down', i) ? 'CrossAttnDownBlock2D' : 'DownBlock2D')),
    up_block_types: levels.map((i) => (has('up', i) ? 'CrossAttnUpBlock2D' : 'UpBlock2D')),
    mid_block_type: tensors.has('mid_block.resnets.0.conv1.weight') ? 'UNetMidBlock2DCrossAttn' : null,
    cross_attention_dim: shape(`${attending[0]}.transformer_blocks.0.attn2.to_k.weight`)[1],
    attention_head_dim: standard.kind === 'sd1' ? 8 : channels.map((c) => c / headSize),
    transformer_layers_per_block: levels.map(depth),
    use_linear_projection: shape(`${attending[0]}.proj_in.weight`).length === 2,
    upcast_attention: standard.kind === 'sd2',
    time_cond_proj_dim: tensors.get('time_embedding.cond_proj.weight')?.shape[1] ?? null,
    ...(standard.kind === 'sdxl' && {
      addition_embed_type: 'text_time',
      addition_time_embed_dim: 256,
      projection_class_embeddings_input_dim: shape('add_embedding.linear_1.weight')[1],
    }),
  });
}

export function standardVae(standard: Standard, tensors: Tensors): VaeConfig {
  const levels = range((i) => tensors.has(`encoder.down_blocks.${i}.resnets.0.conv1.weight`));
  const shape = (key: string): readonly number[] => shapeOf(standard, tensors, key, 'vae');
  const channels = levels.map((i) => shape(`encoder.down_blocks.${i}.resnets.0.conv1.weight`)[0]);
  check(standard, 'vae', channels[0] ?? 0, vaeWidth);
  return vaeConfig.parse({
    latent_channels: shape('decoder.conv_in.weight')[1],
    block_out_channels: channels,
    down_block_types: levels.map(() => 'DownEncoderBlock2D'),
    up_block_types: levels.map(() => 'UpDecoderBlock2D'),
    layers_per_block: range((j) => tensors.has(`encoder.down_blocks.0.resnets.${j}.conv1.weight`)).length,
    scaling_factor: facts[standard.kind].scaling,
    mid_block_add_attention:
      tensors.has('decoder.mid_block.attentions.0.to_q.weight') ||
      tensors.has('decoder.mid_block.attentions.0.query.weight'),
    use_quant_conv: tensors.has('quant_conv.weight'),
    use_post_quant_conv: tensors.has('post_quant_conv.weight'),
  });
}

/** @throws CheckpointError where the sizes are not of a published model: then heads and groups are anybody's guess */
function check({ path, dir }: Standard, part: string, width: number, published: number): void {
  if (width === published) return;
  throw new CheckpointError(
    `${path}: its ${part} is ${width} wide, that of the published models ${published}: what else it is built of cannot be told from its ` +
      `weights. Put its configuration, as diffusers writes it, into ${dir}/${part}/config.json`,
  );
}

function shapeOf({ path }: Standard, tensors: Tensors, key: string, part: string): readonly number[] {
  const tensor = tensors.get(key);
  if (!tensor) throw new CheckpointError(`${path}: ${part}/${key} is missing`);
  return tensor.shape;
}

/** Layers of a CLIP text model. */
function layerCount(tensors: Tensors): number {
  return range((i) => tensors.has(`text_model.encoder.layers.${i}.layer_norm1.weight`)).length;
}

/** 0, 1, … as long as `there` holds. */
function range(there: (i: number) => boolean): number[] {
  const found: number[] = [];
  while (there(found.length)) found.push(found.length);
  return found;
}

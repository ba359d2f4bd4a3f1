import { z } from 'zod';
import { closed } from '../config/closed.js';
import { CheckpointError } from '../errors.js';

const perLevel = z.union([z.int().positive(), z.array(z.int().positive()).nonempty()]);
const downBlocks = z.enum(['DownBlock2D', 'CrossAttnDownBlock2D']);
const upBlocks = z.enum(['UpBlock2D', 'CrossAttnUpBlock2D']);
/** A field that only one value of is built; another in a file is refused by name. */
const only = <T extends string | number | boolean | null>(value: T) => z.literal(value).default(value as never);

const fields = z.object({
  sample_size: z.union([z.int().positive(), z.array(z.int().positive())]).nullish(),
  in_channels: z.int().positive().default(4),
  out_channels: z.int().positive().default(4),
  block_out_channels: z.array(z.int().positive()).nonempty().default([320, 640, 1280, 1280]),
  layers_per_block: perLevel.default(2),
  down_block_types: z
    .array(downBlocks)
    .nonempty()
    .default(['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D']),
  up_block_types: z
    .array(upBlocks)
    .nonempty()
    .default(['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D']),
  /** null: none (BK-SDM, Kim et al. 2023). */
  mid_block_type: z.literal('UNetMidBlock2DCrossAttn').nullable().default('UNetMidBlock2DCrossAttn'),
  cross_attention_dim: z.int().positive().default(1280),
  // diffusers' historical misnomer: attention_head_dim counts heads where num_attention_heads is absent.
  attention_head_dim: perLevel.default(8),
  num_attention_heads: perLevel.nullish(),
  transformer_layers_per_block: perLevel.default(1),
  norm_num_groups: z.int().positive().default(32),
  norm_eps: z.number().positive().default(1e-5),
  use_linear_projection: z.boolean().default(false),
  upcast_attention: z.boolean().nullish(),
  flip_sin_to_cos: z.boolean().default(true),
  freq_shift: z.number().default(0),
  downsample_padding: z.int().min(0).max(1).default(1),
  time_cond_proj_dim: z.int().positive().nullish(),
  act_fn: only('silu'),
  center_input_sample: only(false),
  time_embedding_type: only('positional'),
  resnet_time_scale_shift: only('default'),
  resnet_skip_time_act: only(false),
  resnet_out_scale_factor: only(1),
  mid_block_scale_factor: only(1),
  conv_in_kernel: only(3),
  conv_out_kernel: only(3),
  dual_cross_attention: only(false),
  only_cross_attention: z.union([z.literal(false), z.array(z.literal(false))]).default(false),
  attention_type: only('default'),
  class_embed_type: z.null().optional(),
  num_class_embeds: z.null().optional(),
  /** `text_time`: a text embedding and six numbers that tell sizes condition every block (Stable Diffusion XL, Podell et al. 2023). */
  addition_embed_type: z.literal('text_time').nullish(),
  addition_time_embed_dim: z.int().positive().nullish(),
  /** Length of the text embedding, and six times `addition_time_embed_dim`. */
  projection_class_embeddings_input_dim: z.int().positive().nullish(),
  encoder_hid_dim: z.null().optional(),
  encoder_hid_dim_type: z.null().optional(),
  time_embedding_act_fn: z.null().optional(),
  timestep_post_act: z.null().optional(),
  time_embedding_dim: z.int().positive().nullish(),
  class_embeddings_concat: only(false),
  mid_block_only_cross_attention: z.literal(false).nullish(),
});
export type UnetConfig = z.infer<typeof fields>;

/** Of training alone, or read only with fields that are refused. */
const harmless = ['dropout', 'addition_embed_type_num_heads'];

/** config.json of diffusers' UNet2DConditionModel, with its defaults; what is not built is refused. */
export const unetConfig = closed(fields, harmless);

/** Sizes of what `text_time` takes: the numbers that tell sizes, how wide each is embedded, and the length of the text embedding. */
export interface TextTimeSizes {
  readonly ids: number;
  readonly idWidth: number;
  readonly text: number;
}

/** Height and width of the picture that it was cut from, of what was cut off above and left, and of the picture. */
const sizeIds = 6;

/** Of a U-Net that is conditioned so. @throws CheckpointError where its configuration says that it is and not how */
export function textTimeSizes(config: UnetConfig): TextTimeSizes | undefined {
  const {
    addition_embed_type: type,
    addition_time_embed_dim: idWidth,
    projection_class_embeddings_input_dim: all,
  } = config;
  if (!type) return undefined;
  if (!idWidth || !all || all <= sizeIds * idWidth)
    throw new CheckpointError(
      `unet/config.json: addition_embed_type is ${type}, addition_time_embed_dim ${idWidth ?? 'absent'} and ` +
        `projection_class_embeddings_input_dim ${all ?? 'absent'}: the last is six times the second and the length of a text embedding`,
    );
  return { ids: sizeIds, idWidth, text: all - sizeIds * idWidth };
}

/** A setting's value on level i, of one number for all levels or one each. */
export function atLevel(setting: number | readonly number[], i: number): number {
  return typeof setting === 'number' ? setting : setting[i];
}

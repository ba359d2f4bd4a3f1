/** Configurations as published: CLIP ViT-L/14, and the U-Net, VAE and scheduler of Stable Diffusion 1.5. */

const activation = { hidden_act: 'quick_gelu', layer_norm_eps: 1e-5, projection_dim: 768 } as const;

export const textConfig = {
  ...activation,
  architectures: ['CLIPTextModel'],
  model_type: 'clip_text_model',
  vocab_size: 49_408,
  hidden_size: 768,
  intermediate_size: 3_072,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  max_position_embeddings: 77,
  bos_token_id: 0,
  eos_token_id: 2,
  pad_token_id: 1,
} as const;

export const visionConfig = {
  ...activation,
  model_type: 'clip_vision_model',
  hidden_size: 1_024,
  intermediate_size: 4_096,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  image_size: 224,
  patch_size: 14,
} as const;

export const clipConfig = {
  architectures: ['CLIPModel'],
  model_type: 'clip',
  projection_dim: 768,
  text_config: textConfig,
  vision_config: visionConfig,
} as const;

export const preprocessorConfig = {
  crop_size: { height: 224, width: 224 },
  do_center_crop: true,
  do_convert_rgb: true,
  do_normalize: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
  resample: 3,
  rescale_factor: 1 / 255,
  size: { shortest_edge: 224 },
} as const;

export const unetConfig = {
  _class_name: 'UNet2DConditionModel',
  _diffusers_version: '0.6.0',
  act_fn: 'silu',
  attention_head_dim: 8,
  block_out_channels: [320, 640, 1280, 1280],
  center_input_sample: false,
  cross_attention_dim: 768,
  down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
  downsample_padding: 1,
  flip_sin_to_cos: true,
  freq_shift: 0,
  in_channels: 4,
  layers_per_block: 2,
  mid_block_scale_factor: 1,
  norm_eps: 1e-5,
  norm_num_groups: 32,
  out_channels: 4,
  sample_size: 64,
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
} as const;

export const vaeConfig = {
  _class_name: 'AutoencoderKL',
  _diffusers_version: '0.6.0',
  act_fn: 'silu',
  block_out_channels: [128, 256, 512, 512],
  down_block_types: ['DownEncoderBlock2D', 'DownEncoderBlock2D', 'DownEncoderBlock2D', 'DownEncoderBlock2D'],
  in_channels: 3,
  latent_channels: 4,
  layers_per_block: 2,
  norm_num_groups: 32,
  out_channels: 3,
  sample_size: 512,
  up_block_types: ['UpDecoderBlock2D', 'UpDecoderBlock2D', 'UpDecoderBlock2D', 'UpDecoderBlock2D'],
} as const;

export const schedulerConfig = {
  _class_name: 'PNDMScheduler',
  _diffusers_version: '0.6.0',
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  clip_sample: false,
  num_train_timesteps: 1_000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  trained_betas: null,
} as const;

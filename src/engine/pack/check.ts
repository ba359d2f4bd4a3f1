import { CheckpointError } from '../errors.js';
import { atLevel } from '../models/unetConfig.js';
import { noiseSchedule } from '../sampling/schedule.js';
import type { TokenizerFiles } from '../text/tokenizerFiles.js';
import type { PackParts } from './parts.js';

/**
 * Whether the parts of a model belong together: what one gives the next must take.
 * @throws CheckpointError naming both sides, with their values
 */
export function checkParts(parts: PackParts): void {
  for (const check of [checkLatents, checkStates, checkTokens, checkPreprocessor, checkGroups]) check(parts);
  noiseSchedule(parts.scheduler);
}

/** VAE → U-Net → sampler. */
function checkLatents({ unet, vae }: PackParts): void {
  const { in_channels: taken, out_channels: given } = unet.config;
  const { latent_channels: latents } = vae.config;
  if (latents !== taken)
    throw new CheckpointError(
      `vae/config.json: latent_channels is ${latents}, and the U-Net takes ${taken}: this VAE is of another model${latents === 16 ? ' (Stable Diffusion 3, Flux)' : ''}`,
    );
  if (given !== taken)
    throw new CheckpointError(
      `unet/config.json: out_channels is ${given} and in_channels ${taken}: such a U-Net does not denoise`,
    );
}

/** Text encoder → U-Net, and → CLIP's projection. */
function checkStates({ text, unet, clip, kind }: PackParts): void {
  const { hidden_size: width, num_attention_heads: heads, hidden_act: activation } = text.config;
  const { cross_attention_dim: taken } = unet.config;
  if (taken !== width)
    throw new CheckpointError(
      `unet/config.json: cross_attention_dim is ${taken}, and the text encoder's states are ${width} wide (hidden_size): they are of two models`,
    );
  const projection = clip.checkpoint.tensors.get('text_projection.weight');
  if (projection?.shape.length === 2 && projection.shape[1] !== width)
    throw new CheckpointError(
      `${clip.folder}: text_projection.weight [${projection.shape.join()}] takes states ${projection.shape[1]} wide, and the text encoder's are ${width}: ` +
        `it is another CLIP than this ${kind === 'sd2' ? 'OpenCLIP ' : ''}text encoder's`,
    );
  if (clip.text.heads !== undefined && clip.text.heads !== heads)
    throw new CheckpointError(
      `${clip.folder}/config.json: num_attention_heads of its text model is ${clip.text.heads}, text_encoder's ${heads}`,
    );
  if (clip.text.activation !== undefined && clip.text.activation !== activation)
    throw new CheckpointError(
      `${clip.folder}/config.json: hidden_act of its text model is ${clip.text.activation}, text_encoder's ${activation}`,
    );
}

/** Tokenizer → text encoder. */
function checkTokens({ text: { config, tokenizer } }: PackParts): void {
  const { bos, eos, pad } = tokenizer;
  const highest = highestId(tokenizer);
  if (highest >= config.vocab_size)
    throw new CheckpointError(
      `text_encoder/config.json: vocab_size is ${config.vocab_size}, and the tokenizer has ids up to ${highest}`,
    );
  // The legacy value 2 means the highest id of a prompt.
  const end = config.eos_token_id === 2 ? Math.max(bos, eos, pad) : config.eos_token_id;
  if (end !== eos)
    throw new CheckpointError(
      `text_encoder/config.json: eos_token_id is ${config.eos_token_id}, and the tokenizer ends texts with ${eos}: the text embedding would be taken elsewhere`,
    );
}

function highestId({ json, eos }: TokenizerFiles): number {
  const ids = [...Object.values(json.model.vocab), ...json.added_tokens.map(({ id }) => id)];
  return ids.reduce((most, id) => Math.max(most, id), eos);
}

/** Preprocessing → vision tower. */
function checkPreprocessor({ clip }: PackParts): void {
  const { height, width } = clip.preprocessor;
  const side = clip.vision.image_size;
  if (height !== side || width !== side)
    throw new CheckpointError(
      `${clip.folder}/preprocessor_config.json makes pictures of ${width}x${height}, and the vision tower takes ${side}x${side} (image_size)`,
    );
}

/** Heads and groups share channels evenly. */
function checkGroups({ unet, vae, text }: PackParts): void {
  const divides = (what: string, whole: number, field: string, part: number): void => {
    if (whole % part !== 0)
      throw new CheckpointError(`${what}: ${field} is ${part}, which does not divide ${whole} channels`);
  };
  const { config } = unet;
  config.block_out_channels.forEach((channels, level) => {
    divides('unet/config.json', channels, 'norm_num_groups', config.norm_num_groups);
    const attends = config.down_block_types[level] === 'CrossAttnDownBlock2D';
    if (attends)
      divides(
        'unet/config.json',
        channels,
        'attention_head_dim',
        atLevel(config.num_attention_heads ?? config.attention_head_dim, level),
      );
  });
  for (const channels of vae.config.block_out_channels)
    divides('vae/config.json', channels, 'norm_num_groups', vae.config.norm_num_groups);
  divides('text_encoder/config.json', text.config.hidden_size, 'num_attention_heads', text.config.num_attention_heads);
}

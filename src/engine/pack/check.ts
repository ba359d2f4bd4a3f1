import { CheckpointError } from '../errors.js';
import { atLevel, textTimeSizes } from '../models/unetConfig.js';
import { noiseSchedule } from '../sampling/schedule.js';
import type { TokenizerFiles } from '../text/tokenizerFiles.js';
import type { PackParts } from './parts.js';

/**
 * Whether the parts of a model belong together: what one gives the next must take.
 * @throws CheckpointError naming both sides, with their values
 */
export function checkParts(parts: PackParts): void {
  for (const check of [checkLatents, checkStates, checkTextTime, checkTokens, checkPreprocessor, checkGroups])
    check(parts);
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

/** Text encoders → U-Net, and → CLIP's projection. */
function checkStates({ text, second, unet, clip, kind }: PackParts): void {
  const { hidden_size: width, num_attention_heads: heads, hidden_act: activation } = text.config;
  const { cross_attention_dim: taken } = unet.config;
  const both = second && ` and ${second.config.hidden_size}`;
  if (taken !== width + (second?.config.hidden_size ?? 0))
    throw new CheckpointError(
      `unet/config.json: cross_attention_dim is ${taken}, and the text encoder's states are ${width}${both ?? ''} wide (hidden_size): they are of two models`,
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

/** The second text encoder's embedding → U-Net; there and with it alone. */
function checkTextTime({ second, unet }: PackParts): void {
  const taken = textTimeSizes(unet.config)?.text;
  const given = second?.encoder.tensors.get('text_projection.weight')?.shape[0];
  if (taken !== given)
    throw new CheckpointError(
      taken === undefined
        ? 'unet/config.json: addition_embed_type is absent, and there is a text_encoder_2/: its U-Net is of another model'
        : `unet/config.json: text embeddings of ${taken} numbers are taken (projection_class_embeddings_input_dim), and text_encoder_2 gives ` +
            `${given ?? 'none'} (text_projection.weight): they are of two models`,
    );
}

/** Tokenizers → text encoders. */
function checkTokens({ text, second }: PackParts): void {
  checkTokensOf('text_encoder', text);
  if (!second) return;
  checkTokensOf('text_encoder_2', second);
  const [length, other] = [text, second].map(({ config }) => config.max_position_embeddings);
  if (length !== other)
    throw new CheckpointError(
      `text_encoder_2/config.json: max_position_embeddings is ${other}, text_encoder's ${length}: their states do not go side by side`,
    );
}

function checkTokensOf(what: string, { config, tokenizer }: Pick<PackParts['text'], 'config' | 'tokenizer'>): void {
  const { bos, eos, pad } = tokenizer;
  const highest = highestId(tokenizer);
  if (highest >= config.vocab_size)
    throw new CheckpointError(
      `${what}/config.json: vocab_size is ${config.vocab_size}, and the tokenizer has ids up to ${highest}`,
    );
  // The legacy value 2 means the highest id of a prompt.
  const end = config.eos_token_id === 2 ? Math.max(bos, eos, pad) : config.eos_token_id;
  if (end !== eos)
    throw new CheckpointError(
      `${what}/config.json: eos_token_id is ${config.eos_token_id}, and the tokenizer ends texts with ${eos}: the text embedding would be taken elsewhere`,
    );
}

function highestId({ json, eos }: TokenizerFiles): number {
  const ids = [...Object.values(json.model.vocab), ...json.added_tokens.map(({ id }) => id)];
  return ids.reduce((most, id) => Math.max(most, id), eos);
}

/** Preprocessing → vision tower. */
function checkPreprocessor({ clip, second }: PackParts): void {
  for (const { preprocessor, vision, folder } of [clip, ...(second?.clip ? [second.clip] : [])]) {
    const { height, width } = preprocessor;
    const side = vision.image_size;
    if (height !== side || width !== side)
      throw new CheckpointError(
        `${folder}/preprocessor_config.json makes pictures of ${width}x${height}, and the vision tower takes ${side}x${side} (image_size)`,
      );
  }
}

/** Heads and groups share channels evenly. */
function checkGroups({ unet, vae, text, second }: PackParts): void {
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
  for (const [what, { config: sizes }] of Object.entries({
    text_encoder: text,
    ...(second && { text_encoder_2: second }),
  }))
    divides(`${what}/config.json`, sizes.hidden_size, 'num_attention_heads', sizes.num_attention_heads);
}

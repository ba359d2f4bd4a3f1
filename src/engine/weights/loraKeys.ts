import { CheckpointError } from '../errors.js';

/** The models that a LoRA can change; `secondText` is Stable Diffusion XL's second text encoder. */
export const loraParts = ['unet', 'text', 'secondText'] as const;
export type LoraPart = (typeof loraParts)[number];
/** What a tensor is to its module: the factor on the input's side, on the output's, or the number that scales their product. */
type LoraRole = 'down' | 'up' | 'alpha';

export interface LoraKey {
  readonly part: LoraPart;
  /** The module's path with `_` for every dot, as kohya's scripts write it: `down_blocks_0_attentions_0_proj_in`. */
  readonly module: string;
  readonly role: LoraRole;
}

const endings: readonly (readonly [RegExp, LoraRole])[] = [
  // kohya-ss/sd-scripts; peft, with or without its adapter's name; diffusers before peft, whose attention processors come last.
  [/\.lora_down\.weight$/, 'down'],
  [/\.lora_up\.weight$/, 'up'],
  [/\.lora_A(\.\w+)?\.weight$/, 'down'],
  [/\.lora_B(\.\w+)?\.weight$/, 'up'],
  [/\.lora(_linear_layer)?\.down\.weight$/, 'down'],
  [/\.lora(_linear_layer)?\.up\.weight$/, 'up'],
  [/_lora\.down\.weight$/, 'down'],
  [/_lora\.up\.weight$/, 'up'],
  [/\.alpha$/, 'alpha'],
];

const beginnings: readonly (readonly [RegExp, LoraPart])[] = [
  [/^lora_unet_/, 'unet'],
  [/^lora_te1?_/, 'text'],
  [/^lora_te2_/, 'secondText'],
  [/^unet\./, 'unet'],
  [/^text_encoder\./, 'text'],
  [/^text_encoder_2\./, 'secondText'],
  [/^base_model\.model\./, 'unet'],
  [/^(?=(down_blocks|mid_block|up_blocks|time_embedding|conv_in|conv_out)\.)/, 'unet'],
];

/** What other methods than LoRA call their tensors, which would need mathematics of their own. */
const otherMethods: readonly (readonly [RegExp, string])[] = [
  [/\.hada_/, 'LoHa'],
  [/\.lokr_/, 'LoKr'],
  [/\.lora_mid\./, "LoCon with Tucker's decomposition"],
  [/\.(dora_scale|lora_magnitude_vector)/, 'DoRA'],
  [/\.oft_/, 'OFT'],
  [/\.diff(_b)?$/, 'whole weights, no low-rank factors'],
];

/** @throws CheckpointError for a key of another method, or of nothing that is known */
export function parseLoraKey(key: string, file: string): LoraKey {
  const other = otherMethods.find(([pattern]) => pattern.test(key));
  if (other)
    throw new CheckpointError(`${file} holds ${other[1]} (${key}); LoRA's linear and convolution factors can be used`);
  const ending = endings.find(([pattern]) => pattern.test(key));
  const beginning = beginnings.find(([pattern]) => pattern.test(key));
  if (!ending || !beginning)
    throw new CheckpointError(`${file}: ${key} is no key of a LoRA; kohya's, peft's and diffusers' are known`);
  const module = key
    .replace(ending[0], '')
    .replace(beginning[0], '')
    // diffusers before peft: `attn1.processor.to_q_lora.down.weight`.
    .replace(/\.processor\.to_out$/, '.to_out.0')
    .replace('.processor.', '.')
    .replaceAll('.', '_');
  return { part: beginning[1], module, role: ending[1] };
}

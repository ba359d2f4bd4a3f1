import type { StoredTensor } from '../weights/safetensors.js';

type Tensors = ReadonlyMap<string, StoredTensor>;

/** Pipelines of diffusers by the beginning of their names; the first that fits counts. */
const pipelines: readonly (readonly [RegExp, string])[] = [
  [/Inpaint/, 'an inpainting model'],
  [/InstructPix2Pix/, 'an InstructPix2Pix model, which changes pictures by instructions'],
  [/Upscale/, 'an upscaler'],
  [/Depth2Img/, 'a depth-to-image model'],
  [/^StableDiffusionXLImg2Img/, 'the refiner of Stable Diffusion XL'],
  [/^StableDiffusion3/, 'Stable Diffusion 3'],
  [/^Flux/, 'Flux'],
  [/^StableCascade|^Wuerstchen/, 'Stable Cascade'],
  [/^StableVideo/, 'Stable Video Diffusion'],
  [/^Kandinsky/, 'Kandinsky'],
  [/^PixArt/, 'PixArt'],
  [/^Hunyuan/, 'Hunyuan-DiT'],
  [/^AuraFlow/, 'AuraFlow'],
  [/^Sana/, 'Sana'],
  [/^Kolors/, 'Kolors'],
  [/^QwenImage/, 'Qwen-Image'],
  [/^IF/, 'DeepFloyd IF'],
  [/^LDMTextToImage/, 'a latent-diffusion model of before Stable Diffusion'],
];
/** What the pipeline of a model_index.json is, where it is known not to paint from text with Stable Diffusion. */
export function otherPipeline(className: string): string | undefined {
  return pipelines.find(([pattern]) => pattern.test(className))?.[1];
}

/** What a U-Net takes beside the latents tells what it was made for. */
const byChannels: Readonly<Record<number, string>> = {
  5: 'a depth-to-image model: its U-Net takes a map of depths as a fifth channel',
  7: 'an upscaler: its U-Net takes the small picture as further channels',
  8: 'an InstructPix2Pix model: its U-Net takes the latents of a picture as four further channels',
  9: 'an inpainting model: its U-Net takes a mask and the masked picture as five further channels',
};

/** What the U-Net is, where it is not of a text-to-image model. `conv` is its first convolution. */
export function otherUnet(conv: StoredTensor | undefined): string | undefined {
  const channels = conv?.shape.length === 4 ? conv.shape[1] : 4;
  return byChannels[channels];
}

/** What has one file, by a key that no other has; the first that is there counts. */
const keys: readonly (readonly [RegExp, string])[] = [
  [/^(aesthetic|reference)$/, 'an aesthetic, not a model: give it as --aesthetic'],
  [/\.lora_(down|up|A|B)\b|^lora_|\.hada_w1|\.lokr_/, 'a LoRA, which belongs to a model, not a model'],
  [/^(emb_params|string_to_param|clip_l|clip_g)$/, 'a textual inversion, which belongs to a model, not a model'],
  [/^control_model\.|^controlnet_|^input_hint_block\./, 'a ControlNet, which belongs to a model, not a model'],
  [/motion_modules\./, 'a motion module of AnimateDiff, which belongs to a model, not a model'],
  [/^conditioner\.embedders\.0\.model\./, 'the refiner of Stable Diffusion XL'],
  [/\.time_stack\.|\.time_mixer/, 'Stable Video Diffusion'],
  [/joint_blocks\.\d+\.context_block/, 'Stable Diffusion 3'],
  [/double_blocks\.\d+\.img_/, 'Flux'],
  [/single_transformer_blocks\./, 'Flux'],
  [/adaln_single\.|\.t_block\./, 'PixArt'],
  [/effnet_mapper|clip_txt_mapper/, 'Stable Cascade'],
  [/transformer_blocks\.\d+\.attn\.add_q_proj/, 'Stable Diffusion 3'],
  [/\.quant_state\.|\.absmax$|\.weight_scale$/, 'a model whose weights are quantised'],
];
/** Parts of a model. */
const parts: readonly (readonly [RegExp, string])[] = [
  [/^down_blocks\.\d+\.(resnets|attentions)\./, 'a U-Net alone'],
  [/^(en|de)coder\.(down|up)(_blocks)?\./, 'a VAE alone'],
  [/^(text_model|vision_model|transformer\.resblocks|visual)\./, 'a CLIP alone'],
];

/** What a single file is, where it is not a whole Stable Diffusion model. `tensors` by the file's own keys. */
export function otherFile(tensors: Tensors): string | undefined {
  const names = [...tensors.keys()];
  const match = (table: readonly (readonly [RegExp, string])[]): string | undefined =>
    table.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
  const other = match(keys);
  if (other !== undefined) return other;
  if (names.some((name) => name.startsWith('model.diffusion_model.input_blocks.'))) return undefined;
  const part = match(parts);
  return part === undefined
    ? `no model that is known (its first key is ${names[0] ?? 'none: it is empty'})`
    : `${part}: a whole model is a folder in diffusers' layout, or a file that holds U-Net, VAE and text encoder`;
}

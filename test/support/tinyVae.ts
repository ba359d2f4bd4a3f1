import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '../../src/engine/weights/safetensors.js';
import type { FloatTensor } from '../../src/engine/weights/safetensors.js';
import { randomArray } from './program.js';

/** Blocks of each level of a small random AutoencoderTiny, and its channels: one level more is twice as many pixels to a latent. */
export interface TinyShape {
  readonly encoder: readonly number[];
  readonly decoder: readonly number[];
  readonly channels: number;
}
export const tinyShape = (levels: number): TinyShape => ({
  encoder: Array.from({ length: levels }, (_, i) => (i === 0 ? 1 : 2)),
  decoder: Array.from({ length: levels }, (_, i) => (i === levels - 1 ? 1 : 2)),
  channels: 6,
});

/** config.json of diffusers' AutoencoderTiny. */
export const tinyConfig = ({ encoder, decoder, channels }: TinyShape) => ({
  _class_name: 'AutoencoderTiny',
  _diffusers_version: '0.20.0.dev0',
  act_fn: 'relu',
  decoder_block_out_channels: decoder.map(() => channels),
  encoder_block_out_channels: encoder.map(() => channels),
  force_upcast: false,
  in_channels: 3,
  latent_channels: 4,
  latent_magnitude: 3,
  latent_shift: 0.5,
  num_decoder_blocks: decoder,
  num_encoder_blocks: encoder,
  out_channels: 3,
  scaling_factor: 1,
  upsampling_scaling_factor: 2,
});

/** A convolution of the sequence, a block of three, or what has no weights. */
export type TinyLayer =
  | {
      readonly kind: 'conv';
      readonly from: number;
      readonly to: number;
      readonly bias: boolean;
      readonly stride: 1 | 2;
    }
  | { readonly kind: 'block' | 'relu' | 'upsample' };

const conv = (
  from: number,
  to: number,
  { bias = true, stride = 1 }: { readonly bias?: boolean; readonly stride?: 1 | 2 } = {},
): TinyLayer => ({ kind: 'conv', from, to, bias, stride });

/** The sequences of layers as diffusers' EncoderTiny and DecoderTiny number them. */
export function tinyLayers({ encoder, decoder, channels: c }: TinyShape): Record<'encoder' | 'decoder', TinyLayer[]> {
  const blocks = (count: number): TinyLayer[] => Array.from({ length: count }, () => ({ kind: 'block' }));
  return {
    encoder: [
      ...encoder.flatMap((count, i) => [
        i === 0 ? conv(3, c) : conv(c, c, { bias: false, stride: 2 }),
        ...blocks(count),
      ]),
      conv(c, 4),
    ],
    decoder: [
      conv(4, c),
      { kind: 'relu' },
      ...decoder.flatMap((count, i): TinyLayer[] =>
        i === decoder.length - 1
          ? [...blocks(count), conv(c, 3)]
          : [...blocks(count), { kind: 'upsample' }, conv(c, c, { bias: false })],
      ),
    ],
  };
}

/** Random weights by diffusers' keys. */
export function tinyTensors(shape: TinyShape): Record<string, FloatTensor> {
  const tensors: Record<string, FloatTensor> = {};
  let seed = 0;
  const add = (key: string, sizes: readonly number[]): void => {
    const fanIn = sizes.slice(1).reduce((a, b) => a * b, 1);
    const { data } = randomArray(sizes, ++seed);
    tensors[key] = { shape: [...sizes], data: data.map((v) => (1.7 * v) / Math.sqrt(fanIn)) };
  };
  for (const [half, layers] of Object.entries(tinyLayers(shape)))
    layers.forEach((layer, i) => {
      const place = `${half}.layers.${i}`;
      if (layer.kind === 'conv') {
        add(`${place}.weight`, [layer.to, layer.from, 3, 3]);
        if (layer.bias) add(`${place}.bias`, [layer.to]);
      } else if (layer.kind === 'block')
        for (const j of [0, 2, 4]) {
          add(`${place}.conv.${j}.weight`, [shape.channels, shape.channels, 3, 3]);
          add(`${place}.conv.${j}.bias`, [shape.channels]);
        }
    });
  return tensors;
}

/** The files of a repository or folder with such a model. */
export function tinyVaeFiles(levels: number): Map<string, Uint8Array> {
  const shape = tinyShape(levels);
  return new Map([
    ['config.json', Buffer.from(JSON.stringify(tinyConfig(shape)))],
    ['diffusion_pytorch_model.safetensors', encodeSafetensors(tinyTensors(shape))],
  ]);
}

export async function writeTinyVae(folder: string, levels: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of tinyVaeFiles(levels)) await writeFile(join(folder, name), bytes);
}

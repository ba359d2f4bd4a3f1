import { join } from 'node:path';
import { z } from 'zod';
import { parseConfig, readConfig } from '../config/json.js';
import { CheckpointError } from '../errors.js';

/** CLIP's preprocessing, read from preprocessor_config.json. Lengths in pixels. */
export interface PreprocessConfig {
  /** To a shortest edge, keeping proportions, or to a size; absent: not at all. Bicubic. */
  readonly resize?: { readonly shortestEdge: number } | Size;
  /** Around the centre, padded with black where the image is smaller; absent: not at all. */
  readonly crop?: Size;
  /** Factor for values of 0 to 255. */
  readonly rescale: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Of the result. */
  readonly height: number;
  readonly width: number;
}
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** PIL's resampling filters by their numbers. */
const filters = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'];

const side = z.int().min(1).max(4096);
const size = z.strictObject({ height: side, width: side });
const three = z.tuple([z.number(), z.number(), z.number()]);

/** Defaults are transformers' CLIPImageProcessor's. */
const file = z.looseObject({
  do_resize: z.boolean().default(true),
  size: z.union([side, z.strictObject({ shortest_edge: side }), size]).default({ shortest_edge: 224 }),
  resample: z
    .int()
    .default(3)
    .refine((filter) => filter === 3, {
      error: ({ input }) => `that is ${filters[Number(input)] ?? 'unknown'}; only bicubic (3) is supported`,
    }),
  do_center_crop: z.boolean().default(true),
  crop_size: z.union([side, size]).default({ height: 224, width: 224 }),
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: three.default([0.48145466, 0.4578275, 0.40821073]),
  image_std: three.default([0.26862954, 0.26130258, 0.27577711]),
});

/** Reads `preprocessor_config.json` of a folder. @throws CheckpointError that names the file and the field */
export async function readPreprocessor(folder: string): Promise<PreprocessConfig> {
  const path = join(folder, 'preprocessor_config.json');
  return toPreprocessConfig(await readConfig(path, file), path);
}

/** The object in a preprocessor_config.json. @throws CheckpointError that names `path` and the field */
export function parsePreprocessor(json: unknown, path: string): PreprocessConfig {
  return toPreprocessConfig(parseConfig(file, json, path), path);
}

function toPreprocessConfig(config: File, path: string): PreprocessConfig {
  const resize = config.do_resize ? readSize(config.size) : undefined;
  const crop = config.do_center_crop ? readCrop(config.crop_size) : undefined;
  const result = crop ?? (resize && 'height' in resize ? resize : undefined);
  if (result === undefined)
    throw new CheckpointError(
      `${path}: neither do_center_crop nor a size of height and width: images would vary in size`,
    );
  return {
    ...(resize && { resize }),
    ...(crop && { crop }),
    rescale: config.do_rescale ? config.rescale_factor : 1,
    mean: config.do_normalize ? config.image_mean : [0, 0, 0],
    std: config.do_normalize ? config.image_std : [1, 1, 1],
    height: result.height,
    width: result.width,
  };
}

type File = z.output<typeof file>;

/** A bare number is the shortest edge in `size` (CLIP's `default_to_square=False`), and a square in `crop_size`. */
function readSize(value: File['size']): PreprocessConfig['resize'] {
  if (typeof value === 'number') return { shortestEdge: value };
  return 'shortest_edge' in value ? { shortestEdge: value.shortest_edge } : value;
}

function readCrop(value: File['crop_size']): Size {
  return typeof value === 'number' ? { height: value, width: value } : value;
}

import { readFile, stat } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { UserError } from '../errors.js';
import { excerpt } from '../excerpt.js';
import { detectImageFormat, imageFormats, isAnimatedAvif } from './imageFormat.js';
import type { OtherFile } from './imageFormat.js';
import { sharp } from './sharp.js';

/** A decoded picture: 8-bit sRGB, interleaved, rows from the top. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]`. */
  readonly data: Uint8Array;
}

export interface ImageLimits {
  /** Of the file. */
  readonly maxBytes: number;
  /** Width × height, known from the header before anything is decoded. */
  readonly maxPixels: number;
}

const MiB = 2 ** 20;
export const defaultLimits: ImageLimits = { maxBytes: 25 * MiB, maxPixels: 50e6 };

const decodeTimeoutSeconds = 30;
const white = '#ffffff';

/**
 * A stranger's image, a path or the file's content, as pixels: JPEG, PNG, WebP, GIF or AVIF by what it holds and not by its name; the
 * first frame; EXIF orientation applied; alpha over white; colour profiles ignored, so that CLIP sees what its own preprocessing would.
 * @throws UserError when it is missing, too large, no such image, damaged or cut off
 */
export async function decodeImage(source: string | Uint8Array, limits: ImageLimits = defaultLimits): Promise<RgbImage> {
  const picture = await openImage(source, limits);
  return renderRgb(picture.pipeline, picture.name);
}

/** An image whose header is read and found acceptable, and whose pixels nobody has decoded. */
export interface OpenedImage {
  /** Gives oriented, opaque sRGB. */
  readonly pipeline: Sharp;
  /** As oriented. */
  readonly width: number;
  readonly height: number;
  /** For messages: the path, or "the image". */
  readonly name: string;
}

/** The first half of `decodeImage`. @throws UserError as it does, but for damage that only decoding shows */
export async function openImage(source: string | Uint8Array, limits: ImageLimits): Promise<OpenedImage> {
  const name = typeof source === 'string' ? source : 'the image';
  if (typeof source !== 'string') checkBytes(source.length, limits, name);
  const bytes = typeof source === 'string' ? await readImageFile(source, limits) : source;
  const detected = detectImageFormat(bytes);
  if (!('format' in detected)) throw refused(name, detected.other);
  // The pixel limit is ours, so that the message has the numbers: metadata reads headers only.
  const options = { failOn: 'error', limitInputPixels: false, ignoreIcc: true, autoOrient: true } as const;
  const pipeline = sharp(bytes, options).timeout({ seconds: decodeTimeoutSeconds });
  const { autoOrient } = await pipeline.metadata().catch((error: unknown) => {
    throw isAnimatedAvif(bytes) ? new UserError({ code: 'imageAnimated', params: { name } }) : damaged(name, error);
  });
  const { width, height } = autoOrient;
  if (width * height > limits.maxPixels)
    throw new UserError({
      code: 'imagePixels',
      params: { name, width, height, millions: limits.maxPixels / 1e6 },
    });
  return { pipeline: pipeline.flatten({ background: white }).toColourspace('srgb'), width, height, name };
}

/** Runs a pipeline. @throws UserError, which calls the image `name`, when its pixels cannot be decoded */
export async function renderRgb(pipeline: Sharp, name: string): Promise<RgbImage> {
  const { data, info } = await pipeline
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw damaged(name, error);
    });
  if (info.channels !== 3) throw new Error(`${name}: decoded to ${info.channels} channels, expected 3`);
  return { width: info.width, height: info.height, data };
}

/** Runs a pipeline to the file that it ends in. @throws UserError as `renderRgb` does */
export async function renderWith(pipeline: Sharp, name: string): Promise<Uint8Array> {
  return pipeline.toBuffer().catch((error: unknown) => {
    throw damaged(name, error);
  });
}

async function readImageFile(path: string, limits: ImageLimits): Promise<Uint8Array> {
  const failed = (error: unknown): never => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UserError(missing ? `there is no image ${path}` : `${path} cannot be read: ${text(error)}`);
  };
  const entry = await stat(path).catch(failed);
  if (!entry.isFile()) throw new UserError(`${path} is not a file`);
  checkBytes(entry.size, limits, path);
  return readFile(path).catch(failed);
}

function checkBytes(bytes: number, limits: ImageLimits, name: string): void {
  if (bytes > limits.maxBytes)
    throw new UserError({
      code: 'imageTooLarge',
      params: { name, mib: inMiB(bytes), most: inMiB(limits.maxBytes) },
    });
}

const inMiB = (bytes: number): number => Math.round((bytes / MiB) * 10) / 10;

function refused(name: string, other: OtherFile): UserError {
  if (other === 'empty') return new UserError({ code: 'imageEmpty', params: { name } });
  const accepted = imageFormats;
  if (other === 'none') return new UserError({ code: 'notAnImage', params: { name, accepted } });
  return new UserError({ code: 'imageFormat', params: { name, format: other, accepted } });
}

function damaged(name: string, error: unknown): UserError {
  // libvips' messages run over many lines, of which the first says what happened.
  return new UserError({
    code: 'imageDamaged',
    params: { name, why: excerpt(text(error).split('\n', 1)[0] ?? '') },
  });
}

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

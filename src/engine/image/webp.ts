import { defaultLimits, openImage, renderWith } from './decode.js';
import type { ImageLimits } from './decode.js';

export interface WebpOptions {
  /** 1 to 100; libwebp's. */
  readonly quality: number;
  /** The largest side it may have; a smaller picture stays as it is. */
  readonly within?: number;
  /** In place of `within`: a square of this side, cut out of the middle. */
  readonly square?: number;
  /** In place of both: the pixels of its shorter side; a smaller picture stays as it is. */
  readonly shorter?: number;
}

/**
 * An image, a path or the file's content, as WebP without metadata. Takes what `decodeImage` takes, strangers' files too.
 * @throws UserError as it does
 */
export async function encodeWebp(
  source: string | Uint8Array,
  { quality, within, square, shorter }: WebpOptions,
  limits: ImageLimits = defaultLimits,
): Promise<Uint8Array> {
  const { pipeline, name } = await openImage(source, limits);
  if (square !== undefined) pipeline.resize(square, square, { fit: 'cover' });
  else if (shorter !== undefined) pipeline.resize(shorter, shorter, { fit: 'outside', withoutEnlargement: true });
  else if (within !== undefined) pipeline.resize(within, within, { fit: 'inside', withoutEnlargement: true });
  return renderWith(pipeline.webp({ quality }), name);
}

/** A grey square, WebP: what is shown of an image whose vector came with an imported file, without a picture. */
export const placeholderThumbnail: Uint8Array = Buffer.from(
  'UklGRkQAAABXRUJQVlA4IDgAAACwBACdASpgAGAAPtFotFMoJiUioOgBABoJaQAAB3ZVfL3GnvJvp06dOnTp03wAAO03cAAAAAAAAA==',
  'base64',
);

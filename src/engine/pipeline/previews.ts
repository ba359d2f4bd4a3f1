import { split } from '../sampling/concatenate.js';
import { fitPreview, latentPreview, pixelPreview, sideBySide } from '../sampling/preview.js';
import type { Latent, Preview, PreviewMatrix } from '../sampling/preview.js';
import type { Progress } from '../types.js';
import { decodeTiny } from './decode.js';
import type { Models } from './models.js';

/** Milliseconds between previews: each is read back and sent on, so not every step of a fast model has one. */
const previewIntervalMs = 500;
/** What previews by a decoder may take of the time, at most. */
const share = 0.1;

export interface Previews {
  /** Reports a step, now and then with a preview of the noiseless latents [B,C,h,w] that the model has in mind: of several images side by side. */
  readonly step: (done: number, total: number, originals: () => Float32Array) => Promise<void>;
  /** Learns from an image that was decoded: its latents, and its pixels in 0 to 1. */
  readonly learn: (latents: Float32Array, pixels: Float32Array) => void;
}

/** Previews at a steady pace: by the pack's tiny decoder, by its matrix, or by one fitted to the first image that was decoded. */
export function createPreviews(
  models: Models,
  shape: readonly [number, number, number],
  onProgress: ((progress: Progress) => void) | undefined,
): Previews {
  const { pack, previews } = models;
  const [channels, height, width] = shape;
  let shown = -Infinity;
  let cost = 0;
  const latent = (data: Float32Array): Latent => ({ data, channels, height, width });
  const matrix = (): PreviewMatrix | undefined => pack.settings.preview ?? previews.fitted;
  const draw = async (originals: readonly Float32Array[]): Promise<Preview | undefined> => {
    if (pack.tiny) {
      const started = performance.now();
      const previews: Preview[] = [];
      for (const original of originals)
        previews.push(pixelPreview(await decodeTiny(models, original, shape), latent(original)));
      cost = performance.now() - started;
      return sideBySide(previews);
    }
    const map = matrix();
    return map && sideBySide(originals.map((original) => latentPreview(latent(original), map)));
  };
  return {
    step: async (done, total, originals) => {
      if (!onProgress) return;
      const due = performance.now() - shown >= Math.max(previewIntervalMs, cost / share);
      const all = due ? originals() : new Float32Array();
      const preview = due ? await draw(split(all, all.length / (channels * height * width))) : undefined;
      if (preview) shown = performance.now();
      onProgress({ stage: 'paint', done, total, ...(preview && { preview }) });
    },
    learn: (latents, pixels) => {
      // The map speaks of the decoder's own −1 to 1.
      if (matrix() === undefined)
        previews.fitted = fitPreview(
          latent(latents),
          pixels.map((v) => 2 * v - 1),
        );
    },
  };
}

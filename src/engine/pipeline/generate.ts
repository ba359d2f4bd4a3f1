import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '../errors.js';
import { vaeFactor } from '../models/vaeConfig.js';
import { torchGenerator } from '../runtime/random.js';
import { denoise } from '../sampling/denoise.js';
import { guidanceEmbedding, isGuided } from '../sampling/guidance.js';
import { fitPreview, latentPreview } from '../sampling/preview.js';
import type { Latent, PreviewMatrix } from '../sampling/preview.js';
import { samplers } from '../sampling/samplers.js';
import { noiseSchedule } from '../sampling/schedule.js';
import type { FloatPrecision, Notice, Progress, Recipe, RequestOptions, Spacing } from '../types.js';
import type { Conditioning } from './conditioning.js';
import type { Models } from './models.js';
import { drawLatents, encodeStart, skippedSteps } from './start.js';
import { vaePrecision } from './vaePrecision.js';

/** An image that was painted: its latents [C,h,w] and pixels [3,H,W], 0 to 1. */
export interface GeneratedImage {
  readonly seed: number;
  readonly latents: Float32Array;
  readonly pixels: Float32Array;
}

export interface GenerationResult {
  readonly images: readonly GeneratedImage[];
  readonly notices: readonly Notice[];
  /** Milliseconds in the denoising loop and in the decoder. */
  readonly ms: { readonly paint: number; readonly decode: number };
}

export interface GenerateOptions extends RequestOptions {
  readonly spacing?: Spacing;
  /** The picture to start from, [3,H,W] in 0 to 1 in the recipe's size; the recipe says how much of it is kept. */
  readonly start?: Float32Array;
}

/** Milliseconds between previews: each is read back and sent on, so not every step of a fast model has one. */
const previewIntervalMs = 500;

/**
 * Draws a recipe's images from text states: noise, the U-Net's steps, the VAE's decoder. One image after another, each as a batch of
 * two where guided, so that memory does not grow with their number.
 */
export async function generateImages(
  models: Models,
  recipe: Recipe,
  conditioning: Pick<Conditioning, 'states' | 'negative' | 'embeddings'>,
  { signal, onProgress, spacing, start }: GenerateOptions = {},
): Promise<GenerationResult> {
  const { pack } = models;
  const { in_channels: channels, time_cond_proj_dim: guidanceWidth, cross_attention_dim: width } = pack.unet.config;
  const factor = vaeFactor(pack.vae.config);
  const shape = [channels, recipe.height / factor, recipe.width / factor] as const;
  const guided = isGuided(recipe.guidance, typeof guidanceWidth === 'number');
  const batch = guided ? 2 : 1;
  const schedule = noiseSchedule(pack.scheduler);
  const preview = createPreview(models, shape, onProgress);
  const context = conditions(conditioning, recipe, { guided, width });
  const guidance =
    typeof guidanceWidth === 'number'
      ? { guidance: { data: guidanceEmbedding(recipe.guidance, guidanceWidth), dims: [1, guidanceWidth] } }
      : {};

  const skip = recipe.start ? skippedSteps(recipe.steps, recipe.start.keep) : 0;
  const posterior = start && (await encodeStart(models, start, recipe));
  const samplerOptions = { skip, ...(spacing && { spacing }) };

  const images: GeneratedImage[] = [];
  const notices: Notice[] = [];
  const ms = { paint: 0, decode: 0 };
  for (let i = 0; i < recipe.count; i++) {
    const started = performance.now();
    const seed = recipe.seed + i;
    const generator = torchGenerator(seed);
    const drawn = posterior && drawLatents(posterior, generator, pack.vae.config.scaling_factor);
    const latents = await models.unet((session) =>
      denoise({
        unet: async (x, timestep) => {
          const out = await session.run({
            latents: { data: x, dims: [batch, ...shape] },
            timesteps: { data: new Float32Array(batch).fill(timestep), dims: [batch] },
            ...context,
            ...guidance,
          });
          return out.sample.data as Float32Array;
        },
        sampler: samplers[recipe.sampler](schedule, recipe.steps, samplerOptions),
        guidance: recipe.guidance,
        guided,
        shape,
        generators: [generator],
        ...(drawn && { start: drawn }),
        ...(signal && { signal }),
        onStep: (done, total, original) => {
          preview.step(i * total + done, recipe.count * total, original);
        },
      }),
    );
    const painted = performance.now();
    onProgress?.({ stage: 'decode' });
    const { pixels, notice } = await decode(models, latents, shape);
    if (notice) notices.push(notice);
    preview.learn(latents, pixels);
    images.push({ seed, latents, pixels });
    ms.paint += painted - started;
    ms.decode += performance.now() - painted;
    await yieldToEventLoop(signal);
  }
  return { images, notices, ms };
}

/** What the U-Net takes beside latents and timesteps, of the negative prompt first where guided. */
function conditions(
  { states, negative, embeddings }: Pick<Conditioning, 'states' | 'negative' | 'embeddings'>,
  { width, height }: Recipe,
  unet: { readonly guided: boolean; readonly width: number },
): Record<string, { data: Float32Array; dims: readonly number[] }> {
  const batch = unet.guided ? 2 : 1;
  const pair = (prompt: Float32Array, other: Float32Array): Float32Array =>
    unet.guided ? concat(other, prompt) : prompt;
  const context = { data: pair(states, negative), dims: [batch, states.length / unet.width, unet.width] };
  if (!embeddings) return { states: context };
  const { prompt, negative: plain } = embeddings;
  // As if the picture had been photographed in its size and nothing were cut off.
  const sizes = Float32Array.of(height, width, 0, 0, height, width);
  return {
    states: context,
    textEmbeddings: { data: pair(prompt, plain), dims: [batch, prompt.length] },
    timeIds: { data: pair(sizes, sizes), dims: [batch, sizes.length] },
  };
}

/** Lets the event loop turn. @throws CancelledError when the request was cancelled meanwhile */
export async function yieldToEventLoop(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  if (signal?.aborted) throw new CancelledError('cancelled');
}

/** Latents [C,h,w] → pixels [3,H,W], 0 to 1; in fp32 where fp16 overflowed, and that is said. */
async function decode(
  { pack, precision: asked, decoder }: Models,
  latents: Float32Array,
  shape: readonly [number, number, number],
): Promise<{ pixels: Float32Array; notice?: Notice }> {
  const precision = vaePrecision(pack, asked);
  const { scaling_factor: scale } = pack.vae.config;
  const feeds = { latents: { data: latents.map((v) => v / scale), dims: [1, ...shape] } };
  const run = async (p: FloatPrecision): Promise<Float32Array> => {
    const { image } = await decoder(p)((session) => session.run(feeds));
    return (image.data as Float32Array).map((v) => Math.min(1, Math.max(0, v / 2 + 0.5)));
  };
  const pixels = await run(precision);
  if (precision === 'fp32' || pixels.every(Number.isFinite)) return { pixels };
  return { pixels: await run('fp32'), notice: { code: 'decodedInFp32' } };
}

/** Previews at a steady pace, by the pack's matrix or one fitted to the first image that was decoded. */
function createPreview(
  { pack, previews }: Models,
  [channels, height, width]: readonly [number, number, number],
  onProgress: ((progress: Progress) => void) | undefined,
): {
  step: (done: number, total: number, original: () => Float32Array) => void;
  learn: (latents: Float32Array, pixels: Float32Array) => void;
} {
  let shown = -Infinity;
  const latent = (data: Float32Array): Latent => ({ data, channels, height, width });
  const map = (): PreviewMatrix | undefined => pack.settings.preview ?? previews.fitted;
  return {
    step: (done, total, original) => {
      const matrix = map();
      const due = matrix !== undefined && performance.now() - shown >= previewIntervalMs;
      if (due) shown = performance.now();
      onProgress?.({ stage: 'paint', done, total, ...(due && { preview: latentPreview(latent(original()), matrix) }) });
    },
    learn: (latents, pixels) => {
      // The map speaks of the decoder's own −1 to 1.
      if (map() === undefined)
        previews.fitted = fitPreview(
          latent(latents),
          pixels.map((v) => 2 * v - 1),
        );
    },
  };
}

function concat(a: Float32Array, b: Float32Array): Float32Array {
  const joined = new Float32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

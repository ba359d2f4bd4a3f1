import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '../errors.js';
import { vaeFactor } from '../models/vaeConfig.js';
import { torchGenerator } from '../runtime/random.js';
import { denoise, OverflowError } from '../sampling/denoise.js';
import { guidanceEmbedding, isGuided } from '../sampling/guidance.js';
import { samplers } from '../sampling/samplers.js';
import { noiseSchedule } from '../sampling/schedule.js';
import { seedsOf, variedGenerator } from '../sampling/variation.js';
import type { Notice, Recipe, RequestOptions, Variation } from '../types.js';
import type { Conditioning } from './conditioning.js';
import { decodeLatents } from './decode.js';
import type { Models, WithSession } from './models.js';
import { createPreviews } from './previews.js';
import { encodeForStart, skippedSteps } from './start.js';

/** An image that was painted: its latents [C,h,w] and pixels [3,H,W], 0 to 1. */
export interface GeneratedImage {
  readonly seed: number;
  readonly variations?: readonly Variation[];
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
  /** The picture to start from, [3,H,W] in 0 to 1 in the recipe's size; the recipe says how much of it is kept. */
  readonly start?: Float32Array;
}

/**
 * Draws a recipe's images from text states: noise, the U-Net's steps, the VAE's decoder. One image after another, each as a batch of
 * two where guided, so that memory does not grow with their number. One whose U-Net overflows in fp16 is drawn again in fp32 from its
 * noise on, so that its pixels do not depend on the step.
 */
export async function generateImages(
  models: Models,
  recipe: Recipe,
  conditioning: Pick<Conditioning, 'states' | 'negative' | 'embeddings'>,
  { signal, onProgress, start }: GenerateOptions = {},
): Promise<GenerationResult> {
  const { pack } = models;
  const { in_channels: channels, time_cond_proj_dim: guidanceWidth, cross_attention_dim: width } = pack.unet.config;
  const factor = vaeFactor(pack.vae.config);
  const shape = [channels, recipe.height / factor, recipe.width / factor] as const;
  const guided = isGuided(recipe.guidance, typeof guidanceWidth === 'number');
  const schedule = noiseSchedule(pack.scheduler);
  const previews = createPreviews(models, shape, onProgress);
  // Outside the interval of guidance the prompt's alone.
  const alone = conditions(conditioning, recipe, { guided: false, width });
  const both = guided ? conditions(conditioning, recipe, { guided, width }) : alone;
  const guidance =
    typeof guidanceWidth === 'number'
      ? { guidance: { data: guidanceEmbedding(recipe.guidance, guidanceWidth), dims: [1, guidanceWidth] } }
      : {};

  const skip = recipe.start ? skippedSteps(recipe.steps, recipe.start.keep) : 0;
  const drawStart = start && (await encodeForStart(models, start, recipe));
  const samplerOptions = { skip, ...(recipe.spacing && { spacing: recipe.spacing }) };

  const draw = (unet: WithSession, i: number): Promise<Float32Array> => {
    const { seed, variations = [] } = seedsOf(recipe, i);
    const generator = torchGenerator(seed);
    const drawn = drawStart?.(generator);
    return unet((session) =>
      denoise({
        unet: async (x, timestep) => {
          const batch = x.length / (shape[0] * shape[1] * shape[2]);
          const out = await session.run({
            latents: { data: x, dims: [batch, ...shape] },
            timesteps: { data: new Float32Array(batch).fill(timestep), dims: [batch] },
            ...(batch === 2 ? both : alone),
            ...guidance,
          });
          return out.sample.data as Float32Array;
        },
        sampler: samplers[recipe.sampler](schedule, recipe.steps, samplerOptions),
        guidance: recipe.guidance,
        guided,
        ...(recipe.guidanceInterval && { interval: recipe.guidanceInterval }),
        shape,
        generators: [variedGenerator(generator, variations)],
        ...(drawn && { start: drawn }),
        ...(signal && { signal }),
        onStep: (done, total, original) => previews.step(i * total + done, recipe.count * total, original),
      }),
    );
  };

  const { tokenDownsampling } = recipe;
  const form = { ...(tokenDownsampling && { tokenDownsampling }) };
  const images: GeneratedImage[] = [];
  const notices: Notice[] = [];
  const ms = { paint: 0, decode: 0 };
  for (let i = 0; i < recipe.count; i++) {
    const started = performance.now();
    const latents = await draw(models.unet(form), i).catch((error: unknown) => {
      if (models.precision !== 'fp16' || !(error instanceof OverflowError)) throw error;
      notices.push({ code: 'paintedInFp32' });
      return draw(models.unet({ ...form, precision: 'fp32' }), i);
    });
    const painted = performance.now();
    onProgress?.({ stage: 'decode' });
    const { pixels, notice } = await decodeLatents(models, latents, shape, recipe.decoder);
    if (notice) notices.push(notice);
    previews.learn(latents, pixels);
    images.push({ ...seedsOf(recipe, i), latents, pixels });
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

function concat(a: Float32Array, b: Float32Array): Float32Array {
  const joined = new Float32Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

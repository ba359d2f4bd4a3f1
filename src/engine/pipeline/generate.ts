import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '../errors.js';
import { vaeFactor } from '../models/vaeConfig.js';
import { torchGenerator } from '../runtime/random.js';
import { concatenate, split } from '../sampling/concatenate.js';
import { combined, denoise, OverflowError } from '../sampling/denoise.js';
import { isGuided } from '../sampling/guidance.js';
import { createRepulsion, isRepelled, repulsionSteering } from '../sampling/repulsion.js';
import { samplers } from '../sampling/samplers.js';
import { noiseSchedule } from '../sampling/schedule.js';
import { seedsOf, variedGenerator } from '../sampling/variation.js';
import type { Notice, Recipe, RequestOptions, Variation } from '../types.js';
import { drawBatch } from './batches.js';
import { clipSteering } from './clipGuidance.js';
import type { ClipGuidance } from './clipGuidance.js';
import { decodeLatents } from './decode.js';
import type { Models, WithSession } from './models.js';
import { createPreviews } from './previews.js';
import { encodeForStart, skippedSteps } from './start.js';
import { unetFeeds } from './unetFeeds.js';
import type { UnetConditioning } from './unetFeeds.js';

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
  /** How many went through the U-Net at once, at most. */
  readonly batch: number;
  /** Milliseconds in the denoising loop and in the decoder. */
  readonly ms: { readonly paint: number; readonly decode: number };
}

export interface GenerateOptions extends RequestOptions {
  /** Gets each image when it is decoded; the next one waits for it. */
  readonly onImage?: (image: GeneratedImage) => Promise<void>;
  /** The picture to start from, [3,H,W] in 0 to 1 in the recipe's size; the recipe says how much of it is kept. */
  readonly start?: Float32Array;
  readonly clipGuidance?: ClipGuidance;
}

/**
 * Draws a recipe's images from text states: noise, the U-Net's steps, the VAE's decoder. As many at once as `imagesAtOnce` says, each from its
 * own noise as if it were alone. One whose U-Net overflows in fp16 is drawn again in fp32 from its noise on, so that its pixels depend
 * neither on the step nor on other images.
 * @param conditioning one for all images, or one for each
 */
export async function generateImages(
  models: Models,
  recipe: Recipe,
  conditioning: UnetConditioning | readonly UnetConditioning[],
  { signal, onProgress, onImage, start, clipGuidance }: GenerateOptions = {},
): Promise<GenerationResult> {
  const { pack } = models;
  const { in_channels: channels, time_cond_proj_dim: guidanceWidth } = pack.unet.config;
  const factor = vaeFactor(pack.vae.config);
  const shape = [channels, recipe.height / factor, recipe.width / factor] as const;
  const guided = isGuided(recipe.guidance, typeof guidanceWidth === 'number');
  const schedule = noiseSchedule(pack.scheduler);
  const previews = createPreviews(models, shape, onProgress);

  const skip = recipe.start ? skippedSteps(recipe.steps, recipe.start.keep) : 0;
  const drawStart = start && (await encodeForStart(models, start, recipe));
  const samplerOptions = { skip, ...(recipe.spacing && { spacing: recipe.spacing }) };

  const repel = isRepelled(recipe) ? createRepulsion(recipe.diversity ?? 0, recipe.steps - skip) : undefined;
  const conditioningOf = (number: number): UnetConditioning =>
    'states' in conditioning ? conditioning : conditioning[number];

  /** The latents of images, by their numbers. */
  const draw = async (unet: WithSession, numbers: readonly number[]): Promise<Float32Array[]> => {
    const seeds = numbers.map((i) => seedsOf(recipe, i));
    const generators = seeds.map(({ seed }) => torchGenerator(seed));
    const starts = drawStart && concatenate(generators.map(drawStart));
    const steer = combined([
      clipGuidance &&
        clipSteering(
          models,
          recipe,
          clipGuidance,
          numbers.map((number, i) => ({ number, seed: seeds[i].seed })),
        ),
      repel && repulsionSteering(repel, numbers),
    ]);
    const feeds = unetFeeds(pack.unet.config, recipe, numbers.map(conditioningOf));
    const latents = await unet((session) =>
      denoise({
        unet: async (x, timestep) => {
          const rows = x.length / (shape[0] * shape[1] * shape[2]);
          const out = await session.run({
            latents: { data: x, dims: [rows, ...shape] },
            timesteps: { data: new Float32Array(rows).fill(timestep), dims: [rows] },
            // Outside the interval of guidance the prompt's alone.
            ...feeds(rows > numbers.length),
          });
          return out.sample.data as Float32Array;
        },
        sampler: samplers[recipe.sampler](schedule, recipe.steps, samplerOptions),
        guidance: recipe.guidance,
        guided,
        ...(recipe.guidanceInterval && { interval: recipe.guidanceInterval }),
        shape,
        generators: generators.map((generator, i) => variedGenerator(generator, seeds[i].variations ?? [])),
        ...(starts && { start: starts }),
        ...(steer && { steer }),
        ...(signal && { signal }),
        onStep: (done, total, originals) =>
          previews.step(numbers[0] * total + done * numbers.length, recipe.count * total, originals),
      }),
    );
    return split(latents, numbers.length);
  };

  const { tokenDownsampling } = recipe;
  const form = { ...(tokenDownsampling && { tokenDownsampling }) };
  const notices: Notice[] = [];
  const drawTogether = (numbers: readonly number[]): Promise<Float32Array[]> =>
    draw(models.unet(form), numbers).catch((error: unknown) => {
      if (numbers.length > 1 || models.precision !== 'fp16' || !(error instanceof OverflowError)) throw error;
      notices.push({ code: 'paintedInFp32' });
      return draw(models.unet({ ...form, precision: 'fp32' }), numbers);
    });

  const images: GeneratedImage[] = [];
  const ms = { paint: 0, decode: 0 };
  let batch = 1;
  while (images.length < recipe.count) {
    const started = performance.now();
    const drawn = await drawBatch(models, recipe, images.length, drawTogether);
    batch = Math.max(batch, drawn.size);
    ms.paint += performance.now() - started;
    for (const latents of drawn.latents) {
      const painted = performance.now();
      onProgress?.({ stage: 'decode' });
      const { pixels, notice } = await decodeLatents(models, latents, shape, recipe.decoder);
      if (notice) notices.push(notice);
      previews.learn(latents, pixels);
      images.push({ ...seedsOf(recipe, images.length), latents, pixels });
      ms.decode += performance.now() - painted;
      await yieldToEventLoop(signal);
      await onImage?.(images[images.length - 1]);
    }
  }
  return { images, notices, batch, ms };
}

/** Lets the event loop turn. @throws CancelledError when the request was cancelled meanwhile */
export async function yieldToEventLoop(signal: AbortSignal | undefined): Promise<void> {
  await setImmediate();
  if (signal?.aborted) throw new CancelledError('cancelled');
}

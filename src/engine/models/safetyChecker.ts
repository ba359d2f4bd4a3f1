import { z } from 'zod';
import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';
import type { Scope } from '../weights/scope.js';
import { clipVision, clipVisionConfig } from './clipVision.js';

/** What is read of safety_checker/config.json, with transformers' defaults. */
export const safetyCheckerConfig = z.object({
  projection_dim: z.int().positive().default(512),
  vision_config: clipVisionConfig.prefault({}),
});
export type SafetyCheckerConfig = z.infer<typeof safetyCheckerConfig>;

/** As many as Stable Diffusion's checker knows. */
export const conceptCounts = { special: 3, concepts: 17 } as const;

/**
 * Stable Diffusion's safety checker (diffusers' StableDiffusionSafetyChecker): a CLIP vision model, and what a picture must not be near to.
 * `pixels` [3,S,S], preprocessed → `special` [1,3] and `concepts` [1,17]: cosines of the picture's embedding to those of the concepts.
 */
export function safetyCheckerProgram(config: SafetyCheckerConfig, scope: Scope): Program {
  const { projection_dim: width, vision_config: vision } = config;
  const pixels = input('pixels', [3, vision.image_size, vision.image_size]);
  // Files of transformers before its version 5 have the name twice.
  const nested = scope.at('vision_model', 'vision_model');
  const model = nested.at('embeddings').has('class_embedding') ? nested : scope.at('vision_model');
  const picture = unit(clipVision(vision, scope, width, pixels, model));
  const cosines = (name: string, count: number): Tensor =>
    o.gemm(picture, unit(scope.get(name, [count, width])), { transB: true });
  return {
    inputs: [pixels],
    outputs: {
      special: cosines('special_care_embeds', conceptCounts.special),
      concepts: cosines('concept_embeds', conceptCounts.concepts),
    },
  };
}

/** Rows [n,d] of length 1. */
function unit(rows: Tensor): Tensor {
  return o.div(rows, o.sqrt(o.reduceSum(o.mul(rows, rows), [1])));
}

/** Of a picture: cosines to the concepts, and from which on each is too near. */
export interface ConceptCosines {
  readonly special: ArrayLike<number>;
  readonly concepts: ArrayLike<number>;
}

/** One that is near to a special concept is judged more strictly by so much. */
const strictness = 0.01;

/** Whether a picture is to be held back: diffusers' rule, its rounding to three decimals included. */
export function isFlagged(cosines: ConceptCosines, thresholds: ConceptCosines): boolean {
  const exceeds = (kind: keyof ConceptCosines, more: number): boolean =>
    Array.from(cosines[kind]).some((cosine, i) => Math.round((cosine - thresholds[kind][i] + more) * 1000) > 0);
  return exceeds('concepts', exceeds('special', 0) ? strictness : 0);
}

import { grad } from '../graph/grad.js';
import type { Program } from '../graph/onnx.js';
import * as o from '../graph/ops.js';
import { constant, input } from '../graph/tensor.js';
import type { Tensor } from '../graph/tensor.js';

/** The models that noiseless latents are seen through. */
export interface ClipGuidanceModels {
  /** Channels of the latents. */
  readonly channels: number;
  /** Latents [1,C,h,w] as the U-Net has them → the picture [1,3,H,W], about −1 to 1. */
  readonly decode: (latents: Tensor) => Tensor;
  /** Preprocessed pixels [3,S,S] → the image embedding [1,projection], raw. */
  readonly vision: (pixels: Tensor) => Tensor;
  readonly side: number;
  readonly projection: number;
  /** CLIP's preprocessing of channels, for values of 0 to 1. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * How far a picture is from a target in CLIP's space, 1 − cos(u, t), and the gradient of that with respect to its noiseless latents; the
 * U-Net has no part in it (MPGD, He et al. 2023, arXiv 2311.16424). Inputs: `latents` [1,C,h,w]; `rows` [S,H] and `columns` [W,S], the
 * matrices that resize what is seen of the picture to the vision tower's side; `target` [1,projection], of unit length. Outputs: `loss` []
 * and `gradient` [1,C,h,w].
 */
export function clipGuidanceProgram(models: ClipGuidanceModels): Program {
  const { channels, decode, vision, side, projection, mean, std } = models;
  const latents = input('latents', [1, channels, 'h', 'w']);
  const target = input('target', [1, projection]);
  const image = decode(latents);
  const [rows, columns] = [input('rows', [side, image.shape[2]]), input('columns', [image.shape[3], side])];
  const seen = o.matmul(o.matmul(rows, o.div(o.add(image, 1), 2)), columns);
  const [shift, scale] = [mean, std].map((values) => constant(values, [1, 3, 1, 1]));
  const embedding = vision(o.reshape(o.div(o.sub(seen, shift), scale), [3, side, side]));
  const length = o.sqrt(o.reduceSum(o.mul(embedding, embedding), [1]));
  const cosine = o.div(o.reduceSum(o.mul(embedding, target), [1]), length);
  const loss = o.reshape(o.sub(1, cosine), []);
  return { inputs: [latents, rows, columns, target], outputs: { loss, gradient: grad(loss, [latents])[0] } };
}

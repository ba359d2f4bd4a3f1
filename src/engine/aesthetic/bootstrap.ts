import { createHash } from 'node:crypto';
import { uniformGenerator } from '../runtime/random.js';
import type { AestheticTarget, DiversityMethod, ImageVectors, Variation } from '../types.js';
import { contrastVector, meanVector } from './embedding.js';

/** What tells a picture of a request from the others. */
export interface PictureSeeds {
  readonly seed: number;
  readonly variations?: readonly Variation[];
}

/**
 * One draw of the Bayesian bootstrap (Rubin 1981): weights of as many images as there are priors, proportional to πᵢ·Eᵢ for standard exponential Eᵢ.
 * With equal priors it is Dirichlet(1, …, 1). They sum to 1.
 * @param uniform draws from 0 to 1, 1 excluded
 */
export function bootstrapWeights(priors: readonly number[], uniform: () => number): number[] {
  return shares(priors.map((prior) => -prior * Math.log(1 - uniform())));
}

/**
 * The aesthetic as one picture of a request aims at it: its images weighted by (1 − d)·π + d·w, for its own weights π and a draw w of the bootstrap
 * that the picture's seeds decide; at d = 0 it is the aesthetic itself. Both CLIPs take the same weights.
 * @param diversity d, 0 to 1
 */
export function bootstrapTarget(
  target: AestheticTarget & Required<Pick<AestheticTarget, 'source'>>,
  diversity: number,
  seeds: PictureSeeds,
): AestheticTarget {
  const { source, second } = target;
  const priors = shares(source.weights ?? source.images.map(() => 1));
  const drawn = bootstrapWeights(priors, uniformGenerator(drawSeed('bootstrap', seeds)));
  const weights = priors.map((prior, i) => (1 - diversity) * prior + diversity * drawn[i]);
  const vectorOf = ({ images, reference }: ImageVectors): Float32Array =>
    target.kind === 'contrast' && reference ? contrastVector(images, reference, weights) : meanVector(images, weights);
  return {
    ...target,
    vector: vectorOf(source),
    ...(second && source.second && { second: vectorOf(source.second) }),
  };
}

const shares = (weights: readonly number[]): number[] => {
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
};

/** What a picture's draws of a method are seeded with: a hash, so that they have nothing to do with the noise of the same seed. */
export function drawSeed(method: DiversityMethod, { seed, variations = [] }: PictureSeeds): number {
  const text = JSON.stringify([method, seed, ...variations.map((one) => [one.seed, one.strength])]);
  return createHash('sha256').update(text).digest().readUInt32LE();
}

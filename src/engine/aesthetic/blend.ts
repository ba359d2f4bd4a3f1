import { UserError } from '../errors.js';
import { checkLength, lengthOf, normalise } from './embedding.js';
import type { Aesthetic, SecondVectors } from './embedding.js';

export interface Part {
  readonly aesthetic: Aesthetic;
  /** May be negative: away from it. */
  readonly weight: number;
}

/**
 * A weighted sum of unit vectors. It is a contrast if a part is or a weight is negative, and keeps no images. Of a second CLIP it has what all parts have.
 * @throws UserError when parts were made with different CLIPs, a weight is no number, or they cancel out
 */
export function blend(parts: readonly Part[], name: string): Aesthetic {
  const first = parts[0]?.aesthetic;
  if (parts.length === 0) throw new UserError('a blend needs at least one aesthetic');
  const clipIds = new Set(parts.flatMap(({ aesthetic: { clipId } }) => clipId ?? []));
  for (const { aesthetic } of parts) checkLength(first.vector, aesthetic.vector, aesthetic.name);
  if (clipIds.size > 1)
    throw new UserError(`${parts.map(({ aesthetic }) => aesthetic.name).join(', ')} were made with different CLIPs`);
  for (const { aesthetic, weight } of parts)
    if (!Number.isFinite(weight)) throw new UserError(`the weight of ${aesthetic.name} is ${weight}`);

  const weights = parts.map(({ weight }) => weight);
  const vector = weightedSum(
    parts.map(({ aesthetic }) => aesthetic.vector),
    weights,
  );
  if (!vector) throw new UserError({ code: 'blendCancels' });
  const second = blendSecond(
    parts.map(({ aesthetic }) => aesthetic.second),
    weights,
  );
  const contrast = parts.some(({ aesthetic, weight }) => aesthetic.kind === 'contrast' || weight < 0);
  const [clipId] = clipIds;
  return {
    name,
    kind: contrast ? 'contrast' : 'mean',
    vector,
    count: parts.reduce((sum, { aesthetic }) => sum + aesthetic.count, 0),
    ...(clipIds.size === 1 && { clipId }),
    ...(second && { second }),
  };
}

/** Undefined where a part has none, they are of different CLIPs, or they cancel out. */
function blendSecond(
  parts: readonly (SecondVectors | undefined)[],
  weights: readonly number[],
): SecondVectors | undefined {
  const known = parts.filter((part) => part !== undefined);
  const lengths = new Set(known.map(({ vector }) => vector.length));
  const clipIds = new Set(known.flatMap(({ clipId }) => clipId ?? []));
  if (known.length < parts.length || lengths.size !== 1 || clipIds.size > 1) return undefined;
  const vector = weightedSum(
    known.map((part) => part.vector),
    weights,
  );
  const [clipId] = clipIds;
  return vector && { vector, ...(clipIds.size === 1 && { clipId }) };
}

/** Σ wᵢ·vᵢ/|vᵢ|; undefined where they cancel out. */
function weightedSum(vectors: readonly Float32Array[], weights: readonly number[]): Float32Array | undefined {
  const units = vectors.map(normalise);
  const sum = vectors[0].map((_, i) => units.reduce((total, unit, k) => total + weights[k] * unit[i], 0));
  // Rounding leaves about 1e-7 where they cancel exactly.
  return lengthOf(sum) < 1e-5 ? undefined : sum;
}

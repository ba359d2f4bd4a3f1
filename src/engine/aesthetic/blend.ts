import { UserError } from '../errors.js';
import { checkLength, lengthOf, normalise } from './embedding.js';
import type { Aesthetic } from './embedding.js';

export interface Part {
  readonly aesthetic: Aesthetic;
  /** May be negative: away from it. */
  readonly weight: number;
}

/**
 * A weighted sum of unit vectors. It is a contrast if a part is or a weight is negative, and keeps no images.
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

  const units = parts.map(({ aesthetic }) => normalise(aesthetic.vector));
  const vector = first.vector.map((_, i) => parts.reduce((sum, { weight }, k) => sum + weight * units[k][i], 0));
  // Rounding leaves about 1e-7 where parts cancel exactly.
  if (lengthOf(vector) < 1e-5) throw new UserError({ code: 'blendCancels' });
  const contrast = parts.some(({ aesthetic, weight }) => aesthetic.kind === 'contrast' || weight < 0);
  const [clipId] = clipIds;
  return {
    name,
    kind: contrast ? 'contrast' : 'mean',
    vector,
    count: parts.reduce((sum, { aesthetic }) => sum + aesthetic.count, 0),
    ...(clipIds.size === 1 && { clipId }),
  };
}

import type { SecondVectors } from '../../../engine/index.js';
import { ownBytes, vectorBytes, vectorOf } from '../../database/vectors.js';

/** The columns of a version that hold what it has of the CLIP of a second text encoder. */
interface SecondColumns {
  readonly secondVector: Uint8Array | null;
  readonly secondReference: Uint8Array | null;
  readonly secondClipId: string | null;
}

interface SecondOfImage {
  readonly secondVector: Uint8Array | null;
}

/** What a version has of a second CLIP, with its images' vectors where they are given and all have one. */
export function secondOf(row: SecondColumns, images: readonly SecondOfImage[] = []): SecondVectors | undefined {
  if (row.secondVector === null) return undefined;
  return { vector: vectorOf(row.secondVector), ...secondIngredients(row, images) };
}

/** The same without its vector, which it may have lost: what another is made of. */
export function secondIngredients(
  { secondReference, secondClipId }: SecondColumns,
  images: readonly SecondOfImage[],
): Omit<SecondVectors, 'vector'> {
  const vectors = images.flatMap(({ secondVector }) => (secondVector ? [vectorOf(secondVector)] : []));
  return {
    ...(images.length > 0 && vectors.length === images.length && { images: vectors }),
    ...(secondReference && { reference: vectorOf(secondReference) }),
    ...(secondClipId !== null && { clipId: secondClipId }),
  };
}

/** Columns as they are written. */
export function secondColumns(second: SecondVectors | undefined) {
  return {
    secondVector: second ? ownBytes(vectorBytes(second.vector)) : null,
    secondReference: second?.reference ? ownBytes(vectorBytes(second.reference)) : null,
    secondClipId: second?.clipId ?? null,
  };
}

import { UserError } from '../errors.js';
import type { AestheticKind, TargetSource } from '../types.js';

/** A taste as one vector, with what it was made from where that is kept. Values are raw CLIP embeddings [d], never normalised. */
export interface Aesthetic {
  readonly name: string;
  readonly kind: AestheticKind;
  /** The mean of the images, or that mean minus the reference. */
  readonly vector: Float32Array;
  /** Of each image, so that adding and removing are exact; absent in imported vectors and blends. */
  readonly images?: readonly Float32Array[];
  /** What a contrast is taken against. */
  readonly reference?: Float32Array;
  /** What each image counts; absent: all the same. */
  readonly weights?: readonly number[];
  /** Images that went in. */
  readonly count: number;
  readonly clipId?: string;
  readonly note?: string;
  /** The same for the second text model of Stable Diffusion XL; absent: that one is not personalised. */
  readonly second?: SecondVectors;
}

/** What an aesthetic holds of a second CLIP: of the same images, with the same kind and weights, in another space [d₂]. */
export interface SecondVectors {
  readonly vector: Float32Array;
  /** In the order of the aesthetic's own. */
  readonly images?: readonly Float32Array[];
  readonly reference?: Float32Array;
  readonly clipId?: string;
}

/** The raw mean of image embeddings, as the paper's authors take it, or their weighted mean. K×[d] → [d]. @throws UserError */
export function meanVector(images: readonly Float32Array[], weights?: readonly number[]): Float32Array {
  checkImages(images);
  const w = weights ?? images.map(() => 1);
  const total = w.reduce((a, b) => a + b, 0);
  if (w.length !== images.length || !w.every((x) => Number.isFinite(x) && x >= 0) || total === 0)
    throw new UserError(`${images.length} images need as many weights of 0 or more, not all 0: got ${w.join(', ')}`);
  // Sums in float64, so that the order of images does not matter and removing undoes adding.
  return Float32Array.from(images[0], (_, i) => images.reduce((sum, v, k) => sum + w[k] * v[i], 0) / total);
}

/**
 * The mean of the images minus a reference mean. CLIP embeddings of all images share a large part (two dimensions of ViT-L/14 hold
 * 38 to 69 % of a mean's energy); the difference is what is peculiar to these. The paper's own LAION₇₊ vector is such a one.
 */
export function contrastVector(
  images: readonly Float32Array[],
  reference: Float32Array,
  weights?: readonly number[],
): Float32Array {
  const mean = meanVector(images, weights);
  checkLength(mean, reference, 'the reference');
  return mean.map((v, i) => v - reference[i]);
}

/** v / |v|. @throws UserError when v is zero or holds a number that is not finite */
export function normalise(v: Float32Array): Float32Array {
  const norm = lengthOf(v);
  if (!(norm > 0 && norm < Infinity)) throw new UserError(`a vector of length ${norm} has no direction`);
  return v.map((x) => x / norm);
}

/** Euclidean length. A loop: vectors from strangers may be longer than a call takes arguments. */
export function lengthOf(v: Float32Array): number {
  return Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
}

/** Cosine of the angle between two vectors [d]. @throws UserError when one has no direction or their lengths differ */
export function cosine(a: Float32Array, b: Float32Array): number {
  checkLength(a, b, 'the other vector');
  const dot = a.reduce((sum, x, i) => sum + x * b[i], 0);
  const norms = lengthOf(a) * lengthOf(b);
  if (!(norms > 0 && norms < Infinity)) throw new UserError('a cosine to a vector without a direction');
  return dot / norms;
}

/** What a new aesthetic is made of. */
export type Ingredients = Pick<Aesthetic, 'name' | 'kind' | 'clipId' | 'note' | 'reference' | 'weights'> & {
  readonly images: readonly Float32Array[];
  /** The same images by a second CLIP. */
  readonly second?: Required<Pick<SecondVectors, 'images'>> & Pick<SecondVectors, 'reference' | 'clipId'>;
};

/**
 * An aesthetic from image embeddings; by a second CLIP, too, where that is given, but for a contrast without its reference.
 * @throws UserError for a contrast without a reference, saying why it needs one
 */
export function makeAesthetic({ second, ...given }: Ingredients): Aesthetic {
  const { kind, images, reference, weights } = given;
  if (kind === 'contrast' && !reference) throw new UserError({ code: 'noReference' });
  const vectorOf = (of: readonly Float32Array[], from: Float32Array | undefined): Float32Array =>
    kind === 'contrast' && from ? contrastVector(of, from, weights) : meanVector(of, weights);
  const whole = second && (kind === 'mean' || second.reference) && second.images.length === images.length;
  return {
    ...given,
    vector: vectorOf(images, reference),
    count: images.length,
    ...(whole && { second: { ...second, vector: vectorOf(second.images, second.reference) } }),
  };
}

/**
 * The same with more images, each of weight 1: exactly what `makeAesthetic` gives for all of them. `second`: the same images by the second CLIP;
 * without them, what the aesthetic holds of that one is left out.
 */
export function addImages(
  aesthetic: Aesthetic,
  images: readonly Float32Array[],
  second: readonly Float32Array[] = [],
): Aesthetic {
  const { weights } = aesthetic;
  return remade(aesthetic, {
    images: [...keptImages(aesthetic), ...images],
    second: aesthetic.second?.images && [...aesthetic.second.images, ...second],
    weights: weights && [...weights, ...images.map(() => 1)],
  });
}

/** The same without image `index`, counting from 0. @throws UserError for the last image, or one that is not there */
export function removeImage(aesthetic: Aesthetic, index: number): Aesthetic {
  const images = keptImages(aesthetic);
  if (!(index in images)) throw new UserError(`${aesthetic.name} has no image ${index + 1}; it has ${images.length}`);
  if (images.length === 1) throw new UserError({ code: 'lastImage', params: { name: aesthetic.name } });
  const others = <T>(list: readonly T[]): T[] => list.filter((_, i) => i !== index);
  const { weights, second } = aesthetic;
  return remade(aesthetic, {
    images: others(images),
    second: second?.images && others(second.images),
    weights: weights && others(weights),
  });
}

/** The same images, some counting for more than others. */
export function weightImages(aesthetic: Aesthetic, weights: readonly number[]): Aesthetic {
  return remade(aesthetic, { images: keptImages(aesthetic), second: aesthetic.second?.images, weights });
}

/** The aesthetic of other images; `second`: the same by its second CLIP. */
function remade(
  { second: before, ...aesthetic }: Aesthetic,
  given: {
    readonly images: readonly Float32Array[];
    readonly second: readonly Float32Array[] | undefined;
    /** Undefined: as they are. */
    readonly weights: readonly number[] | undefined;
  },
): Aesthetic {
  const { images, second, weights } = given;
  return makeAesthetic({
    ...aesthetic,
    images,
    ...(weights && { weights }),
    ...(before && second && { second: { ...before, images: second } }),
  });
}

/** What an aesthetic's vector was made from, as a request takes it; undefined where its images were not kept. */
export function sourceOf({ images, reference, weights, second }: Aesthetic): TargetSource | undefined {
  return (
    images && {
      images,
      ...(reference && { reference }),
      ...(weights && { weights }),
      ...(second?.images && {
        second: { images: second.images, ...(second.reference && { reference: second.reference }) },
      }),
    }
  );
}

function keptImages({ name, images }: Aesthetic): readonly Float32Array[] {
  if (images) return images;
  throw new UserError({ code: 'vectorAlone', params: { name } });
}

function checkImages(images: readonly Float32Array[]): void {
  if (images.length === 0) throw new UserError('an aesthetic needs at least one image');
  for (const v of images) checkLength(images[0], v, 'an image embedding');
  if (!images.every((v) => v.every(Number.isFinite)))
    throw new UserError('an image embedding holds numbers that are not finite');
}

/** @throws UserError, which calls `b` by `name`, when it has another length */
export function checkLength(a: Float32Array, b: Float32Array, name: string): void {
  if (a.length !== b.length)
    throw new UserError({ code: 'otherVectorLength', params: { name, length: b.length, expected: a.length } });
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CheckpointError } from '../errors.js';
import type { AestheticKind } from '../types.js';
import { readNpyVector } from '../weights/npy.js';
import { readTorchLinear } from '../weights/torchPickle.js';
import { checkLength, meanVector, normalise } from './embedding.js';

/**
 * What belongs to Gallego 2022 and fits OpenAI's CLIP ViT-L/14 alone. src/engine/aesthetic and dist/engine/aesthetic lie equally deep.
 * Licences: assets/paper/LICENSES.md.
 */
const folder = fileURLToPath(new URL('../../../assets/paper/', import.meta.url));
export const ratingsFolder = join(folder, 'ratings');

interface PaperAesthetic {
  readonly name: string;
  readonly kind: AestheticKind;
  /** Absolute path. */
  readonly file: string;
  readonly note: string;
}

const licence = 'Gallego 2022, CreativeML Open RAIL-M';
const aesthetic = (name: string, kind: AestheticKind, of: string): PaperAesthetic => ({
  name,
  kind,
  file: join(folder, 'aesthetics', `${name}.pt`),
  note: `${of} (${licence})`,
});

/**
 * The vectors of the authors' repository. The paper calls all of them means; the two of ratings are contrasts: laion_7plus is exactly
 * `bucketContrast`, and sac_8plus has the same short length and lacks what all images share.
 */
export const paperAesthetics: readonly PaperAesthetic[] = [
  aesthetic('aivazovsky', 'mean', 'three seascapes of Ivan Aivazovsky'),
  aesthetic('cloudcore', 'mean', 'pictures of clouds'),
  aesthetic('gloomcore', 'mean', 'gloomy pictures'),
  aesthetic('glowwave', 'mean', 'glowing pictures'),
  aesthetic('fantasy', 'mean', '2,000 fantasy pictures of high aesthetic score'),
  aesthetic('flower_plant', 'mean', '2,000 pictures of plants and flowers of high aesthetic score'),
  aesthetic('laion_7plus', 'contrast', 'LAION pictures of a score of 7 and more, against low ones'),
  aesthetic('sac_8plus', 'contrast', 'Simulacra pictures rated 8 and more, against others'),
];

/** The pictures that aivazovsky.pt is the mean of, by which a CLIP is known to be the paper's. */
export async function aivazovskyPictures(): Promise<string[]> {
  const pictures = join(folder, 'pictures');
  return (await readdir(pictures)).sort().map((file) => join(pictures, file));
}

/** The ten mean embeddings of LAION's images by the score of their aesthetic head, 0 to 1 first. @throws CheckpointError */
export function readRatingBuckets(of: string = ratingsFolder): Promise<Float32Array[]> {
  return Promise.all(
    Array.from({ length: 10 }, async (_, rating) => {
      const name = `rating${rating}.npy`;
      const bytes = await readFile(join(of, name)).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new CheckpointError(`the ratings are ten files, rating0.npy to rating9.npy: ${why}`);
      });
      return readNpyVector(bytes, name);
    }),
  );
}

/** What laion_7plus was made of: the buckets from 7 on, against the mean of those from 1 to 3. */
export function bucketContrast(buckets: readonly Float32Array[]): { images: Float32Array[]; reference: Float32Array } {
  return { images: buckets.slice(7, 10), reference: meanVector(buckets.slice(1, 4)) };
}

const heads = {
  /** On normalize(x)·√d, ratings 1 to 10 (simulacra-aesthetic-models). */
  sac: { title: 'SAC head', file: 'sac_public_2022_06_29_vit_l_14_linear.pth', scaled: true },
  /** On normalize(x), ratings 0 to 10 (aesthetic-predictor, V1). */
  laion: { title: 'LAION head', file: 'sa_0_4_vit_l_14_linear.pth', scaled: false },
} as const;

/** A linear predictor of what people rate pictures. Its scores have no bounds and tell more from less. */
export interface ScoreHead {
  readonly name: string;
  readonly title: string;
  /** @param embedding [768], raw, of OpenAI's CLIP ViT-L/14 @throws UserError for another length */
  readonly score: (embedding: Float32Array) => number;
}

/** The heads that judge the paper's Figure 2. */
export function readScoreHeads(): Promise<ScoreHead[]> {
  return Promise.all(
    Object.entries(heads).map(async ([name, { title, file, scaled }]) => {
      const { weight, bias } = readTorchLinear(await readFile(join(folder, 'heads', file)), file);
      return {
        name,
        title,
        score: (embedding: Float32Array) => {
          checkLength(weight, embedding, 'the embedding');
          const unit = normalise(embedding);
          const dot = weight.reduce((sum, w, i) => sum + w * unit[i], 0);
          return (scaled ? Math.sqrt(unit.length) : 1) * dot + bias;
        },
      };
    }),
  );
}

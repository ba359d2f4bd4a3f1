import { join } from 'node:path';
import { readConfig } from '../config/json.js';
import { CheckpointError } from '../errors.js';
import { readPreprocessor } from '../image/preprocessConfig.js';
import type { PreprocessConfig } from '../image/preprocessConfig.js';
import { conceptCounts, safetyCheckerConfig } from '../models/safetyChecker.js';
import type { ConceptCosines, SafetyCheckerConfig } from '../models/safetyChecker.js';
import { openCheckpoint } from '../weights/checkpoint.js';
import type { Checkpoint } from '../weights/checkpoint.js';
import { readTensor } from '../weights/safetensors.js';
import { kinds } from './kinds.js';
import type { ModelKind } from './kinds.js';
import { isFolder } from './paths.js';
import type { PackSettings } from './settings.js';
import { findShared } from './shared.js';

/** Stable Diffusion's safety checker, read as far as is possible without loading its weights. */
export interface SafetyChecker {
  readonly folder: string;
  /** It is of a models folder, for all packs that have none; not the pack's own. */
  readonly shared: boolean;
  readonly config: SafetyCheckerConfig;
  readonly tensors: Checkpoint['tensors'];
  readonly thresholds: ConceptCosines;
  readonly preprocessor: PreprocessConfig;
}

/**
 * The checker of the pack in folder `dir`, or else the one of its kind for all packs, `checker/OWNER--NAME` of a models folder. Undefined where
 * neither is there, each as `safety_checker/` with `feature_extractor/`, which says how pictures are prepared for it; a pack whose pictures are
 * all fit for every channel takes no other's. @throws CheckpointError when it is there and is not what it should be: it is never left out in silence
 */
export async function findSafetyChecker(
  dir: string,
  kind: ModelKind,
  { safe }: Pick<PackSettings, 'safe'>,
): Promise<SafetyChecker | undefined> {
  const own = await checkerIn(dir);
  if (own) return { ...own, shared: false };
  const { checker: repository } = kinds[kind];
  const found = safe || repository === undefined ? undefined : await findShared('checker', repository);
  const shared = found === undefined ? undefined : await checkerIn(found);
  return shared && { ...shared, shared: true };
}

async function checkerIn(dir: string): Promise<Omit<SafetyChecker, 'shared'> | undefined> {
  const [folder, extractor] = [join(dir, 'safety_checker'), join(dir, 'feature_extractor')];
  return (await isFolder(folder)) && (await isFolder(extractor)) ? openSafetyChecker(folder, extractor) : undefined;
}

/**
 * @param folder safety_checker/ of a pack
 * @param extractor feature_extractor/ of it, whose preprocessing the checker takes
 * @throws CheckpointError when a file is missing or is not what it should be
 */
export async function openSafetyChecker(folder: string, extractor: string): Promise<Omit<SafetyChecker, 'shared'>> {
  const [config, { tensors }, preprocessor] = await Promise.all([
    readConfig(join(folder, 'config.json'), safetyCheckerConfig),
    openCheckpoint(folder, 'safety_checker'),
    readPreprocessor(extractor),
  ]);
  const side = config.vision_config.image_size;
  if (preprocessor.height !== side || preprocessor.width !== side)
    throw new CheckpointError(
      `${extractor} makes ${preprocessor.width}x${preprocessor.height} pixels, the safety checker takes ${side}x${side}`,
    );
  const thresholds = async (key: string, count: number): Promise<Float32Array> => {
    const stored = tensors.get(key);
    if (stored?.shape.join() !== String(count))
      throw new CheckpointError(`safety_checker/${key} is missing or not [${count}]`);
    const values = await readTensor(stored);
    if (!values.every(Number.isFinite))
      throw new CheckpointError(`safety_checker/${key} holds numbers that are not finite`);
    return values;
  };
  return {
    folder,
    config,
    tensors,
    thresholds: {
      special: await thresholds('special_care_embeds_weights', conceptCounts.special),
      concepts: await thresholds('concept_embeds_weights', conceptCounts.concepts),
    },
    preprocessor,
  };
}

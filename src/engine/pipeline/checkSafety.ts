import { CheckpointError, UserError } from '../errors.js';
import { preprocessPixels } from '../image/preprocess.js';
import { isFlagged } from '../models/safetyChecker.js';
import type { Models } from './models.js';

/**
 * The verdict of the pack's safety checker on a picture, rgb [height, width, 3]: true is not to be shown to everybody.
 * @throws UserError where the pack has none; CheckpointError where it gives numbers that are not finite, which would pass everything
 */
export async function checkSafety(models: Models, rgb: Uint8Array, width: number, height: number): Promise<boolean> {
  const { checker, settings } = models.pack;
  if (!checker) throw new UserError(`${settings.name} has no safety checker: its pictures cannot be checked`);
  const { image_size: side } = checker.config.vision_config;
  const pixels = await preprocessPixels(rgb, width, height, checker.preprocessor);
  const outputs = await models.checker((session) => session.run({ pixels: { data: pixels, dims: [3, side, side] } }));
  const [special, concepts] = [outputs.special.data as Float32Array, outputs.concepts.data as Float32Array];
  if (![special, concepts].every((cosines) => cosines.every(Number.isFinite)))
    throw new CheckpointError('safety_checker gives numbers that are not finite: its weights are damaged');
  return isFlagged({ special, concepts }, checker.thresholds);
}

import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyPack } from './packCopy.js';

const steps = 4;

/** Pixels of a side of what is painted where nothing else is asked for: half of the demo pack's. */
export const smallSide = 64;

/** Where this run's models folder is, for AESTHETE_MODELS. */
export const fewStepsModels = join(tmpdir(), `aesthete-models-${process.pid}`);

/**
 * Once a run: a models folder whose `demo` is the demo pack with fewer steps and smaller pictures by default. What the bot does with a picture
 * does not depend on how long it was painted, so its tests paint no longer than they must.
 */
export default async function fewSteps(): Promise<() => Promise<void>> {
  const pack = await copyPack('models/demo', join(fewStepsModels, 'demo'));
  await pack.json('pack.json', (settings) => {
    settings['defaults'] = { ...(settings['defaults'] as object), steps, size: [smallSide, smallSide] };
  });
  return () => rm(fewStepsModels, { recursive: true });
}

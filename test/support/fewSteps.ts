import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const steps = 6;

/** Where this run's models folder is, for AESTHETE_MODELS. */
export const fewStepsModels = join(tmpdir(), `aesthete-models-${process.pid}`);

/**
 * Once a run: a models folder whose `demo` is the demo pack with fewer steps by default. What the bot does with a picture does not depend on
 * how long it was painted, so its tests paint no longer than they must.
 */
export default async function fewSteps(): Promise<() => Promise<void>> {
  const pack = join(fewStepsModels, 'demo');
  await cp('models/demo', pack, { recursive: true });
  const file = join(pack, 'pack.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as { defaults: { steps: number } };
  settings.defaults.steps = steps;
  await writeFile(file, JSON.stringify(settings));
  return () => rm(fewStepsModels, { recursive: true });
}

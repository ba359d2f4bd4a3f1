import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { personaliseByAscent } from '../../src/engine/aesthetic/personalise.js';
import { withLoras } from '../../src/engine/pack/lora.js';
import { openPack } from '../../src/engine/pack/pack.js';
import { createConditioner } from '../../src/engine/pipeline/conditioning.js';
import { generateImages } from '../../src/engine/pipeline/generate.js';
import { openModels } from '../../src/engine/pipeline/models.js';
import { goldenMoreCases, goldenMoreDir, loadCase, tensorOf } from './golden.js';
import { recipeOf } from './goldenPipelines.js';
import { expectWithinRounding, perturb } from './illConditioned.js';

/** Tolerances of the golden set's README, relative to the largest value. */
const tolerance = { pipeline: 5e-3, cosine: 2e-5, states: 1e-3 };

/** Every case with every LoRA file of the set: one update in the layouts of several trainers. */
export async function goldenLoraCases(): Promise<[path: string, file: string][]> {
  const cases = await goldenMoreCases('lora');
  const names = await readdir(join(goldenMoreDir, 'lora'));
  const files = names.filter((name) => name.endsWith('.safetensors') && !cases.includes(`lora/${name.slice(0, -12)}`));
  if (files.length === 0) throw new Error(`there is no LoRA in ${goldenMoreDir}/lora`);
  return cases.flatMap((path) => files.map((file): [string, string] => [path, file]));
}

/** Latents painted with the LoRA, and the personalised states of its text encoder; in float32 on the CPU. */
export async function checkLora(path: string, file: string): Promise<void> {
  const golden = await loadCase(path, goldenMoreDir);
  const { pack: folder, scale, goal, n } = golden.meta as Record<'scale' | 'goal' | 'n', number> & { pack: string };
  const plain = await openPack(join(goldenMoreDir, 'models', folder));
  const pack = await withLoras(plain, [{ file: join(goldenMoreDir, 'lora', file), scale }]);
  const models = await openModels(pack, { device: 'cpu', precision: 'fp32' });
  try {
    const recipe = recipeOf(golden, pack.settings.name);
    const conditioning = await createConditioner(models)(recipe, undefined);
    const scheduled = { ...models, pack: { ...pack, scheduler: golden.meta.config as Record<string, unknown> } };
    await expectWithinRounding(
      async (trial) => {
        const perturbed = { ...conditioning, states: perturb(conditioning.states, trial) };
        const { images } = await generateImages(scheduled, recipe, perturbed);
        return { latents: images[0].latents };
      },
      { latents: tensorOf(golden, 'latents').data },
      { latents: tolerance.pipeline },
    );
    const e = tensorOf(golden, 'e').data;
    const sims = tensorOf(golden, 'sims').data;
    await expectWithinRounding(
      async (trial) => {
        const prompt = models.tokenizePrompt(recipe.prompt);
        const target = perturb(e, trial);
        const result = await models.text((session) =>
          personaliseByAscent(session, prompt, target, { kind: 'goal', goal, stepsToGoal: n }),
        );
        return { cosines: result.cosines, states: result.states };
      },
      { cosines: sims, states: tensorOf(golden, 'personalised').data },
      { cosines: tolerance.cosine / Math.max(...sims.map(Math.abs)), states: tolerance.states },
    );
  } finally {
    await models.close();
  }
}

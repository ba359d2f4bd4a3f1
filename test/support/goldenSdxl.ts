import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePlain, personaliseByAdam, personaliseByAscent } from '../../src/engine/aesthetic/personalise.js';
import type { Personalised, PromptTokens } from '../../src/engine/aesthetic/personalise.js';
import { openPack } from '../../src/engine/pack/pack.js';
import type { Pack } from '../../src/engine/pack/pack.js';
import { openModels } from '../../src/engine/pipeline/models.js';
import type { Models, TextTower } from '../../src/engine/pipeline/models.js';
import { sideBySide } from '../../src/engine/pipeline/sideBySide.js';
import { expectClose, goldenMoreDir, loadCase, tensorOf } from './golden.js';
import { expectWithinRounding, perturb } from './illConditioned.js';

/** Tolerances of the golden set's README, relative to the largest value. */
const tolerance = { forward: 1e-4, cosine: 2e-5, states: 1e-3 };

export const openTinySdxl = (): Promise<Pack> => openPack(join(goldenMoreDir, 'models/tiny-sdxl'));

/** Checks the forward pieces of Stable Diffusion XL, in float32 on the CPU. */
export interface GoldenSdxl {
  /** Ids of the second tokenizer. */
  tokens(path: string): Promise<void>;
  /** States of both text models side by side, and both text embeddings. */
  text(path: string): Promise<void>;
  unet(path: string): Promise<void>;
  /** Each text model's own ascent. */
  personalise(path: string): Promise<void>;
  close(): Promise<void>;
}

export function goldenSdxl(open = openTinySdxl): GoldenSdxl {
  let opened: Promise<Models & { readonly second: TextTower }> | undefined;
  const modelsOf = () =>
    (opened ??= open()
      .then((pack) => openModels(pack, { device: 'cpu', precision: 'fp32' }))
      .then((models) => {
        if (!models.second) throw new Error('the pack has no second text model');
        return { ...models, second: models.second };
      }));
  const plain = (tower: TextTower, prompt: PromptTokens): Promise<Personalised> =>
    tower.text((session) => encodePlain(session, prompt, tower.projection));

  return {
    tokens: async (path) => {
      const { second } = await modelsOf();
      const rows = JSON.parse(await readFile(join(goldenMoreDir, `${path}.json`), 'utf8')) as {
        text: string;
        ids: number[];
      }[];
      for (const { text, ids } of rows)
        if ([...second.tokenize(text).ids].join() !== ids.join())
          throw new Error(`${JSON.stringify(text)}: ${[...second.tokenize(text).ids].join()}, expected ${ids.join()}`);
    },

    text: async (path) => {
      const models = await modelsOf();
      const golden = await loadCase(path, goldenMoreDir);
      const part = (name: string, i: number): Float32Array => {
        const { data, shape } = tensorOf(golden, name);
        return data.subarray((i * data.length) / shape[0], ((i + 1) * data.length) / shape[0]);
      };
      for (const [i, text] of (golden.meta.prompts as string[]).entries()) {
        const [first, second] = [models.tokenize(text), models.second.tokenize(text)];
        expectClose(first.ids, part('ids', i), 0, 'ids');
        expectClose(second.ids, part('ids_2', i), 0, 'ids of the second');
        const both = [await plain(models, first), await plain(models.second, second)];
        const states = sideBySide(
          both.map((result) => result.states),
          first.ids.length,
        );
        expectClose(states, part('hidden', i), tolerance.forward, 'states');
        expectClose(both[0].embedding, part('embeds', i), tolerance.forward, 'embedding');
        expectClose(both[1].embedding, part('embeds_2', i), tolerance.forward, 'embedding of the second');
      }
    },

    unet: async (path) => {
      const { unet } = await modelsOf();
      const golden = await loadCase(path, goldenMoreDir);
      const feed = (name: string) => ({ data: tensorOf(golden, name).data, dims: tensorOf(golden, name).shape });
      const { sample } = await unet()((session) =>
        session.run({
          latents: feed('latents'),
          timesteps: feed('timesteps'),
          states: feed('hidden'),
          textEmbeddings: feed('text_embeds'),
          timeIds: feed('time_ids'),
        }),
      );
      expectClose(sample.data as Float32Array, tensorOf(golden, 'sample').data, tolerance.forward, 'sample');
    },

    personalise: async (path) => {
      const models = await modelsOf();
      const golden = await loadCase(path, goldenMoreDir);
      const [name, x, n] = golden.meta.how as [string, number, number];
      const prompt = golden.meta.prompt as string;
      const climb = (tower: TextTower, e: Float32Array): Promise<Personalised> => {
        const tokens = tower.tokenize(prompt);
        if (name === 'adam') return tower.adam((session) => personaliseByAdam(session, tokens, e, { lr: x, steps: n }));
        const ascent =
          name === 'goal'
            ? ({ kind: 'goal', goal: x, stepsToGoal: n } as const)
            : ({ kind: 'raw', lr: x, steps: n } as const);
        return tower.text((session) => personaliseByAscent(session, tokens, e, ascent));
      };
      const both = golden.meta.towers === 'both';
      const data = (tensor: string): Float32Array => tensorOf(golden, tensor).data;
      const sims = { first: data('sims'), second: data('sims_2') };
      await expectWithinRounding(
        async (trial) => {
          const first = await climb(models, perturb(data('e'), trial));
          const second = both
            ? await climb(models.second, perturb(data('e_2'), trial))
            : await plain(models.second, models.second.tokenize(prompt));
          return {
            sims: cosines(first, data('e')),
            ...(both && { sims_2: cosines(second, data('e_2')) }),
            hidden: sideBySide([first.states, second.states], models.tokenize(prompt).ids.length),
            embeds: first.embedding,
            embeds_2: second.embedding,
          };
        },
        {
          sims: sims.first,
          ...(both && { sims_2: sims.second }),
          hidden: data('hidden'),
          embeds: data('embeds'),
          embeds_2: data('embeds_2'),
        },
        {
          sims: tolerance.cosine / Math.max(...sims.first.map(Math.abs)),
          sims_2: tolerance.cosine / Math.max(...sims.second.map(Math.abs)),
          hidden: tolerance.states,
          embeds: tolerance.states,
          embeds_2: tolerance.states,
        },
      );
    },

    close: async () => (await opened)?.close(),
  };
}

/** Before each step and after the last. */
function cosines({ cosines: before, steps, embedding: z }: Personalised, e: Float32Array): number[] {
  const dot = z.reduce((sum, x, i) => sum + x * e[i], 0);
  return [...before.slice(0, steps), dot / Math.hypot(...z) / Math.hypot(...e)];
}

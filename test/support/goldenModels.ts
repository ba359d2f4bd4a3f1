import { basename, dirname, join } from 'node:path';
import { encodePlain, personaliseByAscent, personaliseByAdam } from '../../src/engine/aesthetic/personalise.js';
import type { Personalised, PromptTokens } from '../../src/engine/aesthetic/personalise.js';
import { openPack } from '../../src/engine/pack/pack.js';
import type { Pack } from '../../src/engine/pack/pack.js';
import { promptTokens } from '../../src/engine/pipeline/models.js';
import { programs } from '../../src/engine/pipeline/programs.js';
import { openSession } from '../../src/engine/runtime/session.js';
import type { Session } from '../../src/engine/runtime/session.js';
import { openTokenizer } from '../../src/engine/text/tokenizer.js';
import type { Device } from '../../src/engine/types.js';
import { expectClose, goldenDir, loadCase } from './golden.js';
import type { GoldenKind, GoldenTensor } from './golden.js';
import { expectWithinRounding, perturb } from './illConditioned.js';

/** Tolerances of the golden set's README, relative to the largest value. */
const tolerance = { forward: 1e-4, cosine: 2e-5, states: 1e-3 };

/** Kinds of cases that check one model each. */
export const modelCases = ['text', 'vision', 'personalise', 'strength', 'unet', 'vae'] as const satisfies GoldenKind[];
type ModelCase = (typeof modelCases)[number];

/** Checks cases in float32 on one device; opens packs and sessions as they are needed. */
export interface GoldenModels {
  readonly check: Readonly<Record<ModelCase, (path: string) => Promise<void>>>;
  close(): Promise<void>;
}

/** Opens the pack of a kind of cases. */
export type OpenKind = (kind: string) => Promise<Pack>;

export const openGoldenFolder: OpenKind = (kind) => openPack(join(goldenDir, 'models', `tiny-${kind}`));

export function goldenModels(device: Device, openKind = openGoldenFolder): GoldenModels {
  const packs = new Map<string, Promise<Pack>>();
  const sessions = new Map<string, Promise<Session>>();

  function packOf(kind: string): Promise<Pack> {
    const pack = packs.get(kind) ?? openKind(kind);
    packs.set(kind, pack);
    return pack;
  }

  function sessionOf(kind: string, name: keyof typeof programs): Promise<Session> {
    const key = `${kind}/${name}`;
    const session =
      sessions.get(key) ?? packOf(kind).then((pack) => openSession(programs[name](pack, 'fp32'), { device }));
    sessions.set(key, session);
    return session;
  }

  async function promptOf(kind: string, text: string): Promise<PromptTokens> {
    const { tokenizer: files, text: model } = await packOf(kind);
    const tokenizer = await openTokenizer(files, model.config.max_position_embeddings);
    return promptTokens(model, tokenizer.encode(text).ids);
  }

  const check: GoldenModels['check'] = {
    text: async (path) => {
      const kind = dirname(path);
      const { tensors, meta } = await loadCase(path);
      const { projection } = await packOf(kind);
      for (const [i, text] of (meta.prompts as string[]).entries()) {
        const result = await encodePlain(await sessionOf(kind, 'text'), await promptOf(kind, text), projection);
        expectClose(result.states, part(tensors.get('hidden')!, i), tolerance.forward);
        expectClose(result.pooled, part(tensors.get('pooled')!, i), tolerance.forward);
        expectClose(result.embedding, part(tensors.get('embeds')!, i), tolerance.forward);
      }
    },

    vision: async (path) => {
      const { tensors } = await loadCase(path);
      const pixels = tensors.get('pixels')!;
      const session = await sessionOf(dirname(path), 'vision');
      for (let i = 0; i < pixels.shape[0]; i++) {
        const { embedding } = await session.run({ pixels: { data: part(pixels, i), dims: pixels.shape.slice(1) } });
        expectClose(embedding.data as Float32Array, part(tensors.get('embeds')!, i), tolerance.forward);
      }
    },

    personalise: async (path) => {
      const kind = dirname(path);
      const { tensors, meta } = await loadCase(path);
      const prompt = await promptOf(kind, meta.prompt as string);
      const settings = { steps: meta.steps as number, lr: meta.lr as number };
      const adam = meta.optimizer === 'adam';
      const session = await sessionOf(kind, adam ? 'adam' : 'text');
      await expectPersonalised(
        (e) =>
          adam
            ? personaliseByAdam(session, prompt, e, settings)
            : personaliseByAscent(session, prompt, e, { kind: 'raw', ...settings }),
        tensors,
      );
    },

    strength: async (path) => {
      const kind = dirname(path);
      const { tensors, meta } = await loadCase(path);
      const { prompt, goal, n, cap, within } = meta as Record<'goal' | 'n' | 'cap' | 'within', number> & {
        prompt: string;
      };
      const [session, tokens] = [await sessionOf(kind, 'text'), await promptOf(kind, prompt)];
      await expectPersonalised(
        (e) =>
          personaliseByAscent(session, tokens, e, {
            kind: 'goal',
            goal,
            stepsToGoal: n,
            maxSteps: cap,
            tolerance: within,
          }),
        tensors,
      );
    },

    unet: async (path) => {
      const { tensors } = await loadCase(path);
      const session = await sessionOf(dirname(path), 'unet');
      const { sample } = await session.run(unetFeeds(tensors));
      expectClose(sample.data as Float32Array, tensors.get('sample')!.data, tolerance.forward);
    },

    vae: async (path) => {
      const kind = basename(dirname(path));
      const { tensors } = await loadCase(path);
      const encoded = await (await sessionOf(kind, 'encoder')).run({ image: feed(tensors, 'image') });
      const { image } = await (await sessionOf(kind, 'decoder')).run({ latents: feed(tensors, 'latents') });
      expectClose(encoded.mean.data as Float32Array, tensors.get('mean')!.data, tolerance.forward);
      expectClose(encoded.logvar.data as Float32Array, tensors.get('logvar')!.data, tolerance.forward);
      expectClose(image.data as Float32Array, tensors.get('decoded')!.data, tolerance.forward);
    },
  };

  return {
    check,
    close: async () => {
      for (const session of sessions.values()) await (await session).release();
    },
  };
}

type Tensors = ReadonlyMap<string, GoldenTensor>;
type Feed = { readonly data: Float32Array; readonly dims: readonly number[] };

/** A case's tensor as a session takes it. */
function feed(tensors: Tensors, name: string): Feed {
  const { data, shape } = tensors.get(name)!;
  return { data, dims: shape };
}

/** What a U-Net case feeds. */
function unetFeeds(tensors: Tensors): Record<string, Feed> {
  return {
    latents: feed(tensors, 'latents'),
    timesteps: feed(tensors, 'timesteps'),
    states: feed(tensors, 'hidden'),
    ...(tensors.has('guidance_embedding') && { guidance: feed(tensors, 'guidance_embedding') }),
  };
}

/** Element i along the first axis. */
function part({ data, shape }: GoldenTensor, i: number): Float32Array {
  const size = data.length / shape[0];
  return data.subarray(i * size, (i + 1) * size);
}

const unit = (v: Float32Array): Float32Array => {
  const norm = Math.sqrt(v.reduce((s, x) => s + x * x, 0));
  return v.map((x) => x / norm);
};
const cosine = (a: Float32Array, b: Float32Array): number => unit(a).reduce((s, x, i) => s + x * unit(b)[i], 0);

/** Compares cosines (before every step and after the last), text states and text embedding; `run` personalises towards a target. */
async function expectPersonalised(
  run: (target: Float32Array) => Promise<Personalised>,
  tensors: Tensors,
): Promise<void> {
  const e = tensors.get('e')!.data;
  const sims = tensors.get('sims')!.data;
  const steps = tensors.get('step_sizes');
  await expectWithinRounding(
    async (trial) => {
      const result = await run(perturb(e, trial));
      const cosines = [...result.cosines.slice(0, result.steps), cosine(result.embedding, e)];
      return { cosines, states: result.states, embedding: result.embedding, stepSizes: result.stepSizes };
    },
    {
      cosines: sims,
      states: tensors.get('hidden')!.data,
      embedding: tensors.get('embeds')!.data,
      ...(steps && { stepSizes: steps.data }),
    },
    {
      cosines: tolerance.cosine / Math.max(...sims.map(Math.abs)),
      states: tolerance.states,
      embedding: tolerance.states,
      stepSizes: tolerance.states,
    },
  );
}

import { join } from 'node:path';
import { encodePlain, personaliseByAscent } from '../../src/engine/aesthetic/personalise.js';
import type { AscentSettings, Personalised } from '../../src/engine/aesthetic/personalise.js';
import { openPack } from '../../src/engine/pack/pack.js';
import { openModels } from '../../src/engine/pipeline/models.js';
import type { Models, WeightedPrompt } from '../../src/engine/pipeline/models.js';
import { weigh } from '../../src/engine/pipeline/weighting.js';
import { parseEmphasis } from '../../src/engine/text/emphasis.js';
import { expectClose, goldenMoreDir, loadCase, tensorOf } from './golden.js';
import type { GoldenCase } from './golden.js';
import { expectWithinRounding, perturb } from './illConditioned.js';

/** Tolerances of the golden set's README, relative to the largest value. */
const tolerance = { forward: 1e-4, cosine: 2e-5, states: 1e-3 };

/** Checks cases of long prompts, emphasis and clip skip, in float32 on the CPU. */
export interface GoldenPrompts {
  /** What a prompt is parsed and tokenised to, and its weighted states. */
  encoded(path: string): Promise<void>;
  personalised(path: string): Promise<void>;
  /** States of an earlier layer, plain and personalised. */
  clipSkipped(path: string): Promise<void>;
  close(): Promise<void>;
}

/** The pack that `make_more.py` made its prompts with. */
export function openMorePack(): Promise<Models> {
  return openPack(join(goldenMoreDir, 'models/tiny-sd1')).then((pack) =>
    openModels(pack, { device: 'cpu', precision: 'fp32' }),
  );
}

export function goldenPrompts(): GoldenPrompts {
  const opened = openMorePack();
  const load = (path: string): Promise<GoldenCase> => loadCase(path, goldenMoreDir);

  const plain = async (prompt: WeightedPrompt): Promise<Float32Array> => {
    const { text, pack } = await opened;
    const { states } = await text((session) => encodePlain(session, prompt, pack.projection));
    return weigh(states, prompt);
  };
  const climb = async (prompt: WeightedPrompt, golden: GoldenCase, ascent: AscentSettings, hidden: string) => {
    const { text } = await opened;
    const e = tensorOf(golden, 'e').data;
    const sims = tensorOf(golden, 'sims').data;
    await expectWithinRounding(
      async (trial) => {
        const result = await text((session) => personaliseByAscent(session, prompt, perturb(e, trial), ascent));
        const cosines = [...result.cosines.slice(0, result.steps), meanCosine(result, e)];
        return { cosines, states: weigh(result.states, prompt) };
      },
      { cosines: sims, states: tensorOf(golden, hidden).data },
      { cosines: tolerance.cosine / Math.max(...sims.map(Math.abs)), states: tolerance.states },
    );
  };

  return {
    encoded: async (path) => {
      const golden = await load(path);
      const prompt = golden.meta.prompt as string;
      const tokens = (await opened).tokenizePrompt(prompt);
      expectPieces(prompt, golden.meta.pieces as [string, number][]);
      expectSame([...tokens.ids], [...tensorOf(golden, 'ids').data], 'ids');
      expectClose(tokens.weights, tensorOf(golden, 'weights').data, 1e-6, 'weights');
      expectClose(await plain(tokens), tensorOf(golden, 'hidden').data, tolerance.forward, 'states');
    },
    personalised: async (path) => {
      const golden = await load(path);
      const { prompt, goal, n } = golden.meta as { prompt: string; goal: number; n: number };
      const ascent: AscentSettings = { kind: 'goal', goal, stepsToGoal: n };
      await climb((await opened).tokenizePrompt(prompt), golden, ascent, 'hidden');
    },
    clipSkipped: async (path) => {
      const golden = await load(path);
      const { prompt, clip_skip, steps, lr } = golden.meta as Record<'clip_skip' | 'steps' | 'lr', number> & {
        prompt: string;
      };
      const tokens = (await opened).tokenizePrompt(prompt, clip_skip);
      expectClose(await plain(tokens), tensorOf(golden, 'hidden').data, tolerance.forward, 'states');
      await climb(tokens, golden, { kind: 'raw', steps, lr }, 'personalised');
    },
    close: async () => (await opened).close(),
  };
}

function meanCosine({ embedding }: Personalised, target: Float32Array): number {
  const size = target.length;
  const cosines = Array.from({ length: embedding.length / size }, (_, i) => {
    const z = embedding.subarray(i * size, (i + 1) * size);
    return z.reduce((dot, x, j) => dot + x * target[j], 0) / Math.hypot(...z) / Math.hypot(...target);
  });
  return cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
}

function expectPieces(prompt: string, expected: readonly (readonly [string, number])[]): void {
  const pieces = parseEmphasis(prompt);
  expectSame(
    pieces.map(({ text }) => text),
    expected.map(([text]) => text),
    'pieces',
  );
  expectClose(
    pieces.map(({ weight }) => weight),
    expected.map(([, weight]) => weight),
    1e-9,
    'weights of pieces',
  );
}

function expectSame(actual: readonly unknown[], expected: readonly unknown[], what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    throw new Error(`${what}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}

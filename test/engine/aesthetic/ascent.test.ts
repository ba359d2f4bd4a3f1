import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { optimiserProgram } from '../../../src/engine/aesthetic/adam.js';
import { normalise } from '../../../src/engine/aesthetic/embedding.js';
import {
  encodePlain,
  maxGoalSteps,
  personaliseByAscent,
  personaliseByAdam,
} from '../../../src/engine/aesthetic/personalise.js';
import type { PromptTokens } from '../../../src/engine/aesthetic/personalise.js';
import { UserError } from '../../../src/engine/errors.js';
import { ascent } from '../../../src/engine/graph/optimisers.js';
import { openPack } from '../../../src/engine/pack/pack.js';
import { programs, textModel } from '../../../src/engine/pipeline/programs.js';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import type { Session } from '../../../src/engine/runtime/session.js';
import { relativeError } from '../../support/golden.js';

/** A prompt of n tokens, whose distinct ids are as many as `distinct` says. */
function prompt(n: number, length: number, distinct = n): PromptTokens {
  const ids = new Int32Array(length).fill(1_000);
  for (let i = 0; i < n - 1; i++) ids[i] = 3 + ((i * 37) % distinct);
  return { ids, ends: [n - 1], layer: 1 };
}

/** Prompts of one length, one chunk after another. */
function chunks(...prompts: readonly PromptTokens[]): PromptTokens {
  return {
    ids: Int32Array.from(prompts.flatMap(({ ids }) => [...ids])),
    ends: prompts.flatMap(({ ends }) => ends),
    layer: prompts[0].layer,
  };
}

describe.each(['test/golden/models/tiny-sd1', 'test/golden/models/tiny-sd2', 'models/demo'])(
  'gradient ascent on %s',
  (dir) => {
    let [session, onCopies]: Session[] = [];
    let [length, projection] = [0, 0];
    let target: Float32Array;
    beforeAll(async () => {
      const pack = await openPack(dir);
      length = pack.text.config.max_position_embeddings;
      projection = pack.projection;
      target = normalise(torchGenerator(5).randn(projection));
      session = await openSession(programs.text(pack));
      onCopies = await openSession(optimiserProgram(textModel(pack), ascent));
    });
    afterAll(async () => {
      await session.release();
      await onCopies.release();
    });

    /** Cosines, states and embedding by both, from one prompt. */
    async function expectEqual(tokens: PromptTokens, steps: number, lr: number): Promise<void> {
      const ours = await personaliseByAscent(session, tokens, target, { kind: 'raw', steps, lr });
      const oracle = await personaliseByAdam(onCopies, tokens, target, { steps, lr });
      expect(oracle.cosines.at(-1)).toBeGreaterThan(oracle.cosines[0] + 1e-3);
      for (const key of ['cosines', 'states', 'embedding'] as const)
        expect(relativeError(ours[key], oracle[key]).error, key).toBeLessThan(1e-5);
    }

    test('equals gradient ascent on copied weights, within 1e-5', async () => {
      await expectEqual(prompt(8, length), 10, 0.003);
    });

    test('equals it when tokens repeat', async () => {
      await expectEqual(prompt(12, length, 3), 6, 0.003);
    });

    test('equals it with a prompt of three chunks', async () => {
      await expectEqual(chunks(prompt(12, length), prompt(5, length), prompt(length, length, 6)), 5, 0.003);
    });

    test('encodes each chunk of a prompt as if it were alone', async () => {
      const alone = [prompt(12, length), prompt(5, length, 2)];
      const together = await encodePlain(session, chunks(...alone), projection);
      const apart = [
        await encodePlain(session, alone[0], projection),
        await encodePlain(session, alone[1], projection),
      ];
      for (const key of ['states', 'pooled', 'embedding'] as const) {
        const joined = apart.flatMap((result) => [...result[key]]);
        expect(relativeError(together[key], joined).error, key).toBeLessThan(1e-5);
      }
    });

    test('takes fewer steps towards a goal where chunks are many, so that their updates stay small', () => {
      const full = prompt(length, length);
      expect(maxGoalSteps(full)).toBe(20);
      const five = maxGoalSteps(chunks(full, full, full, full, full));
      expect(five).toBe(Math.min(20, Math.floor(3_200 / (5 * length))));
      expect(five).toBeGreaterThanOrEqual(8);
    });

    test('equals it with a prompt of all positions and almost as many steps as fit', async () => {
      const steps = Math.min(20, Math.floor(1_540 / length));
      await expectEqual(prompt(length, length), steps, 0.003);
    });

    test('takes any prompt length on one session, and without a step encodes plainly', async () => {
      for (const n of [2, 5, length]) {
        const plain = await encodePlain(session, prompt(n, length), projection);
        const none = await personaliseByAscent(session, prompt(n, length), target, { kind: 'raw', steps: 0, lr: 1 });
        expect(none.states).toEqual(plain.states);
      }
    });

    test('refuses more than 1,600 rows (steps times tokens), naming the most steps that fit', async () => {
      const most = Math.floor(1_600 / length);
      const run = personaliseByAscent(session, prompt(length, length), target, { kind: 'raw', steps: most + 1, lr: 1 });
      await expect(run).rejects.toThrow(UserError);
      await expect(run).rejects.toThrow(`at most ${most} fit`);
    });

    test('reaches a cosine within 0.005, upwards and downwards', async () => {
      for (const goal of [0.5, -0.3]) {
        const { cosines, steps } = await personaliseByAscent(session, prompt(7, length), target, {
          kind: 'goal',
          goal,
        });
        expect(Math.abs(cosines.at(-1)! - goal)).toBeLessThan(0.005);
        expect(steps).toBe(cosines.length - 1);
      }
    });
  },
);

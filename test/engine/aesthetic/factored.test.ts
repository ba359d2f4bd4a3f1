import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copiedProgram } from '../../../src/engine/aesthetic/copied.js';
import { factoredProgram } from '../../../src/engine/aesthetic/factored.js';
import { maxHistoryRows, personalise, personaliseCopied } from '../../../src/engine/aesthetic/personalise.js';
import type { PromptTokens } from '../../../src/engine/aesthetic/personalise.js';
import { ascent } from '../../../src/engine/graph/optimisers.js';
import { openPack } from '../../../src/engine/pack/open.js';
import type { Pack } from '../../../src/engine/pack/open.js';
import { textModel } from '../../../src/engine/programs.js';
import { openSession } from '../../../src/engine/runtime/session.js';
import type { Session } from '../../../src/engine/runtime/session.js';
import { expectClose, goldenDir } from '../../support/golden.js';
import { randomArray } from '../../support/program.js';

const models = join(goldenDir, 'models');
const packs = [...(await readdir(models)).map((name) => join(models, name)), 'models/demo'];
const tolerance = 1e-5;

describe.each(packs)('factored ascent on %s', (folder) => {
  let pack: Pack;
  let factored: Session;
  let copied: Session;

  beforeAll(async () => {
    pack = await openPack(folder);
    factored = await openSession(factoredProgram(textModel(pack)));
    copied = await openSession(copiedProgram(textModel(pack), ascent));
  });
  afterAll(async () => {
    await factored.release();
    await copied.release();
  });

  const length = (): number => pack.text.config.max_position_embeddings;

  /** n tokens, the last one end-of-text, then padding; `distinct` ids before it, over and over. */
  function prompt(n: number, distinct = n): PromptTokens {
    const { vocab_size: vocabulary } = pack.text.config;
    const ids = new Int32Array(length()).fill(vocabulary - 1);
    for (let i = 0; i < n - 1; i++) ids[i] = (17 + 31 * (i % distinct)) % (vocabulary - 1);
    return { ids, end: n - 1 };
  }

  function target(): Float32Array {
    const { data } = randomArray([pack.projection], 5);
    const norm = Math.hypot(...data);
    return data.map((v) => v / norm);
  }

  /** Compares with the same steps on copied weights. Returns how far the cosine rose. */
  async function expectEqualToCopied(tokens: PromptTokens, steps: number, lr: number): Promise<number> {
    const actual = await personalise(factored, tokens, target(), { kind: 'raw', steps, lr });
    const expected = await personaliseCopied(copied, tokens, target(), { steps, lr });
    // A cosine's scale is 1, however near 0 it lies.
    expectClose([...actual.cosines, 1], [...expected.cosines, 1], tolerance, 'cosines');
    expectClose(actual.states, expected.states, tolerance, 'states');
    expectClose(actual.embedding, expected.embedding, tolerance, 'embedding');
    return expected.cosines[steps - 1] - expected.cosines[0];
  }

  test('equals ascent on copied weights', async () => {
    expect(await expectEqualToCopied(prompt(8), 10, 0.003)).toBeGreaterThan(0.005);
  });

  test('equals it for a prompt that repeats its tokens', async () => {
    expect(await expectEqualToCopied(prompt(9, 2), 5, 0.003)).toBeGreaterThan(0.002);
  });

  test('takes prompts of other lengths in the same session, in any order', async () => {
    for (const n of [2, 12, 5, length()]) await expectEqualToCopied(prompt(n), 2, 0.003);
  });

  test('equals it with nearly as many rows as are allowed', async () => {
    // 20 steps on 77 tokens for the packs of Stable Diffusion's length. So small a step that rounding does not grow over the steps.
    const steps = Math.floor(1_540 / length());
    expect(await expectEqualToCopied(prompt(length()), steps, 0.001)).toBeGreaterThan(0.001);
  });

  test('refuses more rows than are allowed, and names the most steps', async () => {
    const n = length();
    const most = Math.floor(maxHistoryRows / n);
    const climb = personalise(factored, prompt(n), target(), { kind: 'raw', steps: most + 1, lr: 0.001 });
    await expect(climb).rejects.toThrow(`at most ${most} fit`);
  });
});

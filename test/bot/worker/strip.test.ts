import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generationById } from '../../../src/bot/repositories/index.js';
import { decodeImage } from '../../../src/engine/index.js';
import { smallSide } from '../../support/fewSteps.js';
import { saying } from '../../support/inWords.js';
import { modes } from '../support/stores.js';
import { guildId, startTestBot } from '../support/testBot.js';
import type { TestBot } from '../support/testBot.js';

describe.each(modes)('a strip, painted by the demo pack, %s', (mode) => {
  let context: TestBot;
  beforeAll(async () => {
    context = await startTestBot(mode);
  });
  afterAll(() => context.close());

  it('is five strengths with one seed as one picture, with what each reached', async () => {
    const { services, ask } = context;
    const gloomcore = (await services.aesthetics.list(guildId)).find(({ name }) => name === 'gloomcore')!;
    await services.settings.change(guildId, { strength: 'subtle' });
    const { id, message } = await ask({ prompt: 'a castle', seed: 7, steps: 4, aesthetic: gloomcore, strip: true });
    await context.isOver(id);
    expect(message.files).toHaveLength(1);
    const { width, height } = await decodeImage(message.files[0]);
    expect([width > 5 * 2 * smallSide, height > 2 * smallSide]).toEqual([true, true]);
    const { outcome, imagineOptions } = (await services.generations.find(guildId, id))!;
    expect(imagineOptions).not.toHaveProperty('strength');
    const reached = outcome!.strip!;
    expect(outcome).toMatchObject({ recipe: { seed: 7, strength: 1 }, cosine: { after: reached.at(-1) } });
    expect(reached).toEqual([...reached].sort((a, b) => a - b));
    expect(reached[0]).toBeCloseTo(outcome!.cosine!.before, 4);
    expect(reached[4]).toBeGreaterThan(reached[0] + 0.05);
  });

  it.each([
    ['a strength of its own', { strength: 'strong' }, 'leave out strength'],
    ['several pictures', { count: 2 }, 'one picture'],
    ['no aesthetic', { aesthetic: null }, 'choose one'],
  ] as const)('refuses %s', async (_what, more, why) => {
    const [aesthetic] = await context.services.aesthetics.list(guildId);
    await expect(context.ask({ prompt: 'a castle', aesthetic, strip: true, ...more })).rejects.toThrow(saying(why));
  });

  it('costs five pictures', async () => {
    const [aesthetic] = await context.services.aesthetics.list(guildId);
    const costOf = async (more: object): Promise<number> => {
      const { id } = await context.ask({ prompt: 'a castle', aesthetic, steps: 4, ...more });
      await context.isOver(id);
      return (await generationById(context.parts.store.client, id))!.cost;
    };
    expect(await costOf({ strip: true })).toBe(await costOf({ count: 5 }));
  });
});

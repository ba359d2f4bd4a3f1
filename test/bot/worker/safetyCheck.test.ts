import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPublishedPack, imageKeys } from '../../../src/bot/repositories/index.js';
import type { AestheticSummary, CardState, ImagineOptions } from '../../../src/bot/types.js';
import { checkerPack } from '../../support/checkerPack.js';
import type { PackCopy } from '../../support/packCopy.js';
import { modes } from '../support/stores.js';
import { guildId, startTestBot } from '../support/testBot.js';
import type { TestBot } from '../support/testBot.js';

const size = { width: 64, height: 64 };
const heldBack = /^failed nothing can be shown here/;

describe.each(modes)('a pack whose safety checker flags everything, %s', (mode) => {
  let context: TestBot;
  let pack: PackCopy;
  let aesthetic: AestheticSummary;
  beforeAll(async () => {
    pack = await checkerPack('all');
    context = await startTestBot(mode, { pack: pack.dir });
    const images = [await readFile('models/demo/examples/sunset/whale.jpg')];
    aesthetic = await context.make('A', images, 'mean');
  });
  afterAll(async () => {
    await context.close();
    await pack.remove();
  });

  async function shown(imagineOptions: Partial<ImagineOptions>, where: { ageRestricted?: boolean } = {}) {
    const asked = { prompt: 'a castle', seed: 7, aesthetic: null, steps: 2, size, ...imagineOptions };
    const { id, message } = await context.ask(asked, '3', where);
    await context.isOver(id);
    return { id, message };
  }
  const { client, images } = { client: () => context.parts.store.client, images: () => context.parts.store.images };

  it('is published as one that may paint in every channel, since it checks', async () => {
    expect(await findPublishedPack(client(), pack.dir)).toMatchObject({ checked: true, settings: { checks: true } });
  });

  it('shows nothing in an ordinary channel, tells who asked why, and keeps nothing', async () => {
    const { id, message } = await shown({ count: 2 });
    expect(message.text).toMatch(heldBack);
    expect(context.discord.private.at(-1)).toBe(`held back 2, all ${id}`);
    expect(message.files).toEqual([]);
    expect(await client().generatedImage.count()).toBe(0);
    for (const key of [imageKeys.picture(id, 0), imageKeys.picture(id, 1), imageKeys.preview(id)])
      expect(await images().get(key)).toBeUndefined();
  });

  it.each([
    ['a picture beside its plain one', { besidePlain: true }],
    ['a strip', { strip: true }],
  ])('holds back %s', async (_what, more) => {
    expect((await shown({ aesthetic, ...more })).message.text).toMatch(heldBack);
  });

  it('holds back a duel, which does not begin', async () => {
    const { message } = await shown({ duel: { sides: [aesthetic, null], minutes: 1 } });
    expect(message.text).toMatch(heldBack);
    expect(await client().duel.count({ where: { closesAt: { not: null } } })).toBe(0);
  });

  it('holds back a card, wherever it was asked for, and keeps none of its rows', async () => {
    const states: CardState[] = [];
    const order = {
      context: await context.services.context(guildId),
      channelId: '2',
      askerId: '3',
      attachmentLimit: 1_000_000,
      said: 'made',
      reply: context.newReply(),
      aesthetic,
      asked: true,
    };
    await context.services.cards.ask(order, (state) => Promise.resolve(void states.push(state)));
    const [state] = states;
    const id = state.state === 'painting' ? state.generationId : '';
    await context.isOver(id);
    expect(await client().generation.findFirst({ where: { background: true, making: false } })).toMatchObject({
      status: 'failed',
      error: { reason: { code: 'flagged' } },
    });
    expect(await client().plainPicture.count()).toBe(0);
  });

  it('paints as ever in an age-restricted channel, unless the server has pictures checked everywhere', async () => {
    const adults = { ageRestricted: true };
    const { id, message } = await shown({}, adults);
    expect(message.text).toBe(`pictures ${id}`);
    await context.services.settings.change(guildId, { checkEverywhere: true });
    expect((await shown({}, adults)).message.text).toMatch(heldBack);
    await context.services.settings.change(guildId, { checkEverywhere: null });
  });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardInHand, findVersion, generationById, plainPictures } from '../../../src/bot/repositories/index.js';
import { plainPicturesKey } from '../../../src/bot/repositories/index.js';
import { loadContext } from '../../../src/bot/services/context.js';
import type { AestheticSummary, CardState } from '../../../src/bot/types.js';
import { cardPrompts } from '../../../src/engine/index.js';
import { decodeImage } from '../../../src/engine/index.js';
import { smallSide } from '../../support/fewSteps.js';
import { modes } from '../support/stores.js';
import { guildId, startTestBot } from '../support/testBot.js';
import type { TestBot } from '../support/testBot.js';

const patience = { timeout: 180_000, interval: 50 };

describe.each(modes)('cards, painted by the demo pack, %s', (mode) => {
  let context: TestBot;
  let pictures: Uint8Array[];
  beforeAll(async () => {
    context = await startTestBot(mode);
    const files = ['full-moon-at-night-konstantinovich-watercolor', 'genoese-towers-in-the-black-sea-ivan-aivazovsky'];
    pictures = await Promise.all(
      files.map((name) => readFile(new URL(`../../data/images/aivazovsky/${name}.jpg`, import.meta.url))),
    );
  });
  afterAll(() => context.close());

  const create = (name: string, which = pictures): Promise<AestheticSummary> => context.make(name, which);
  const client = () => context.parts.store.client;
  const rowOf = async (id: string) => (await generationById(client(), id))!;
  const detailsOf = async ({ id }: AestheticSummary) => (await context.services.aesthetics.details(guildId, id))!;

  async function askFor(aesthetic: AestheticSummary, asked = false) {
    const reply = context.newReply();
    const requestContext = await context.services.context(guildId);
    const order = {
      context: requestContext,
      channelId: '2',
      askerId: '3',
      attachmentLimit: 10_000_000,
      said: 'made',
      reply,
      asked,
    };
    const states: CardState[] = [];
    await context.services.cards.ask({ ...order, aesthetic }, (state) => Promise.resolve(void states.push(state)));
    const [state] = states;
    return { state, id: state.state === 'painting' ? state.generationId : '', messageId: reply.messageId };
  }

  it('are painted after the reply, kept with the version, and put into the message', async () => {
    const made = await create('First');
    const { id, messageId } = await askFor(made);
    await context.isOver(id);
    expect(context.discord.messages.get(messageId)!.text).toBe(`card ${id}`);
    const { card } = await detailsOf(made);
    expect(Buffer.from(card!.picture.subarray(8, 12)).toString()).toBe('WEBP');
    const { width, height } = await decodeImage(card!.picture);
    expect([width > 3 * 2 * smallSide, height > 2 * 2 * smallSide]).toEqual([true, true]);
    const { prompts } = await context.services.packs.of(guildId);
    expect(card!.columns.map(({ prompt }) => prompt)).toEqual(prompts.slice(0, 3));
    for (const { before, after } of card!.columns) expect(after).toBeGreaterThan(before + 0.05);
    expect((await askFor(made)).state).toEqual({ state: 'painted', card });
  });

  it('have their upper row painted once a pack, which makes the next ones cheaper', async () => {
    const { published: pack } = await loadContext(client(), guildId, 'demo');
    const kept = await plainPictures(client(), 'demo', plainPicturesKey(cardPrompts(pack.settings), pack));
    expect(kept).toHaveLength(3);
    const [first] = await client().generation.findMany({ where: { background: true, making: false } });
    const { id } = await askFor(await create('Second', pictures.slice(1)));
    expect((await rowOf(id)).cost).toBeCloseTo(first.cost / 2);
    await context.isOver(id);
    expect((await rowOf(id)).outcome!.recipe.aesthetic).toBe('Second@1');
    expect(await plainPictures(client(), 'demo', plainPicturesKey(cardPrompts(pack.settings), pack))).toEqual(kept);
  });

  it('make room for a member who asks meanwhile, and are painted afterwards', async () => {
    const made = await create('Patient', pictures.slice(0, 1));
    const { id } = await askFor(made);
    await expect.poll(async () => (await rowOf(id)).status, patience).toBe('painting');
    const asked = await context.ask({ prompt: 'a castle', steps: 2 });
    await context.isOver(asked.id);
    expect(await rowOf(id)).not.toHaveProperty('deliveredAt');
    await context.isOver(id);
    const [card, picture] = [await rowOf(id), await rowOf(asked.id)];
    expect(card.startedAt).toBeGreaterThanOrEqual(picture.finishedAt!);
    expect((await detailsOf(made)).card).toBeDefined();
  });

  it('count against nobody’s cap, and are in no queue', async () => {
    await context.services.settings.change(guildId, { memberCap: 1 });
    const made = await create('Free', pictures);
    const { id } = await askFor(made);
    const { id: asked } = await context.ask({ prompt: 'a castle', steps: 2 });
    expect((await context.services.queue.of(guildId)).here.map((one) => one.id)).not.toContain(id);
    await context.services.settings.change(guildId, { memberCap: null });
    await context.isOver(asked);
    await context.isOver(id);
  });

  it('can be cancelled, and asked for again', async () => {
    const made = await create('Stopped', pictures);
    const { id, messageId } = await askFor(made);
    const shownIn = `https://discord.com/channels/${guildId}/2/${messageId}`;
    expect((await askFor(made)).state).toEqual({ state: 'painting', generationId: id, shownIn });
    expect(await context.services.requests.cancel(guildId, id)).toBe(true);
    await context.isOver(id);
    expect(context.discord.messages.get(messageId)!.text).toBe(`card ${id}`);
    expect((await detailsOf(made)).card).toBeUndefined();
    const again = await askFor(made, true);
    expect(again.id).not.toBe(id);
    await context.isOver(again.id);
    expect((await detailsOf(made)).card).toBeDefined();
  });

  it('are painted by the next process where one ends over them', async () => {
    const made = await create('Survivor', pictures);
    const { id, messageId } = await askFor(made);
    await expect.poll(async () => (await rowOf(id)).status, patience).toBe('painting');
    context = await context.restart();
    await context.isOver(id);
    expect((await detailsOf(made)).card).toBeDefined();
    expect(context.discord.messages.get(messageId)!.text).toBe(`card ${id}`);
  });

  it('go with an erasure, also one that is under way', async () => {
    const made = await create('Gone', pictures);
    const { id } = await askFor(made);
    const version = (await findVersion(client(), guildId, made.id, 1))!;
    expect((await cardInHand(client(), version.id))?.id).toBe(id);
    await context.services.privacy.erase('3');
    expect(await generationById(client(), id)).toBeUndefined();
    expect(await client().aestheticVersion.count({ where: { card: { not: null } } })).toBe(0);
    expect(await context.services.aesthetics.details(guildId, made.id)).toBeUndefined();
  });
});

import { checkWords } from '../checkWords.js';
import type { AskForCard } from '../delivery/making.js';
import { keepAcceptedReply } from '../delivery/replyLease.js';
import { BotError } from '../errors.js';
import { makingCost } from '../queue/cost.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import {
  aestheticById,
  expectNameIsFree,
  insertGeneration,
  isWorkerThere,
  maxImages,
  replyLeaseMs,
} from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import { unheard } from '../requestEvents.js';
import type { RequestEvents } from '../requestEvents.js';
import { loadContext } from './context.js';
import type { Cards, Makings } from './types.js';

/** A request for an aesthetic has no prompt; what it is for stands in `making`. */
const noPicture = { prompt: '', aesthetic: null, seed: 0, count: 1 } as const;

/** Requests that make or change an aesthetic out of files: each a row, like those for pictures, which dispatcher, workers and delivery carry on. */
export function createMakings(
  store: Store,
  dispatcher: Dispatcher,
  now: () => number,
  { onAccepted, onLeft }: RequestEvents = unheard,
): Makings {
  const { client } = store;
  return {
    async accept({ context, channelId, askerId, what, files, showsCard, reply, attachmentLimit }) {
      const { guildId, settings, published: pack } = context;
      if (what.kind === 'add') {
        const aesthetic = await aestheticById(client, guildId, what.aesthetic.id, pack);
        if (!aesthetic) throw new BotError('thatGone');
        const { name, unusable } = aesthetic;
        if (unusable !== undefined) throw new BotError('noImagesAdded', { why: unusable });
        const count = aesthetic.count + files.length;
        if (count > maxImages) throw new BotError('tooMany', { name, count, most: maxImages });
      } else {
        checkWords(settings.rules, what.name ?? '', what.kind === 'create' ? what.note : '');
        if (what.name !== undefined) await expectNameIsFree(client, guildId, what.name);
      }
      const editingUntil = now() + replyLeaseMs;
      const { issuedAt: tokenIssuedAt, interactionId, ...handle } = reply;
      const generation = await insertGeneration(
        client,
        {
          guildId,
          askerId,
          pack: pack.name,
          ...(pack.contentId !== undefined && { packContent: pack.contentId }),
          imagineOptions: { ...noPicture, making: { what, files: files.map((file) => ({ ...file })), showsCard } },
          cost: makingCost(files.length),
          editingUntil,
          reply: { ...handle, tokenIssuedAt, channelId, attachmentLimit },
        },
        settings,
        now(),
      );
      onAccepted(generation.id, interactionId);
      const release = keepAcceptedReply(store, generation.id, editingUntil, now, onLeft);
      try {
        await dispatcher.dispatch();
        return { id: generation.id, nobodyPaints: !(await isWorkerThere(client, now())), release };
      } catch (error) {
        // It is accepted, so nobody is told that it failed: the sweep hands it out.
        onLeft(error, generation.id);
        return { id: generation.id, nobodyPaints: false, release };
      }
    },
  };
}

/** What delivery asks for when an aesthetic has been made: its card, where that is painted unasked, or the button that paints it. */
export function createCardsOfMade(store: Store, cards: Cards, defaultPack: string): AskForCard {
  return async (generation, aesthetic, said, show) => {
    const { guildId, channelId, askerId, pack, imagineOptions, reply } = generation;
    const { token, tokenIssuedAt: issuedAt, messageId, applicationId, attachmentLimit, locale } = reply;
    const context = await loadContext(store.client, guildId, defaultPack).catch((error: unknown) => {
      if (error instanceof BotError) return undefined;
      throw error;
    });
    const isShown =
      imagineOptions.making?.showsCard === true &&
      aesthetic.unusable === undefined &&
      // Another one may not be for this channel.
      context?.published.name === pack;
    if (!isShown || token === undefined || issuedAt === undefined || messageId === undefined) return show();
    const handle = { applicationId, token, issuedAt, channelId, messageId, ...(locale !== undefined && { locale }) };
    await cards.ask(
      { context, channelId, askerId, aesthetic, said, attachmentLimit, reply: handle, asked: false },
      show,
    );
  };
}

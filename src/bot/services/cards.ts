import { cardPrompts, cardSeed } from '../../engine/index.js';
import { keepAcceptedReply } from '../delivery/replyLease.js';
import { cardCost } from '../queue/cost.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import {
  cardInHand,
  cardOf,
  plainPicturesKey,
  insertGeneration,
  labelledCard,
  msPerCost,
  plainPictures,
  replyLeaseMs,
} from '../repositories/index.js';
import type { PublishedPack, Store, StoredGeneration } from '../repositories/index.js';
import type { RequestEvents } from '../requestEvents.js';
import type { CardState } from '../types.js';
import { usableVersion } from './context.js';
import type { CardRequest, Cards } from './types.js';

/** What is painted unasked takes less than this. */
const mostUnaskedMs = 120_000;
/** Until something has been timed: a slow processor. */
const unmeasuredMsPerCost = 3_000;

export function createCards(
  store: Store,
  dispatcher: Dispatcher,
  now: () => number,
  { onAccepted, onLeft }: RequestEvents,
): Cards {
  const { client } = store;
  return {
    find: (guildId, label) => labelledCard(client, guildId, label),
    /**
     * Has a card painted in the background, unless it is there, or is on its way. `show` edits the reply before delivery does.
     * @throws BotError where the aesthetic is not there, or cannot be used, and a card was asked for
     */
    ask: async (order, show) => {
      const { context, aesthetic, asked } = order;
      const { settings, published: pack } = context;
      const version = await usableVersion(client, context, aesthetic);
      const card = await cardOf(client, version.id);
      if (card) return show({ state: 'painted', card });
      const inHand = await cardInHand(client, version.id);
      if (inHand) return show(onItsWay(inHand));
      const cost = await costOf(store, pack);
      const measured = await msPerCost(client);
      const ms = cost * (measured ?? unmeasuredMsPerCost);
      if (!asked && (!settings.cards || ms >= mostUnaskedMs))
        return show({ state: 'offered', ...(measured !== undefined && { seconds: Math.round(ms / 1000) }) });
      const editingUntil = now() + replyLeaseMs;
      const { id } = await insert(store, order, pack, version.id, { cost, editingUntil }, now());
      onAccepted(id, order.reply.interactionId);
      const release = keepAcceptedReply(store, id, editingUntil, now, onLeft);
      try {
        await show({ state: 'painting', generationId: id });
      } finally {
        await release();
        // It is accepted: what fails here the sweep does.
        await dispatcher.dispatch().catch((error: unknown) => {
          onLeft(error, id);
        });
      }
    },
  };
}

/** Its own message shows it when it is painted: this one says where that is. */
function onItsWay({ id, url }: { readonly id: string; readonly url?: string }): CardState {
  return { state: 'painting', generationId: id, ...(url !== undefined && { shownIn: url }) };
}

async function costOf({ client }: Store, pack: PublishedPack): Promise<number> {
  const prompts = cardPrompts(pack.settings);
  const plain = await plainPictures(client, pack.name, plainPicturesKey(prompts, pack));
  return cardCost(prompts.length, plain !== undefined, pack);
}

function insert(
  { client }: Store,
  { context: { guildId }, channelId, askerId, aesthetic, said, before, reply, attachmentLimit }: CardRequest,
  pack: PublishedPack,
  versionUuid: string,
  // The caller shows the first state; until then nobody else edits.
  { cost, editingUntil }: { readonly cost: number; readonly editingUntil: number },
  now: number,
): Promise<StoredGeneration> {
  const { issuedAt: tokenIssuedAt, interactionId: _, ...handle } = reply;
  const prompts = cardPrompts(pack.settings);
  const { id, name, version } = aesthetic;
  const imagineOptions = {
    prompt: prompts.join(' · '),
    aesthetic: { id, name, version },
    seed: cardSeed,
    count: 1,
    // Whoever is in the guild sees it, in any channel.
    checkSafety: pack.settings.checks,
    card: { prompts, said, ...(before && { before: { id: before.id, name: before.name, version: before.version } }) },
  };
  return insertGeneration(
    client,
    {
      guildId,
      askerId,
      pack: pack.name,
      ...(pack.contentId !== undefined && { packContent: pack.contentId }),
      imagineOptions,
      cost,
      versionUuid,
      background: true,
      editingUntil,
      reply: { ...handle, tokenIssuedAt, channelId, attachmentLimit },
    },
    { memberCap: 0, guildCap: 0 },
    now,
  );
}

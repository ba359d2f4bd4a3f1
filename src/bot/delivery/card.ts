import { errorData } from '../errors.js';
import { cardOf, recordDelivered } from '../repositories/index.js';
import type { Store, StoredGeneration } from '../repositories/index.js';
import type { CardState } from '../types.js';
import { editReply, tryEditReply } from './editOrPost.js';
import type { Messenger, Render } from './event.js';
import { isRefusedFor } from './refusals.js';

interface CardPost {
  readonly store: Store;
  readonly messenger: Messenger;
  readonly render: Render;
  readonly log: { readonly delivered: (generation: StoredGeneration) => void };
  readonly now: () => number;
}

/** Puts the end of a card's painting into the message that announced it. Where that is gone, /aesthetic show has the card. */
export async function showCard(
  { store, messenger, render, log, now }: CardPost,
  generation: StoredGeneration,
): Promise<void> {
  const card = await endOf(store, generation);
  if (!card) return;
  const view = await render({ kind: 'card', generation, card });
  const sent = await editReply(messenger, generation.reply, view, now());
  if (sent && isRefusedFor(sent, 'smaller', 'tell')) {
    const refused: CardState = { state: 'failed', reason: errorData('refusedByDiscord', { code: sent.refused }) };
    await tryEditReply(messenger, generation.reply, await render({ kind: 'card', generation, card: refused }), now());
  }
  await recordDelivered(store.client, generation.id, undefined, now());
  log.delivered(generation);
}

/** Undefined where it has not ended. */
async function endOf(store: Store, { status, error, versionUuid }: StoredGeneration): Promise<CardState | undefined> {
  if (status === 'cancelled') return { state: 'cancelled' };
  if (status === 'failed') return { state: 'failed', reason: error?.reason ?? '' };
  if (status !== 'painted') return undefined;
  const card = versionUuid === undefined ? undefined : await cardOf(store.client, versionUuid);
  // Erased since it was painted.
  return card ? { state: 'painted', card } : { state: 'cancelled' };
}

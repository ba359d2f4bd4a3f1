import { duelOf, duelPictures, duelResult, recordRevealed } from '../repositories/index.js';
import type { Store, StoredGeneration } from '../repositories/index.js';
import { editOrPostReply } from './editOrPost.js';
import type { Messenger, Render } from './event.js';
import { isRefusedFor } from './refusals.js';

interface Reveal {
  readonly store: Store;
  readonly messenger: Messenger;
  readonly render: Render;
  readonly log: {
    readonly revealed: (generation: StoredGeneration) => void;
    readonly undeliverable: (generation: StoredGeneration, code: number) => void;
  };
  readonly now: () => number;
}

/**
 * Shows names and totals of a closed duel in its message, or, where that may not be edited any more, in a new one. A process that died
 * before it wrote that down leaves it to another, which makes the same edit again. Where Discord finds the message too large, names and totals go alone. The caller has the right to edit the reply.
 */
export async function revealDuel(
  { store, messenger, render, log, now }: Reveal,
  generation: StoredGeneration,
): Promise<void> {
  const duel = await duelOf(store.client, generation.id);
  if (duel?.status !== 'closed' || duel.revealedAt !== undefined) return;
  const { id } = duel;
  const result = await duelResult(store.client, duel);
  const shown = await duelPictures(store.client, duel);
  const view = await render({ kind: 'reveal', generation, duel: { id, result, pictures: shown.posted } });
  const anew = await render({ kind: 'reveal', generation, duel: { id, result, pictures: shown.small } });
  let revealed = await editOrPostReply(store, messenger, generation, view, now, { about: id, view: anew });
  if (isRefusedFor(revealed, 'smaller', 'tell')) {
    // Who won is what everybody waits for: it goes without pictures.
    const bare = await render({ kind: 'reveal', generation, duel: { id, result, pictures: { bytes: [] } } });
    revealed = await editOrPostReply(store, messenger, generation, bare, now, { about: id, view: bare });
  }
  await recordRevealed(store.client, id, now());
  if ('refused' in revealed) log.undeliverable(generation, revealed.refused);
  else log.revealed(generation);
}

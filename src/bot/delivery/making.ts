import { errorData } from '../errors.js';
import { say, textsFor } from '../i18n/index.js';
import { aestheticById, findMade, findPublishedPack, imageKeys, recordDelivered } from '../repositories/index.js';
import type { Making, PublishedPack, Store, StoredGeneration } from '../repositories/index.js';
import type { AestheticSummary, CardState } from '../types.js';
import { escape, member, sentence, small } from '../views/markdown.js';
import type { DeliveryContext } from './deliver.js';
import { tryEditReply } from './editOrPost.js';
import type { DeliveryEvent } from './event.js';
import { showEndEvent } from './showEnd.js';

/**
 * Has the card of a new aesthetic painted where the settings want that; `show` is called once, with what becomes of the card, or without
 * where none is to be shown.
 */
export type AskForCard = (
  generation: StoredGeneration,
  aesthetic: AestheticSummary,
  said: string,
  show: (card?: CardState) => Promise<void>,
) => Promise<void>;

/** How many of its images are read. */
export async function showReading(
  { messenger, render, now }: DeliveryContext,
  generation: StoredGeneration,
): Promise<void> {
  const { status, progress, reply } = generation;
  if (status !== 'painting' || !progress) return;
  await tryEditReply(messenger, reply, await render({ kind: 'reading', generation, progress }), now());
}

/** The end of a request for an aesthetic: what was made, with how it comes to its card, or why not. */
export async function showMaking(
  context: DeliveryContext,
  generation: StoredGeneration,
  making: Making,
): Promise<void> {
  const { status, error } = generation;
  if (status === 'cancelled') return end(context, generation, making, { kind: 'cancelled', generation });
  if (status === 'failed' && error) return end(context, generation, making, { kind: 'failed', generation, error });
  if (status !== 'painted') return;
  const made = await madeBy(context.store, generation);
  // Deleted or erased before anybody was told.
  if (!made) {
    const gone = { kind: 'user', reason: errorData('thatGone') } as const;
    return end(context, generation, making, { kind: 'failed', generation, error: gone });
  }
  const { aesthetic } = made;
  const said = saidOf(generation, making, made);
  await context.askForCard(generation, aesthetic, said, (card) =>
    end(context, generation, making, { kind: 'made', generation, said, aesthetic, ...(card && { card }) }),
  );
}

async function end(
  context: DeliveryContext,
  generation: StoredGeneration,
  { files }: Making,
  event: DeliveryEvent,
): Promise<void> {
  const { store, log, now } = context;
  const { delivered } = await showEndEvent(context, generation, event);
  const refused = 'refused' in delivered;
  await recordDelivered(store.client, generation.id, refused ? undefined : delivered, now());
  await store.images.delete(files.map((_, i) => imageKeys.upload(generation.id, i)));
  if (refused) log.undeliverable(generation, delivered.refused);
  else log.delivered(generation);
}

interface Made {
  readonly aesthetic: AestheticSummary;
  readonly clipUnsaid: boolean;
  readonly pack: PublishedPack;
}

async function madeBy(
  { client }: Store,
  { guildId, pack: packName, versionUuid }: StoredGeneration,
): Promise<Made | undefined> {
  const made = versionUuid === undefined ? undefined : await findMade(client, versionUuid);
  const pack = await findPublishedPack(client, packName);
  const aesthetic = made && pack && (await aestheticById(client, guildId, made.id, pack));
  return made && pack && aesthetic && { aesthetic, pack, clipUnsaid: made.clipUnsaid };
}

/** As markdown, in the server's language. */
function saidOf(
  { askerId, reply }: StoredGeneration,
  { what }: Making,
  { aesthetic: { name, version, count, kind }, clipUnsaid, pack }: Made,
): string {
  const texts = textsFor(reply.locale);
  const { answers } = texts;
  switch (what.kind) {
    case 'create':
      return answers.created(escape(name), count, member(askerId));
    case 'add':
      return answers.changed(escape(name), version, count);
    case 'import': {
      const notice = errorData('unsaidClip', { length: pack.projection, pack: pack.settings.title });
      const imported = answers.imported(escape(name), kind);
      return clipUnsaid ? `${imported}\n${small(escape(sentence(say(notice, texts))))}` : imported;
    }
  }
}

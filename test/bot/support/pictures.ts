import { idOf, uuidOf } from '../../../src/bot/database/ids.js';
import { beginPainting, finishPainting, markDispatched, recordDelivered } from '../../../src/bot/repositories/index.js';
import type { Store, StoredOutcome } from '../../../src/bot/repositories/index.js';
import { without } from '../../support/without.js';
import { outcome } from '../views/examples.js';
import { generation } from './rows.js';

const painted: StoredOutcome = {
  ...without(outcome, 'strip'),
  notices: [],
  cut: [],
  ms: { text: 1, paint: 1, decode: 1, embed: 1 },
};

export interface GivenPicture {
  readonly prompt?: string;
  readonly guildId?: string;
  readonly channelId?: string;
  readonly messageId?: string;
  readonly parentChannelId?: string;
  readonly askerId?: string;
  readonly versionUuid?: string | undefined;
  /** Pictures of the request. */
  readonly count?: number;
  readonly isDelivered?: boolean;
  readonly now?: number;
}

/** A painted request, by the ways that a worker and delivery take. Returns its id. */
export async function delivered(store: Store, given: GivenPicture = {}): Promise<string> {
  const { prompt = 'a castle', parentChannelId, versionUuid, count = 1, isDelivered = true, now = Date.now() } = given;
  const { messageId = '5' } = given;
  const { id } = await generation(
    store,
    {
      imagineOptions: { prompt },
      messageId,
      ...(given.guildId !== undefined && { guildId: given.guildId }),
      ...(given.channelId !== undefined && { channelId: given.channelId }),
      ...(given.askerId !== undefined && { askerId: given.askerId }),
      ...(versionUuid !== undefined && { versionUuid }),
    },
    now,
  );
  if (parentChannelId !== undefined)
    await store.client.generation.update({ where: { id: uuidOf(id) }, data: { parentChannelId } });
  await markDispatched(store.client, id, 1, now);
  await beginPainting(store.client, id, now);
  const images = Array.from({ length: count }, (_, i) => ({
    seed: 42 + i,
    plain: versionUuid === undefined,
    width: 8,
    height: 8,
    vector: Float32Array.of(1, 0, 0),
    thumbnail: Uint8Array.of(1),
    ...(versionUuid !== undefined && { versionUuid }),
  }));
  await finishPainting(store.client, id, painted, images, now);
  if (isDelivered) await recordDelivered(store.client, id, { messageId, attachmentIds: [] }, now);
  return id;
}

/** Ids of a request's pictures, in order. */
export async function picturesOf(store: Store, generationId: string): Promise<string[]> {
  const where = { generationId: uuidOf(generationId) };
  const rows = await store.client.generatedImage.findMany({ where, orderBy: { index: 'asc' }, select: { id: true } });
  return rows.map(({ id }) => idOf(id));
}

/** A member's vote on the first picture of a request, straight into the database. */
export async function vote(store: Store, generationId: string, memberId: string, value: 1 | -1): Promise<void> {
  const { client } = store;
  const row = await client.generatedImage.findFirstOrThrow({
    where: { generationId: uuidOf(generationId) },
    orderBy: { index: 'asc' },
    include: { generation: true, aestheticVersion: true },
  });
  const { guildId, memberId: askerId } = row.generation;
  await client.pictureVote.create({
    data: {
      imageId: row.id,
      memberId,
      guildId,
      askerId,
      aestheticId: row.aestheticVersion?.aestheticId ?? null,
      value,
      own: askerId === memberId,
      votedAt: new Date(),
    },
  });
}

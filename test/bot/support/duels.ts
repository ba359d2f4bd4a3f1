import {
  beginPainting,
  createAesthetic,
  duelOf,
  finishPainting,
  findNamedVersion,
  markDispatched,
  recordDelivered,
} from '../../../src/bot/repositories/index.js';
import type { StoredDuel, StoredGeneration, StoredOutcome, Store } from '../../../src/bot/repositories/index.js';
import type { AestheticLabel, Contestant } from '../../../src/bot/types.js';
import { generation, image, pack } from './rows.js';
import type { GivenGeneration } from './rows.js';

const outcome: StoredOutcome = {
  recipe: {
    prompt: 'a castle',
    negative: '',
    pack: pack.name,
    mix: 1,
    seed: 42,
    count: 1,
    width: 8,
    height: 8,
    sampler: 'ddim',
    steps: 1,
    guidance: 1,
  },
  textSteps: 0,
  device: 'cpu',
  precision: 'fp32',
  notices: [],
  cut: [],
  ms: { text: 1, paint: 1, decode: 1, embed: 1 },
};

/** An aesthetic of a guild. */
export async function aesthetic(
  store: Store,
  name: string,
  { guildId = '1', creatorId = '70' } = {},
): Promise<AestheticLabel> {
  const made = { guildId, creatorId, name, note: '', kind: 'mean', images: [image(1, 0, Math.random())] } as const;
  return { id: await createAesthetic(store.client, made, pack), name, version: 1 };
}

/** Paints a waiting generation: one picture for each of what they are painted with. */
export async function painted(
  store: Store,
  row: StoredGeneration,
  sides: readonly Contestant[],
  now = Date.now(),
): Promise<StoredGeneration> {
  await markDispatched(store.client, row.id, 1, now);
  await beginPainting(store.client, row.id, now);
  const pictures = [];
  for (const side of sides) {
    const version = side && (await findNamedVersion(store.client, row.guildId, side));
    pictures.push({
      plain: side === null,
      seed: row.imagineOptions.seed,
      width: 8,
      height: 8,
      vector: Float32Array.of(1, 2, 3),
      thumbnail: Uint8Array.of(pictures.length + 1),
      ...(version && { versionUuid: version.id }),
    });
  }
  await finishPainting(store.client, row.id, outcome, pictures, now);
  return row;
}

/** A request whose pictures were shown. */
export async function shown(
  store: Store,
  sides: readonly Contestant[],
  given: GivenGeneration = {},
  now = Date.now(),
): Promise<StoredGeneration> {
  const row = await painted(store, await generation(store, given, now), sides, now);
  await recordDelivered(store.client, row.id, { messageId: '5', attachmentIds: [] }, now);
  return row;
}

/** A duel whose pictures are on Discord. */
export async function openDuel(
  store: Store,
  sides: readonly [Contestant, Contestant],
  { minutes = 60, ...given }: GivenGeneration & { readonly minutes?: number } = {},
  now = Date.now(),
): Promise<StoredDuel> {
  const { imagineOptions } = given;
  const asked = { ...given, imagineOptions: { ...imagineOptions, duel: { sides, minutes } } };
  const row = await painted(store, await generation(store, asked, now), sides, now);
  const posted = { closesAt: now + minutes * 60_000, fileNames: ['a.png', 'b.png'] };
  const { messageId = '5' } = given;
  await recordDelivered(store.client, row.id, { messageId, attachmentIds: ['81', '82'] }, now, posted);
  return (await duelOf(store.client, row.id))!;
}

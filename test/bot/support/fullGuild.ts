import { idOf, uuidOf } from '../../../src/bot/database/ids.js';
import { vectorBytes } from '../../../src/bot/database/vectors.js';
import {
  createAesthetic,
  findVersion,
  newId,
  voteOnAesthetic,
  voteOnPicture,
} from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { generation, image, pack, pictures } from './rows.js';

const date = new Date('2026-03-04T05:06:07.089Z');
const vector = (...values: number[]) => vectorBytes(Float32Array.from(values));
const bytes = (...values: number[]) => new Uint8Array(values);

/**
 * A guild that has rows in every table that can have its rows, and a value in every column; what is built into `rows.ts`' pack is painted with, voted
 * on, and its default. Ids of members and channels begin with the guild's.
 */
export async function fillGuild(store: Store, guildId: string): Promise<void> {
  const { client } = store;
  const ann = `${guildId}1`;
  const bob = `${guildId}2`;
  const channelId = `${guildId}3`;
  const builtIn = await client.aesthetic.findFirstOrThrow({ where: { guildId: null }, include: { versions: true } });
  const images = [
    image(1, 0, 0),
    { ...image(0.1, -1e-7, 3e38), second: Float32Array.of(1, 2), picture: bytes(7, 8, 9) },
  ];
  const given = { guildId, creatorId: ann, name: 'Dusk 夕暮れ', note: 'of "evenings"\n', kind: 'contrast' } as const;
  const id = await createAesthetic(client, { ...given, images }, pack);
  const own = (await findVersion(client, guildId, id, 1))!;
  await client.aestheticVersion.update({
    where: { id: own.id },
    data: {
      secondVector: vector(1, 2),
      secondReference: vector(0, 1),
      secondClipId: 'clip-b',
      card: bytes(0, 255, 10),
      cardFacts: { seed: 42, columns: [{ prompt: 'a castle', before: 0.1, after: 0.5 }] },
    },
  });
  await client.aestheticVersion.create({
    data: {
      ...{ id: uuidOf(newId()), aestheticId: uuidOf(id), number: 2, kind: 'contrast', count: 0, erasedAt: date },
      lineage: { from: 'blend', parts: [{ aestheticId: idOf(builtIn.id), version: 1, weight: 2 }] },
    },
  });
  await client.aestheticVersionSource.create({ data: { versionId: own.id, giverId: bob } });
  await client.aesthetic.create({
    data: { id: uuidOf(newId()), guildId, name: 'taste', ownerId: bob, creatorId: bob, deletedAt: date },
  });
  await client.guild.update({
    where: { id: guildId },
    data: {
      ...{ pack: pack.name, aestheticId: builtIn.id, strength: '0.7', memberCap: 3, guildCap: 30, aestheticCap: 9 },
      ...{
        channelIds: [channelId, `${guildId}9`],
        creators: 'managers',
        uncheckedEverywhere: true,
        checkEverywhere: true,
      },
      ...{ cards: false, keepImages: true, loras: [{ name: 'ink', scale: 0.7 }], reportChannelId: channelId },
      ...{ showcaseChannelId: channelId, showcaseScore: 0.1 + 0.2, accountDays: 1, memberDays: 2, dailyQuota: 50 },
      leftAt: date,
    },
  });
  await client.roleRule.create({ data: { guildId, roleId: '5', dailyQuota: 7, exempt: true } });
  await client.wordRule.create({ data: { guildId, word: 'mud' } });
  await client.memberBlock.create({ data: { guildId, memberId: 'sha256:0123' } });
  await client.memberTaste.create({ data: { guildId, memberId: bob, on: false } });
  await client.memberWarning.create({
    data: { id: uuidOf(newId()), guildId, memberId: bob, prompt: 'a', shownAt: date },
  });

  const label = { id: idOf(builtIn.id), name: builtIn.name, version: 1 };
  const asked = { guildId, askerId: ann, channelId };
  const plain = await pictures(store, {
    ...asked,
    plain: true,
    imagineOptions: { prompt: 'a {b}', seed: 2 ** 53 - 1 },
  });
  const painted = await pictures(store, {
    ...asked,
    count: 2,
    imagineOptions: { aesthetic: label },
    versionUuid: builtIn.versions[0].id,
    locale: 'de',
  });
  await client.generatedImage.updateMany({
    where: { id: uuidOf(painted.pictureIds[0]) },
    data: { attachmentId: '77', seed: 2n ** 55n + 1n, vector: vector(0.1, 0.2, 0.3) },
  });
  await pictures(store, { ...asked, versionUuid: own.id, messageId: '6' });
  for (const [memberId, value] of [
    [ann, 1],
    [bob, -1],
  ] as const) {
    await voteOnAesthetic(client, { guildId, memberId, id, value }, date.getTime());
    await voteOnAesthetic(client, { guildId, memberId, id: label.id, value }, date.getTime());
    for (const picture of [...plain.pictureIds, ...painted.pictureIds])
      await voteOnPicture(client, { guildId, memberId, id: picture, value }, date.getTime());
  }
  await client.generation.update({
    where: { id: uuidOf(painted.id) },
    data: {
      ...{ packContent: 'content', parentId: uuidOf(plain.id), parentChannelId: channelId, cosineBefore: 0.1 },
      ...{ cosineAfter: 1 / 3, attempts: 1, repaints: 2, deletedAt: date, removedAt: date, postingAt: date },
      ...{ dispatchedAt: date, startedAt: date, finishedAt: date, turn: 4, shownPlace: 1, editingUntil: date },
      error: { kind: 'user', reason: { code: 'notOwn' } },
      progress: { stage: 'paint', done: 1, total: 2, preview: false },
      outcome,
    },
  });
  // Not over: they stay behind.
  await generation(store, asked);
  await generation(store, { ...asked, imagineOptions: { duel: { sides: [label, null], minutes: 5 } } });

  const duelId = uuidOf(newId());
  await client.duel.create({
    data: {
      ...{ id: duelId, guildId, creatorId: ann, generationId: uuidOf(painted.id), status: 'closed', minutes: 5 },
      ...{ closesAt: date, closedAt: date, revealedAt: date, fileNames: ['a, "b".png', 'c.png'] },
    },
  });
  await client.choice.create({
    data: {
      ...{ id: uuidOf(newId()), guildId, memberId: bob, kind: 'duel', subject: idOf(duelId), duelId, best: 1 },
      ...{ imageIds: painted.pictureIds.map(uuidOf), aestheticIds: [label.id, ''], reason: 'colour', own: true },
      chosenAt: date,
    },
  });
  await client.report.create({
    data: { id: uuidOf(newId()), guildId, generationId: uuidOf(painted.id), reporterId: bob },
  });
  await client.auditEntry.create({
    data: {
      ...{ id: uuidOf(newId()), guildId, action: 'remove', actorId: ann, memberId: bob, detail: 'a word' },
      ...{ generationId: uuidOf(painted.id), undoneAt: date },
    },
  });
  await client.showcasePost.create({
    data: {
      ...{ imageId: uuidOf(painted.pictureIds[0]), guildId, channelId, messageId: '8', postingUntil: date },
      ...{ postingAt: date, doneAt: date, withdrawnAt: date },
    },
  });
  await client.contest.create({
    data: {
      ...{ id: uuidOf(newId()), guildId, aestheticId: builtIn.id, title: 'June', creatorId: ann, channelId },
      ...{ threadId: '9', status: 'closed', locale: 'fr', closesAt: date, closedAt: date, announcedAt: date },
      ...{ postingAt: date, postingUntil: date },
    },
  });
  await client.aestheticShare.create({
    data: { aestheticId: uuidOf(id), versionId: own.id, codeHash: `secret${guildId}` },
  });
}

const outcome = {
  recipe: {
    ...{ prompt: 'a castle', negative: '', pack: pack.name, aesthetic: 'Mist', mix: 1, seed: 42, count: 2 },
    ...{ width: 512, height: 512, sampler: 'ddim', steps: 20, guidance: 7 },
  },
  cosine: { before: 0.1, after: 1 / 3 },
  ...{ textSteps: 5, device: 'cpu', precision: 'fp32', notices: [], cut: [] },
  ms: { text: 1, paint: 2, decode: 3, embed: 4 },
};

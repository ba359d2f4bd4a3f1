import { addImages, removeImage } from '../../../engine/index.js';
import type { AestheticKind } from '../../../engine/index.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { uuidOf } from '../../database/ids.js';
import { BotError } from '../../errors.js';
import type { PublishedPack } from '../packs.js';
import { insertAesthetic } from './insert.js';
import type { NewAesthetic } from './insert.js';
import { inheritSources } from './lineage.js';
import { checkName, expectNotBuiltIn, nameKey, withUniqueName } from './names.js';
import { currentVersion, fromImages, insertImages, insertVersion, maxImages } from './versions.js';
import type { EmbeddedImage } from './versions.js';

export const undoMs = 24 * 3_600_000;

/** Makes an aesthetic of embedded images, version 1, in a transaction of the caller's. Returns its id. @throws BotError: the name, or no reference for a contrast */
export async function createAesthetic(
  db: Db,
  given: NewAesthetic & { readonly kind: AestheticKind; readonly images: readonly EmbeddedImage[] },
  pack: PublishedPack,
): Promise<string> {
  const name = checkName(given.name);
  const aesthetic = fromImages(name, given.kind, given.images, pack);
  return insertAesthetic(db, given, { aesthetic, images: given.images, lineage: { from: 'images' } });
}

/**
 * The next version, with more images, in a transaction of the caller's. It keeps what it has for a second text encoder where they have vectors by the same CLIP, `secondClipId`.
 * @throws BotError: not found, too many, images already there, none kept
 */
export async function addAestheticImages(
  db: Db,
  guildId: string,
  id: string,
  giverId: string,
  images: readonly EmbeddedImage[],
  secondClipId?: string,
): Promise<void> {
  const uuid = await lockOwn(db, guildId, id);
  const { row, aesthetic, imageUuids } = await currentVersion(db, uuid);
  const count = imageUuids.length + images.length;
  if (count > maxImages) throw new BotError('tooMany', { name: aesthetic.name, count, most: maxImages });
  await expectNew(db, imageUuids, images);
  const same = secondClipId !== undefined && aesthetic.second?.clipId === secondClipId;
  const next = addImages(
    aesthetic,
    images.map(({ vector }) => vector),
    same ? images.flatMap(({ second }) => second ?? []) : [],
  );
  const added = await insertImages(db, uuid, giverId, images);
  const lineage = { from: 'images' as const, after: row.number };
  const versionUuid = await insertVersion(db, uuid, row.number + 1, next, [...imageUuids, ...added], lineage);
  await inheritSources(db, versionUuid, row.id);
}

/** The next version, without one image. @throws BotError: not found, the last one */
export async function removeAestheticImage(
  client: PrismaClient,
  guildId: string,
  id: string,
  imageId: string,
): Promise<void> {
  await client.$transaction(async (db) => {
    const uuid = await lockOwn(db, guildId, id);
    const { row, aesthetic, imageUuids } = await currentVersion(db, uuid);
    const index = imageUuids.indexOf(uuidOf(imageId));
    if (index < 0) throw new BotError('imageGone', { name: aesthetic.name });
    const next = removeImage(aesthetic, index);
    const lineage = { from: 'images' as const, after: row.number };
    const left = imageUuids.toSpliced(index, 1);
    const versionUuid = await insertVersion(db, uuid, row.number + 1, next, left, lineage);
    await inheritSources(db, versionUuid, row.id);
  });
}

/** @throws BotError: not found, or the name is taken or no name */
export async function renameAesthetic(client: PrismaClient, guildId: string, id: string, name: string): Promise<void> {
  const clean = checkName(name);
  await withUniqueName(clean, () =>
    client.$transaction(async (db) => {
      const uuid = await lockOwn(db, guildId, id);
      await expectNotBuiltIn(db, clean);
      await db.aesthetic.update({ where: { id: uuid }, data: { name: clean, liveName: nameKey(clean) } });
    }),
  );
}

/** Hides it and frees its name. @throws BotError when it is not found */
export async function deleteAesthetic(client: PrismaClient, guildId: string, id: string, now: number): Promise<void> {
  await client.$transaction(async (db) => {
    const uuid = await lockOwn(db, guildId, id);
    await db.aesthetic.update({ where: { id: uuid }, data: { deletedAt: new Date(now), liveName: null } });
  });
}

/** Undoes that, for 24 hours. @throws BotError: too late, or its name is taken by now */
export async function restoreAesthetic(client: PrismaClient, guildId: string, id: string, now: number): Promise<void> {
  const row = await client.aesthetic.findFirst({
    where: { id: uuidOf(id), guildId, ownerId: null, deletedAt: { not: null } },
  });
  if (row?.deletedAt == null) throw new BotError('notDeleted');
  if (now - row.deletedAt.getTime() > undoMs) throw new BotError('deletedLongAgo', { name: row.name });
  await withUniqueName(row.name, () =>
    client.aesthetic.update({ where: { id: row.id }, data: { deletedAt: null, liveName: nameKey(row.name) } }),
  );
}

/** Locks the guild's own aesthetic until the transaction ends, so that versions count up. */
export async function lockOwn(db: Db, guildId: string, id: string): Promise<string> {
  const uuid = uuidOf(id);
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM aesthetic WHERE id = ${uuid}::uuid AND guild_id = ${guildId} AND deleted_at IS NULL AND owner_id IS NULL
    FOR UPDATE`;
  if (rows.length === 0) throw new BotError('unchangeable');
  return uuid;
}

async function expectNew(db: Db, imageUuids: readonly string[], images: readonly EmbeddedImage[]): Promise<void> {
  const hashes = images.flatMap(({ sha256 }) => sha256 ?? []);
  const known = await db.aestheticImage.count({ where: { id: { in: [...imageUuids] }, sha256: { in: hashes } } });
  if (known > 0) throw new BotError('imagesKnown', { count: known });
}

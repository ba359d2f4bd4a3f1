import { makeAesthetic } from '../../../engine/index.js';
import type { Aesthetic, AestheticKind, AestheticTarget } from '../../../engine/index.js';
import { Prisma } from '../../../generated/prisma/client.js';
import type { AestheticVersion } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { newId, uuidOf } from '../../database/ids.js';
import { ownBytes, vectorBytes, vectorOf } from '../../database/vectors.js';
import { BotError, errorData } from '../../errors.js';
import type { AestheticLabel } from '../../types.js';
import type { PublishedPack } from '../packs.js';
import { weightsOf } from './lineage.js';
import type { Lineage } from './lineage.js';
import { nameKey } from './names.js';
import { secondColumns, secondOf } from './second.js';
import { kindOf, whyUnusable } from './summaries.js';

/** A source image as the embedding job gives it; imported vectors have neither hash nor picture. */
export interface EmbeddedImage {
  readonly vector: Float32Array;
  /** By the CLIP of the pack's second text encoder. */
  readonly second?: Float32Array;
  readonly sha256?: string;
  /** WebP, 96 px. */
  readonly thumbnail?: Uint8Array;
  /** WebP, 336 px on its shorter side, at most 40 kB: for packs with another CLIP. Absent: the guild keeps none. */
  readonly picture?: Uint8Array;
  /** Whose it is, where that is not who adds it. */
  readonly giverId?: string;
}

/** A version by the aesthetic's id in a guild (or a built-in one), also of a deleted one: recipes repeat exactly. Nobody's own taste. */
export async function findVersion(
  db: Db,
  guildId: string,
  aestheticId: string,
  number: number,
): Promise<(AestheticVersion & { readonly aesthetic: { readonly name: string } }) | null> {
  return db.aestheticVersion.findFirst({
    where: { number, aesthetic: { id: uuidOf(aestheticId), ownerId: null, OR: [{ guildId }, { guildId: null }] } },
    include: { aesthetic: { select: { name: true } } },
  });
}

/** A version without its vectors: what a request needs to know of it. */
export interface NamedVersion {
  /** The database's form. */
  readonly id: string;
  readonly number: number;
  readonly clipId: string | null;
  readonly erasedAt: Date | null;
  readonly aestheticId: string;
  readonly name: string;
  /** Of a member's own taste, which nobody else may use. */
  readonly ownerId: string | null;
}

/** Of one aesthetic, in all its additions. */
export const maxImages = 100;

const namedVersion = Prisma.sql`
  SELECT v.id, v.number, v.clip_id AS "clipId", v.erased_at AS "erasedAt", a.id AS "aestheticId", a.name, a.owner_id AS "ownerId"
  FROM aesthetic_version v JOIN aesthetic a ON a.id = v.aesthetic_id`;

/** The version that a label names, also of a deleted aesthetic: recipes repeat exactly. In one statement. */
export async function findNamedVersion(
  db: Db,
  guildId: string,
  { id, version }: Pick<AestheticLabel, 'id' | 'version'>,
): Promise<NamedVersion | undefined> {
  const rows = await db.$queryRaw<NamedVersion[]>(Prisma.sql`${namedVersion}
    WHERE v.number = ${version} AND a.id = ${uuidOf(id)}::uuid AND (a.guild_id = ${guildId} OR a.guild_id IS NULL)`);
  return rows.at(0);
}

/** The current version of the aesthetic of that name, whatever its case: the guild's own, or the pack's. In one statement. */
export async function findCurrentByName(
  db: Db,
  guildId: string,
  name: string,
  pack: PublishedPack,
): Promise<NamedVersion | undefined> {
  const rows = await db.$queryRaw<NamedVersion[]>(Prisma.sql`${namedVersion}
    WHERE a.live_name = ${nameKey(name.trim())} AND a.deleted_at IS NULL AND a.owner_id IS NULL
      AND (a.guild_id = ${guildId} OR (a.guild_id IS NULL AND a.pack = ${pack.name}))
    ORDER BY v.number DESC LIMIT 1`);
  return rows.at(0);
}

/** What the engine personalises towards. `versionUuid` is a generation's. @throws BotError when it cannot be used with this pack */
export async function targetOf(db: Db, versionUuid: string, pack: PublishedPack): Promise<AestheticTarget> {
  const version = await db.aestheticVersion.findUniqueOrThrow({
    where: { id: versionUuid },
    include: { aesthetic: { select: { name: true } } },
  });
  const label = `${version.aesthetic.name}@${version.number}`;
  const reason = whyUnusable(version, pack);
  if (reason !== undefined || version.vector === null)
    throw new BotError('unusable', { label, why: reason ?? errorData('erasedVector') });
  return {
    vector: vectorOf(version.vector),
    kind: kindOf(version.kind),
    label,
    ...(version.clipId !== null && { clipId: version.clipId }),
    ...(version.secondVector && { second: vectorOf(version.secondVector) }),
    ...(version.secondClipId !== null && { secondClipId: version.secondClipId }),
  };
}

/** The highest version of an aesthetic with its images, as the engine's arithmetic takes it, and the ids of the images. */
export async function currentVersion(
  db: Db,
  aestheticUuid: string,
): Promise<{ readonly row: AestheticVersion; readonly aesthetic: Aesthetic; readonly imageUuids: readonly string[] }> {
  const { aesthetic, members, ...row } = await db.aestheticVersion.findFirstOrThrow({
    where: { aestheticId: aestheticUuid },
    orderBy: { number: 'desc' },
    include: {
      aesthetic: true,
      members: { include: { image: { omit: { picture: true } } }, orderBy: { position: 'asc' } },
    },
  });
  if (row.vector === null) throw new BotError('erased', { label: `${aesthetic.name}@${row.number}` });
  const weights = weightsOf(
    row.lineage,
    members.map(({ position }) => position),
  );
  const second = secondOf(
    row,
    members.map(({ image }) => image),
  );
  return {
    row,
    imageUuids: members.map(({ imageId }) => imageId),
    aesthetic: {
      name: aesthetic.name,
      kind: kindOf(row.kind),
      vector: vectorOf(row.vector),
      count: row.count,
      note: aesthetic.note,
      ...(members.length > 0 && { images: members.map(({ image }) => vectorOf(image.vector)) }),
      ...(weights && { weights }),
      ...(row.reference && { reference: vectorOf(row.reference) }),
      ...(row.clipId !== null && { clipId: row.clipId }),
      ...(second && { second }),
    },
  };
}

/** Its id, as the database holds it; the aesthetic's is ours. */
export async function currentVersionUuid(db: Db, aestheticId: string): Promise<string> {
  const where = { aestheticId: uuidOf(aestheticId) };
  return (await db.aestheticVersion.findFirstOrThrow({ where, orderBy: { number: 'desc' }, select: { id: true } })).id;
}

/** The current version as its file holds it; the id is one that was looked up in a guild. */
export async function currentAesthetic(db: Db, id: string): Promise<Aesthetic> {
  return (await currentVersion(db, uuidOf(id))).aesthetic;
}

/** @throws BotError when an aesthetic cannot be used with a pack, with what can be done */
export function checkFits({ vector, clipId }: Aesthetic, pack: PublishedPack): void {
  if (vector.length !== pack.projection)
    throw new BotError('otherLength', { length: vector.length, pack: pack.settings.title, wanted: pack.projection });
  if (clipId !== undefined && clipId !== pack.clipId) throw new BotError('otherClip', { pack: pack.settings.title });
}

/** An aesthetic from images for a pack; for its second text encoder, too, where all images have a vector for that. @throws UserError for a contrast where the pack brings no reference */
export function fromImages(
  name: string,
  kind: AestheticKind,
  images: readonly EmbeddedImage[],
  pack: PublishedPack,
): Aesthetic {
  const { clipId, reference, secondClipId, secondReference } = pack;
  const seconds = images.flatMap(({ second }) => second ?? []);
  return makeAesthetic({
    name,
    kind,
    images: images.map(({ vector }) => vector),
    clipId,
    ...(kind === 'contrast' && reference && { reference }),
    ...(secondClipId !== undefined &&
      seconds.length === images.length && {
        second: {
          images: seconds,
          clipId: secondClipId,
          ...(kind === 'contrast' && secondReference && { reference: secondReference }),
        },
      }),
  });
}

/** Writes version `number`, whose images are there already. Returns its id, as the database holds it. */
export async function insertVersion(
  db: Db,
  aestheticUuid: string,
  number: number,
  { kind, vector, reference, count, clipId, weights, second }: Aesthetic,
  imageUuids: readonly string[],
  lineage: Lineage,
): Promise<string> {
  const id = uuidOf(newId());
  await db.aestheticVersion.create({
    data: {
      id,
      aestheticId: aestheticUuid,
      number,
      kind,
      count,
      vector: ownBytes(vectorBytes(vector)),
      reference: reference ? ownBytes(vectorBytes(reference)) : null,
      clipId: clipId ?? null,
      ...secondColumns(second),
      lineage: { ...lineage, ...(weights && { weights }) } as Prisma.InputJsonObject,
      members: { create: imageUuids.map((imageId, position) => ({ imageId, position })) },
    },
  });
  return id;
}

/** Writes source images, and gives their ids in order. */
export async function insertImages(
  db: Db,
  aestheticUuid: string,
  adderId: string,
  images: readonly EmbeddedImage[],
): Promise<string[]> {
  const rows = images.map(({ vector, second, sha256, thumbnail, picture, giverId = adderId }) => ({
    id: uuidOf(newId()),
    aestheticId: aestheticUuid,
    giverId,
    sha256: sha256 ?? null,
    vector: ownBytes(vectorBytes(vector)),
    secondVector: second ? ownBytes(vectorBytes(second)) : null,
    thumbnail: thumbnail ? ownBytes(thumbnail) : null,
    picture: picture ? ownBytes(picture) : null,
  }));
  await db.aestheticImage.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

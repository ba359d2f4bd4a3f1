import type { Db } from '../../database/connection.js';
import { idOf } from '../../database/ids.js';
import { exportChoices } from '../duels/choices.js';
import { moderationOf } from '../moderation/memberData.js';

/** A file of an export. */
export interface ExportEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Rows that are held at once; of a generation, with its vectors, some 16 kB. */
const pageSize = 50;

/**
 * All that is kept about a member, in every guild, as files, read page by page: JSON, in which vectors are base64, and pictures as WebP beside
 * it.
 */
export async function* exportEntries(db: Db, memberId: string): AsyncGenerator<ExportEntry> {
  const tastes = await db.memberTaste.findMany({ where: { memberId } });
  yield json('member.json', {
    memberId,
    ...(await moderationOf(db, memberId)),
    // Made by others of images that the member gave.
    mixtures: await db.aestheticVersionSource.count({ where: { giverId: memberId } }),
    tastes: tastes.map(({ guildId, on, createdAt }) => ({ guildId, on, createdAt })),
  });
  yield* aestheticsOf(db, memberId);
  yield* imagesOf(db, memberId);
  yield* generationsOf(db, memberId);
  yield* numbered(
    'choices',
    pages((page) => exportChoices(db, memberId, page)),
  );
  yield* numbered('votes-on-aesthetics', aestheticVotesOf(db, memberId));
  yield* numbered('votes-on-pictures', pictureVotesOf(db, memberId));
}

interface Page {
  readonly skip: number;
  readonly take: number;
}

/** The rows of a query, until there are no more. */
async function* pages<Row>(read: (page: Page) => Promise<Row[]>): AsyncGenerator<Row[]> {
  for (let skip = 0; ; skip += pageSize) {
    const rows = await read({ skip, take: pageSize });
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) return;
  }
}

/** `aesthetics/1.json` … */
async function* numbered(folder: string, all: AsyncIterable<readonly object[]>): AsyncGenerator<ExportEntry> {
  let number = 0;
  for await (const rows of all) yield json(`${folder}/${++number}.json`, rows);
}

async function* aestheticsOf(db: Db, memberId: string): AsyncGenerator<ExportEntry> {
  const read = (page: Page) =>
    db.aesthetic.findMany({
      where: { creatorId: memberId },
      include: {
        versions: {
          select: { number: true, kind: true, count: true, createdAt: true, vector: true, secondVector: true },
          orderBy: { number: 'asc' },
        },
      },
      orderBy: { id: 'asc' },
      ...page,
    });
  let number = 0;
  for await (const rows of pages(read)) {
    yield json(
      `aesthetics/${++number}.json`,
      rows.map(({ id, guildId, name, note, ownerId, createdAt, deletedAt, versions }) => {
        return { id: idOf(id), guildId, name, note, ownTaste: ownerId !== null, createdAt, deletedAt, versions };
      }),
    );
    for (const { id, versions } of rows) for (const version of versions) yield* cardOf(db, id, version.number);
  }
}

async function* cardOf(db: Db, aestheticId: string, number: number): AsyncGenerator<ExportEntry> {
  const key = { aestheticId_number: { aestheticId, number } };
  const version = await db.aestheticVersion.findUnique({ where: key, select: { card: true } });
  if (version?.card) yield { name: `aesthetics/${idOf(aestheticId)}@${number}.webp`, bytes: version.card };
}

async function* imagesOf(db: Db, memberId: string): AsyncGenerator<ExportEntry> {
  const read = (page: Page) =>
    db.aestheticImage.findMany({
      where: { giverId: memberId },
      include: { aesthetic: { select: { name: true } } },
      orderBy: { id: 'asc' },
      ...page,
    });
  let number = 0;
  for await (const rows of pages(read)) {
    yield json(
      `images/${++number}.json`,
      rows.map(({ id, aesthetic, sha256, vector, secondVector, createdAt }) => {
        return { id: idOf(id), aesthetic: aesthetic.name, sha256, vector, secondVector, createdAt };
      }),
    );
    for (const { id, thumbnail, picture } of rows) {
      if (thumbnail) yield { name: `images/${idOf(id)}-thumbnail.webp`, bytes: thumbnail };
      if (picture) yield { name: `images/${idOf(id)}.webp`, bytes: picture };
    }
  }
}

async function* generationsOf(db: Db, memberId: string): AsyncGenerator<ExportEntry> {
  const read = (page: Page) =>
    db.generation.findMany({
      where: { memberId },
      include: { images: { orderBy: { index: 'asc' } }, duel: true },
      orderBy: { id: 'asc' },
      ...page,
    });
  let number = 0;
  for await (const rows of pages(read)) {
    yield json(
      `requests/${++number}.json`,
      rows.map(({ id, guildId, channelId, messageId, imagineOptions, outcome, createdAt, duel, images }) => ({
        ...{ id: idOf(id), guildId, channelId, messageId, imagineOptions, outcome, createdAt },
        pictures: images.map(({ index, seed, plain, vector }) => ({ index, seed, plain, vector })),
        ...(duel && { duel: { status: duel.status, closesAt: duel.closesAt, closedAt: duel.closedAt } }),
      })),
    );
    for (const { id, images } of rows)
      for (const { index, thumbnail } of images) yield { name: `requests/${idOf(id)}-${index}.webp`, bytes: thumbnail };
  }
}

async function* aestheticVotesOf(db: Db, memberId: string): AsyncGenerator<object[]> {
  const read = (page: Page) =>
    db.aestheticVote.findMany({
      where: { memberId },
      include: { aesthetic: { select: { name: true } } },
      orderBy: [{ createdAt: 'asc' }, { aestheticId: 'asc' }],
      ...page,
    });
  for await (const rows of pages(read))
    yield rows.map(({ guildId, aestheticId, aesthetic, value, own, createdAt, votedAt }) => {
      return { guildId, aesthetic: { id: idOf(aestheticId), name: aesthetic.name }, value, own, createdAt, votedAt };
    });
}

async function* pictureVotesOf(db: Db, memberId: string): AsyncGenerator<object[]> {
  const read = (page: Page) =>
    db.pictureVote.findMany({ where: { memberId }, orderBy: [{ createdAt: 'asc' }, { imageId: 'asc' }], ...page });
  for await (const rows of pages(read))
    yield rows.map(({ guildId, imageId, value, own, createdAt, votedAt }) => {
      return { guildId, picture: idOf(imageId), value, own, createdAt, votedAt };
    });
}

function json(name: string, value: unknown): ExportEntry {
  return { name, bytes: Buffer.from(JSON.stringify(value, plain, 2)) };
}

function plain(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'bigint' ? value.toString() : value;
}

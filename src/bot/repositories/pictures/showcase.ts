import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import type { GalleryPicture } from '../../types.js';
import { comesFrom } from './conditions.js';
import { areShown, columns, pictureOf, pictures } from './shown.js';
import type { PictureRow } from './shown.js';

/** Votes of others that a picture needs. */
const leastShowcaseVotes = 3;
/** For how long one process may take to post. */
const leaseMs = 60_000;

interface ShowcasePicture extends GalleryPicture {
  /** Discord's code of the server's language. */
  readonly locale?: string;
}

/** Guilds that have a showcase. */
export async function showcases(
  db: Db,
): Promise<{ readonly guildId: string; readonly channelId: string; readonly score: number }[]> {
  const rows = await db.guild.findMany({
    where: { showcaseChannelId: { not: null }, showcaseScore: { not: null }, leftAt: null },
    select: { id: true, showcaseChannelId: true, showcaseScore: true },
  });
  return rows.map((row) => ({
    guildId: row.id,
    channelId: row.showcaseChannelId ?? '',
    score: row.showcaseScore ?? 1,
  }));
}

interface ShowcaseFilter {
  readonly guildId: string;
  readonly score: number;
  /** Channels, with their public threads; undefined: all. */
  readonly from: readonly string[] | undefined;
}

/** Pictures that are good enough and were not posted, the best first. */
export async function showcaseCandidates(
  db: Db,
  { guildId, score: least, from }: ShowcaseFilter,
  now: number,
  most: number,
): Promise<ShowcasePicture[]> {
  const rows = await db.$queryRaw<(PictureRow & { locale: string | null })[]>(Prisma.sql`
    SELECT ${columns}, g.locale FROM ${pictures}
    WHERE t.guild_id = ${guildId} AND g.guild_id = ${guildId} AND ${areShown} AND t.votes >= ${leastShowcaseVotes} AND t.score >= ${least} AND ${from ? comesFrom(from) : Prisma.sql`TRUE`}
      AND NOT EXISTS (SELECT FROM showcase_post s WHERE s.image_id = i.id
        AND (s.done_at IS NOT NULL OR s.posting_until > ${new Date(now)}))
    ORDER BY t.score DESC, i.id LIMIT ${most}`);
  return rows.map(({ locale, ...row }) => ({
    ...pictureOf(row),
    ...(locale !== null && { locale }),
  }));
}

/**
 * Takes the right to post a picture. Undefined where another has it, or it was posted. `postingAt`: when a process that died began; its
 * message may be there.
 */
export async function claimShowcase(
  db: Db,
  given: { readonly guildId: string; readonly channelId: string; readonly imageId: string },
  now: number,
): Promise<{ readonly postingAt?: number } | undefined> {
  const [until, at] = [new Date(now + leaseMs), new Date(now)];
  const rows = await db.$queryRaw<{ began: Date; fresh: boolean }[]>(Prisma.sql`
    INSERT INTO showcase_post AS s (image_id, guild_id, channel_id, posting_until, posting_at)
    VALUES (${uuidOf(given.imageId)}::uuid, ${given.guildId}, ${given.channelId}, ${until}, ${at})
    ON CONFLICT (image_id) DO UPDATE SET posting_until = ${until}
    WHERE s.done_at IS NULL AND (s.posting_until IS NULL OR s.posting_until <= ${at})
    RETURNING posting_at AS began, xmax = 0 AS fresh`);
  const row = rows.at(0);
  return row && (row.fresh ? {} : { postingAt: row.began.getTime() });
}

/** It was posted; without a message, Discord does not take it. */
export async function recordShowcase(
  db: Db,
  imageId: string,
  messageId: string | undefined,
  now: number,
): Promise<void> {
  const data = { messageId: messageId ?? null, doneAt: new Date(now), postingUntil: null };
  await db.showcasePost.updateMany({ where: { imageId: uuidOf(imageId) }, data });
}

/** Posts whose picture was deleted or removed since. */
export async function showcaseToWithdraw(
  db: Db,
  most: number,
): Promise<{ readonly imageId: string; readonly channelId: string; readonly messageId: string }[]> {
  const rows = await db.$queryRaw<{ imageId: string; channelId: string; messageId: string }[]>(Prisma.sql`
    SELECT s.image_id AS "imageId", s.channel_id AS "channelId", s.message_id AS "messageId"
    FROM showcase_post s LEFT JOIN generated_image i ON i.id = s.image_id LEFT JOIN generation g ON g.id = i.generation_id
    WHERE s.message_id IS NOT NULL AND s.withdrawn_at IS NULL
      AND (g.id IS NULL OR g.deleted_at IS NOT NULL OR g.removed_at IS NOT NULL) LIMIT ${most}`);
  return rows.map((row) => ({ ...row, imageId: idOf(row.imageId) }));
}

export async function recordWithdrawn(db: Db, imageId: string, now: number): Promise<void> {
  await db.showcasePost.updateMany({ where: { imageId: uuidOf(imageId) }, data: { withdrawnAt: new Date(now) } });
}

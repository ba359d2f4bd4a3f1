import { ContestStatus, Prisma } from '../../generated/prisma/client.js';
import type { Contest as Row } from '../../generated/prisma/client.js';
import type { Db } from '../database/connection.js';
import { idOf, newId, uuidOf } from '../database/ids.js';
import type { Contest, ContestEntry } from '../types.js';
import { ensureGuild } from './guilds.js';
import { isNoStrip } from './pictures/conditions.js';
import { areShown, columns, pictureOf, picturesWith, score } from './pictures/shown.js';
import type { PictureRow } from './pictures/shown.js';

const { opening, open, cancelled } = ContestStatus;
/** For how long one process may take to post the end. */
const leaseMs = 60_000;
/** What a contest's end can show of its entries. */
const mostEntries = 100;
/** How long after its time the end waits for entries that are being painted or posted. */
const entriesMs = 600_000;

export interface NewContest {
  readonly guildId: string;
  readonly aestheticId: string;
  readonly title: string;
  readonly creatorId: string;
  readonly channelId: string;
  readonly locale?: string;
  readonly closesAt: number;
}

/** Before its thread is there: a process that dies now leaves an empty thread and nothing that would ever close. */
export async function insertContest(db: Db, given: NewContest, now: number): Promise<string> {
  const { aestheticId, locale = null, closesAt, ...rest } = given;
  const id = newId(now);
  await ensureGuild(db, given.guildId);
  await db.contest.create({
    data: {
      id: uuidOf(id),
      aestheticId: uuidOf(aestheticId),
      locale,
      closesAt: new Date(closesAt),
      createdAt: new Date(now),
      ...rest,
    },
  });
  return id;
}

export async function openContest(db: Db, id: string, threadId: string): Promise<void> {
  await db.contest.updateMany({ where: { id: uuidOf(id), status: opening }, data: { status: open, threadId } });
}

export async function cancelContest(db: Db, id: string): Promise<void> {
  await db.contest.updateMany({ where: { id: uuidOf(id), status: opening }, data: { status: cancelled } });
}

export async function findContest(db: Db, guildId: string, id: string): Promise<Contest | undefined> {
  const row = await db.contest.findFirst({
    where: { id: uuidOf(id), guildId, threadId: { not: null } },
    include: { aesthetic: { select: { name: true } } },
  });
  return row ? contestOf(row) : undefined;
}

/** Contests whose time is over and whose end nobody has posted or is posting. Entries that are still on their way are waited for. */
export async function dueContests(db: Db, now: number): Promise<Contest[]> {
  const at = new Date(now);
  const due = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT c.id FROM contest c
    WHERE c.status IN ('open', 'closed') AND c.closes_at <= ${at} AND c.announced_at IS NULL
      AND (c.posting_until IS NULL OR c.posting_until <= ${at})
      AND (c.closes_at <= ${new Date(now - entriesMs)} OR NOT EXISTS (
        SELECT FROM generation g
        WHERE g.guild_id = c.guild_id AND g.channel_id = c.thread_id AND g.created_at BETWEEN c.created_at AND c.closes_at
          AND g.delivered_at IS NULL AND NOT g.background))
    ORDER BY c.closes_at LIMIT 20`);
  if (due.length === 0) return [];
  const rows = await db.contest.findMany({
    where: { id: { in: due.map(({ id }) => id) } },
    include: { aesthetic: { select: { name: true } } },
    orderBy: { closesAt: 'asc' },
  });
  return rows.map(contestOf);
}

/** Takes the right to post its end, which closes it. Undefined where another has it. `postingAt`: when a process that died began. */
export async function claimContest(
  db: Db,
  id: string,
  now: number,
): Promise<{ readonly postingAt?: number } | undefined> {
  const [until, at] = [new Date(now + leaseMs), new Date(now)];
  const rows = await db.$queryRaw<{ began: Date }[]>(Prisma.sql`
    UPDATE contest SET posting_until = ${until}, posting_at = coalesce(posting_at, ${at}), status = 'closed',
      closed_at = coalesce(closed_at, ${at})
    WHERE id = ${uuidOf(id)}::uuid AND announced_at IS NULL AND (posting_until IS NULL OR posting_until <= ${at})
    RETURNING posting_at AS began`);
  const row = rows.at(0);
  return row && (row.began.getTime() === now ? {} : { postingAt: row.began.getTime() });
}

export async function recordAnnounced(db: Db, id: string, now: number): Promise<void> {
  const data = { announcedAt: new Date(now), postingUntil: null };
  await db.contest.updateMany({ where: { id: uuidOf(id) }, data });
}

/** Pictures asked for in the contest's thread while it was open, painted with its aesthetic; by Wilson's bound of the votes until its end. */
export async function contestEntries(db: Db, contest: Contest): Promise<ContestEntry[]> {
  const { guildId, threadId, aestheticId, createdAt, closesAt } = contest;
  const [from, to] = [new Date(createdAt), new Date(closesAt)];
  const rows = await db.$queryRaw<(PictureRow & { score: number })[]>(Prisma.sql`
    WITH tally AS (
      SELECT v.image_id, count(*) FILTER (WHERE v.value = 1)::float8 AS likes, count(*)::float8 AS votes
      FROM picture_vote v JOIN generated_image e ON e.id = v.image_id JOIN generation g ON g.id = e.generation_id
      WHERE g.guild_id = ${guildId} AND g.channel_id = ${threadId} AND g.created_at BETWEEN ${from} AND ${to}
        AND NOT v.own AND v.value <> 0 AND v.voted_at <= ${to}
      GROUP BY v.image_id)
    SELECT ${columns}, ${score} AS score FROM ${picturesWith(Prisma.sql`tally`)}
    WHERE g.guild_id = ${guildId} AND g.channel_id = ${threadId} AND v.aesthetic_id = ${uuidOf(aestheticId)}::uuid
      AND g.created_at BETWEEN ${from} AND ${to} AND ${isNoStrip} AND ${areShown}
    ORDER BY score DESC, i.id LIMIT ${mostEntries}`);
  const scores = rows.map((row) => row.score);
  return rows.map((row) => {
    const { votes } = row;
    // Without votes there is no rank; with the same bound it is the same.
    return { ...pictureOf(row), ...(votes > 0 && { rank: scores.indexOf(row.score) + 1 }) };
  });
}

function contestOf(row: Row & { readonly aesthetic: { readonly name: string } }): Contest {
  return {
    id: idOf(row.id),
    guildId: row.guildId,
    aestheticId: idOf(row.aestheticId),
    aestheticName: row.aesthetic.name,
    title: row.title,
    threadId: row.threadId ?? '',
    createdAt: row.createdAt.getTime(),
    closesAt: row.closesAt.getTime(),
    ...(row.locale !== null && { locale: row.locale }),
  };
}

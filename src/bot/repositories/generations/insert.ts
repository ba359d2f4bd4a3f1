import { Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { newId, uuidOf } from '../../database/ids.js';
import { BotError } from '../../errors.js';
import { insertDuel } from '../duels/life.js';
import { ensureGuild } from '../guilds.js';
import type { ResolvedOptions } from './jsonColumns.js';
import { generationOf } from './rows.js';
import type { Reply, StoredGeneration } from './rows.js';

export interface NewGeneration {
  readonly guildId: string;
  readonly askerId: string;
  readonly parentChannelId?: string;
  readonly pack: string;
  readonly imagineOptions: ResolvedOptions;
  readonly versionUuid?: string;
  readonly parentId?: string;
  readonly reply: Reply;
  /** Until when nobody but whoever accepted it may edit the reply. */
  readonly editingUntil?: number;
  readonly cost: number;
  /** Painted when nothing else waits, and counted against nobody. */
  readonly background?: boolean;
}

export interface Caps {
  readonly memberCap: number;
  readonly guildCap: number;
  /** Of requests of the member in the last 24 hours, those aside that failed or were cancelled. */
  readonly dailyQuota?: number;
}

const dayMs = 24 * 3_600_000;

/** Writes a waiting generation. @throws BotError when the member, or the guild, has as many unfinished as it may */
export async function insertGeneration(
  client: PrismaClient,
  given: NewGeneration,
  caps: Caps,
  now: number,
): Promise<StoredGeneration> {
  const { guildId, askerId, reply, imagineOptions } = given;
  return client.$transaction(async (db) => {
    // Of two requests at once, the second sees the first: writing the row locks it until the end of the transaction.
    await ensureGuild(db, guildId);
    if (given.background !== true) await checkCaps(db, guildId, askerId, caps, now);
    const row = await db.generation.create({
      data: {
        id: uuidOf(newId(now)),
        guildId,
        memberId: askerId,
        channelId: reply.channelId,
        parentChannelId: given.parentChannelId ?? null,
        pack: given.pack,
        imagineOptions,
        background: given.background ?? false,
        aestheticVersionId: given.versionUuid ?? null,
        parentId: given.parentId === undefined ? null : uuidOf(given.parentId),
        applicationId: reply.applicationId,
        token: reply.token ?? null,
        tokenIssuedAt: reply.tokenIssuedAt === undefined ? null : new Date(reply.tokenIssuedAt),
        messageId: reply.messageId ?? null,
        attachmentLimit: reply.attachmentLimit,
        locale: reply.locale ?? null,
        editingUntil: given.editingUntil === undefined ? null : new Date(given.editingUntil),
        cost: given.cost,
        createdAt: new Date(now),
      },
    });
    const { duel } = imagineOptions;
    if (duel) await insertDuel(db, { guildId, creatorId: askerId, generationUuid: row.id, minutes: duel.minutes }, now);
    return generationOf(row);
  });
}

async function checkCaps(
  db: Db,
  guildId: string,
  memberId: string,
  { memberCap, guildCap, dailyQuota }: Caps,
  now: number,
): Promise<void> {
  const [{ own, all, today }] = await db.$queryRaw<[{ own: number; all: number; today: number }]>(Prisma.sql`
    SELECT count(*) FILTER (WHERE member_id = ${memberId})::int AS own, count(*)::int AS all,
      (SELECT count(*)::int FROM generation WHERE guild_id = ${guildId} AND member_id = ${memberId} AND NOT background
        AND created_at > ${new Date(now - dayMs)} AND status NOT IN ('failed', 'cancelled')) AS today
    FROM generation
    WHERE guild_id = ${guildId} AND status IN ('waiting', 'dispatched', 'painting') AND NOT background`);
  if (own >= memberCap) throw new BotError('memberCap', { count: own });
  if (all >= guildCap) throw new BotError('guildCap', { count: all });
  if (dailyQuota !== undefined && today >= dailyQuota) throw new BotError('dailyQuota', { quota: dailyQuota });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { newId, uuidOf } from '../../database/ids.js';
import { BotError } from '../../errors.js';
import { isTransient } from '../../transient.js';
import { guessMsPerCost } from '../../types.js';
import { aestheticCaps, checkAestheticCap } from '../aesthetics/cap.js';
import { insertDuel } from '../duels/life.js';
import { ensureGuild } from '../guilds.js';
import { medianMsPerCost } from './dispatch.js';
import type { ResolvedOptions } from './jsonColumns.js';
import { generationById, generationOf } from './rows.js';
import type { Reply, StoredGeneration } from './rows.js';

export interface NewGeneration {
  readonly guildId: string;
  readonly askerId: string;
  readonly parentChannelId?: string;
  readonly pack: string;
  /** What is in it. */
  readonly packContent?: string;
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
  readonly cost?: CostCaps;
}

/** Seconds that painting may take, by what a unit of cost took lately on the devices at hand. */
export interface CostCaps {
  readonly requestSeconds: number;
  /** Of the unfinished requests of a member in a guild, and of the guild, together. */
  readonly memberSeconds: number;
  readonly guildSeconds: number;
  /** The refusal of a request that takes `seconds`, where `mostCost` is what one may cost. */
  readonly tooCostly: (seconds: number, mostCost: number) => Error;
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
  const id = newId(now);
  const inserted = client.$transaction(async (db) => {
    // Of two requests at once, the second sees the first: writing the row locks it until the end of the transaction.
    const { aestheticCap } = await ensureGuild(db, guildId);
    if (given.background !== true || imagineOptions.making) await checkCaps(db, given, caps, now);
    if (imagineOptions.making && imagineOptions.making.what.kind !== 'add')
      await checkAestheticCap(db, guildId, aestheticCap ?? aestheticCaps.usual);
    const row = await db.generation.create({
      data: {
        id: uuidOf(id),
        guildId,
        memberId: askerId,
        channelId: reply.channelId,
        parentChannelId: given.parentChannelId ?? null,
        pack: given.pack,
        packContent: given.packContent ?? null,
        imagineOptions,
        background: given.background ?? imagineOptions.making !== undefined,
        making: imagineOptions.making !== undefined,
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
  return inserted.catch(async (error: unknown) => {
    // A connection that breaks after the commit says nothing of it: who is told that it failed would be shown the picture all the same.
    const committed = isTransient(error) ? await foundLater(client, id) : undefined;
    if (committed) return committed;
    throw error;
  });
}

/** For so long a row is looked for whose insertion did not answer. */
const lookMs = 5_000;
const lookEveryMs = 500;

async function foundLater(client: PrismaClient, id: string): Promise<StoredGeneration | undefined> {
  const until = performance.now() + lookMs;
  for (;;) {
    try {
      return await generationById(client, id);
    } catch (error) {
      if (!isTransient(error) || performance.now() > until) return undefined;
    }
    await sleep(lookEveryMs);
  }
}

async function checkCaps(
  db: Db,
  { guildId, askerId: memberId, cost }: NewGeneration,
  { memberCap, guildCap, dailyQuota, cost: costCaps }: Caps,
  now: number,
): Promise<void> {
  const [{ own, all, today, ...costs }] = await db.$queryRaw<
    [{ own: number; all: number; today: number; ownCost: number; allCost: number; ms: number | null }]
  >(Prisma.sql`
    SELECT count(*) FILTER (WHERE member_id = ${memberId})::int AS own, count(*)::int AS all,
      coalesce(sum(cost) FILTER (WHERE member_id = ${memberId}), 0)::float8 AS "ownCost",
      coalesce(sum(cost), 0)::float8 AS "allCost", (${medianMsPerCost}) AS ms,
      (SELECT count(*)::int FROM generation WHERE guild_id = ${guildId} AND member_id = ${memberId} AND NOT background
        AND created_at > ${new Date(now - dayMs)} AND status NOT IN ('failed', 'cancelled')) AS today
    FROM generation
    WHERE guild_id = ${guildId} AND status IN ('waiting', 'dispatched', 'painting') AND (making OR NOT background)`);
  if (own >= memberCap) throw new BotError('memberCap', { count: own });
  if (all >= guildCap) throw new BotError('guildCap', { count: all });
  if (dailyQuota !== undefined && today >= dailyQuota) throw new BotError('dailyQuota', { quota: dailyQuota });
  if (costCaps) checkCosts(cost, costs, costCaps);
}

function checkCosts(
  cost: number,
  { ownCost, allCost, ms }: { readonly ownCost: number; readonly allCost: number; readonly ms: number | null },
  { requestSeconds, memberSeconds, guildSeconds, tooCostly }: CostCaps,
): void {
  const perCost = (ms ?? guessMsPerCost) / 1_000;
  const seconds = (units: number): number => Math.ceil(units * perCost);
  if (cost * perCost > requestSeconds) throw tooCostly(seconds(cost), requestSeconds / perCost);
  const taken = { seconds: seconds(cost) };
  if ((ownCost + cost) * perCost > memberSeconds)
    throw new BotError('memberCost', { ...taken, waiting: seconds(ownCost), most: memberSeconds });
  if ((allCost + cost) * perCost > guildSeconds)
    throw new BotError('guildCost', { ...taken, waiting: seconds(allCost), most: guildSeconds });
}

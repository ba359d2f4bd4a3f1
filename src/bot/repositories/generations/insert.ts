import { GenerationStatus } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { newId, uuidOf } from '../../database/ids.js';
import { BotError } from '../../errors.js';
import { ensureGuild } from '../guilds.js';
import type { ResolvedOptions } from './jsonColumns.js';
import { generationOf } from './rows.js';
import type { Reply, StoredGeneration } from './rows.js';

const { waiting, dispatched, painting } = GenerationStatus;
/** What is accepted and not finished. */
const unfinished = [waiting, dispatched, painting];

export interface NewGeneration {
  readonly guildId: string;
  readonly askerId: string;
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
}

/** Writes a waiting generation. @throws BotError when the member, or the guild, has as many unfinished as it may */
export async function insertGeneration(
  client: PrismaClient,
  given: NewGeneration,
  caps: Caps,
  now: number,
): Promise<StoredGeneration> {
  const { guildId, askerId, reply, imagineOptions } = given;
  return client.$transaction(async (db) => {
    await ensureGuild(db, guildId);
    // Of two requests at once, the second sees the first.
    await db.$queryRaw`SELECT id FROM guild WHERE id = ${guildId} FOR UPDATE`;
    if (given.background !== true) await checkCaps(db, guildId, askerId, caps);
    const row = await db.generation.create({
      data: {
        id: uuidOf(newId(now)),
        guildId,
        memberId: askerId,
        channelId: reply.channelId,
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
    return generationOf(row);
  });
}

async function checkCaps(db: Db, guildId: string, memberId: string, { memberCap, guildCap }: Caps): Promise<void> {
  const where = { guildId, status: { in: unfinished }, background: false };
  const own = await db.generation.count({ where: { ...where, memberId } });
  if (own >= memberCap) throw new BotError('memberCap', { count: own });
  const all = await db.generation.count({ where });
  if (all >= guildCap) throw new BotError('guildCap', { count: all });
}

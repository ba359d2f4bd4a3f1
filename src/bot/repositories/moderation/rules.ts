import type { Db } from '../../database/connection.js';
import { BotError } from '../../errors.js';
import { ensureGuild } from '../guilds.js';

/** Of a guild: all are compared with every prompt. */
const mostWords = 200;

/** What managers can set of a guild's rules; null: back to the default. */
export interface RulesChange {
  readonly reportChannelId?: string | null;
  readonly showcaseChannelId?: string | null;
  readonly showcaseScore?: number | null;
  readonly accountDays?: number | null;
  readonly memberDays?: number | null;
  readonly dailyQuota?: number | null;
}

export async function changeRules(db: Db, guildId: string, change: RulesChange): Promise<void> {
  await db.guild.upsert({ where: { id: guildId }, create: { id: guildId, ...change }, update: change });
}

/** What a role changes; null: nothing any more. */
export async function changeRoleRule(
  db: Db,
  guildId: string,
  roleId: string,
  rule: { readonly dailyQuota: number | null; readonly exempt: boolean } | null,
): Promise<void> {
  const where = { guildId_roleId: { guildId, roleId } };
  if (rule === null) {
    await db.roleRule.deleteMany({ where: { guildId, roleId } });
    return;
  }
  await ensureGuild(db, guildId);
  await db.roleRule.upsert({ where, create: { guildId, roleId, ...rule }, update: rule });
}

/** @throws BotError where there are too many */
export async function addWordRule(db: Db, guildId: string, word: string): Promise<void> {
  await ensureGuild(db, guildId);
  if ((await db.wordRule.count({ where: { guildId } })) >= mostWords)
    throw new BotError('tooManyWordRules', { most: mostWords });
  await db.wordRule.createMany({ data: { guildId, word }, skipDuplicates: true });
}

/** False where there is no such rule. */
export async function removeWordRule(db: Db, guildId: string, word: string): Promise<boolean> {
  return (await db.wordRule.deleteMany({ where: { guildId, word } })).count > 0;
}

/** False where the member is blocked already. */
export async function blockMember(db: Db, guildId: string, memberId: string, now: number): Promise<boolean> {
  await ensureGuild(db, guildId);
  const data = { guildId, memberId, createdAt: new Date(now) };
  return (await db.memberBlock.createMany({ data, skipDuplicates: true })).count > 0;
}

/** False where none of them is blocked. */
export async function unblockMember(db: Db, guildId: string, memberIds: readonly string[]): Promise<boolean> {
  return (await db.memberBlock.deleteMany({ where: { guildId, memberId: { in: [...memberIds] } } })).count > 0;
}

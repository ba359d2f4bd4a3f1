import { erasedBlock } from '../../blocks.js';
import type { Db } from '../../database/connection.js';

/** What moderators and managers have on a member, and what the member reported, held or did, in every guild: for their export. */
export async function moderationOf(db: Db, memberId: string) {
  const [reports, warnings, blocks, contests, audit] = await Promise.all([
    db.report.findMany({ where: { reporterId: memberId } }),
    db.memberWarning.findMany({ where: { memberId } }),
    db.memberBlock.findMany({ where: { memberId } }),
    db.contest.findMany({ where: { creatorId: memberId }, select: { guildId: true, title: true, createdAt: true } }),
    db.auditEntry.findMany({
      where: { OR: [{ actorId: memberId }, { memberId }] },
      select: { guildId: true, action: true, detail: true, createdAt: true, actorId: true },
    }),
  ]);
  return {
    reports: reports.map(({ guildId, createdAt }) => ({ guildId, createdAt })),
    warnings: warnings.map(({ guildId, prompt, createdAt }) => ({ guildId, prompt, createdAt })),
    blockedIn: blocks.map(({ guildId, createdAt }) => ({ guildId, createdAt })),
    contests,
    // Who acted on the member stays the moderators' own.
    audit: audit.map(({ actorId, ...entry }) => ({ ...entry, byMe: actorId === memberId })),
  };
}

/** Their reports and warnings go; elsewhere their id does. A block goes on without it. */
export async function eraseModeration(db: Db, memberId: string): Promise<void> {
  await db.report.deleteMany({ where: { reporterId: memberId } });
  await db.memberWarning.deleteMany({ where: { memberId } });
  await db.auditEntry.updateMany({ where: { actorId: memberId }, data: { actorId: null } });
  await db.auditEntry.updateMany({ where: { memberId }, data: { memberId: null } });
  await db.contest.updateMany({ where: { creatorId: memberId }, data: { creatorId: null } });
  for (const { guildId } of await db.memberBlock.findMany({ where: { memberId } }))
    await db.memberBlock.updateMany({
      where: { guildId, memberId },
      data: { memberId: erasedBlock(guildId, memberId) },
    });
}

import type { Db } from '../../database/connection.js';
import { idOf, newId, uuidOf } from '../../database/ids.js';
import { auditActions } from '../../types.js';
import type { AuditAction, AuditEntry } from '../../types.js';

export interface NewAuditEntry {
  readonly guildId: string;
  readonly action: AuditAction;
  readonly actorId: string;
  readonly memberId?: string;
  readonly generationId?: string;
  readonly detail?: string;
}

/** Writes down who did what. Returns the entry's id. */
export async function writeAudit(db: Db, entry: NewAuditEntry, now: number): Promise<string> {
  const { guildId, action, actorId, memberId = null, generationId, detail = null } = entry;
  const id = newId(now);
  await db.auditEntry.create({
    data: {
      id: uuidOf(id),
      guildId,
      action,
      actorId,
      memberId,
      generationId: generationId === undefined ? null : uuidOf(generationId),
      detail,
      createdAt: new Date(now),
    },
  });
  return id;
}

/** The latest first; of one generation where it is named. */
export async function listAudit(db: Db, guildId: string, most: number, generationId?: string): Promise<AuditEntry[]> {
  const rows = await db.auditEntry.findMany({
    where: { guildId, ...(generationId !== undefined && { generationId: uuidOf(generationId) }) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: most,
  });
  return rows.flatMap(({ id, action: text, actorId, memberId, generationId: of, detail, createdAt, undoneAt }) => {
    const action = auditActions.find((known) => known === text);
    // A later version's.
    if (!action) return [];
    return {
      id: idOf(id),
      action,
      at: createdAt.getTime(),
      isUndone: undoneAt !== null,
      ...(actorId !== null && { actorId }),
      ...(memberId !== null && { memberId }),
      ...(of !== null && { generationId: idOf(of) }),
      ...(detail !== null && { detail }),
    };
  });
}

/** False where it was undone before. */
export async function markUndone(db: Db, id: string, now: number): Promise<boolean> {
  const where = { id: uuidOf(id), undoneAt: null };
  return (await db.auditEntry.updateMany({ where, data: { undoneAt: new Date(now) } })).count === 1;
}

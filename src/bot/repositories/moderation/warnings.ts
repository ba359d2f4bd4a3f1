import { Prisma } from '../../../generated/prisma/client.js';
import { cut } from '../../../text/clean.js';
import type { Db } from '../../database/connection.js';
import { newId, uuidOf } from '../../database/ids.js';

const promptLength = 200;

/** What a warning quotes of a prompt: its beginning. */
function quoted(prompt: string): string {
  return cut(prompt, promptLength);
}

export async function insertWarning(
  db: Db,
  { prompt, ...given }: { readonly guildId: string; readonly memberId: string; readonly prompt: string },
  now: number,
): Promise<void> {
  const data = { id: uuidOf(newId(now)), ...given, prompt: quoted(prompt), createdAt: new Date(now) };
  await db.memberWarning.create({ data });
}

/** Withdraws a member's latest warning, if they have not been told. */
export async function withdrawWarning(db: Db, guildId: string, memberId: string): Promise<void> {
  const latest = await db.memberWarning.findFirst({
    where: { guildId, memberId, shownAt: null },
    orderBy: { id: 'desc' },
    select: { id: true },
  });
  if (latest) await db.memberWarning.deleteMany({ where: { id: latest.id } });
}

/** Prompts of the warnings that a member has not been told, which are taken as told. */
export async function takeWarnings(db: Db, guildId: string, memberId: string, now: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ prompt: string }[]>(Prisma.sql`
    UPDATE member_warning SET shown_at = ${new Date(now)}
    WHERE guild_id = ${guildId} AND member_id = ${memberId} AND shown_at IS NULL RETURNING prompt`);
  return rows.map(({ prompt }) => prompt);
}

/** The pictures are gone: warnings of them say no longer what was asked for. */
export async function forgetQuotes(db: Db, guildId: string, memberId: string, prompt: string): Promise<void> {
  await db.memberWarning.updateMany({ where: { guildId, memberId, prompt: quoted(prompt) }, data: { prompt: '' } });
}

import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import type { VoteValue } from '../../types.js';
import { isNoStrip } from '../pictures/conditions.js';

/** A member presses 👍 or 👎 below something. `id` is the aesthetic's, or the picture's. */
export interface PressedVote {
  readonly guildId: string;
  readonly memberId: string;
  readonly id: string;
  readonly value: VoteValue;
}

/** What holds after a press. */
export interface CastVote {
  /** Absent where the press took it back. */
  readonly mine?: VoteValue;
  /** On the member's own work. */
  readonly own: boolean;
}

/*
 * A press is one upsert, whose row lock puts presses of one member in an order: the same value again takes the vote back, the other one
 * changes it. What was taken back is 0 for a moment, which nobody counts, and is deleted unless it has become a vote again meanwhile.
 */

/** With the aesthetic's name. Undefined where there is no such aesthetic for the guild, or it is deleted. */
export async function voteOnAesthetic(
  db: Db,
  { guildId, memberId, id, value }: PressedVote,
  now: number,
): Promise<(CastVote & { readonly name: string }) | undefined> {
  const rows = await db.$queryRaw<(CastRow & { readonly name: string })[]>(Prisma.sql`
    -- A guild that only votes on what comes with the pack has no row yet.
    WITH here AS (INSERT INTO guild (id) VALUES (${guildId}) ON CONFLICT DO NOTHING)
    INSERT INTO aesthetic_vote AS vote (guild_id, aesthetic_id, member_id, value, own, voted_at)
    SELECT ${guildId}, a.id, ${memberId}, ${value}, a.creator_id IS NOT DISTINCT FROM ${memberId}, ${new Date(now)}
    FROM aesthetic a
    WHERE a.id = ${uuidOf(id)}::uuid AND a.deleted_at IS NULL AND a.owner_id IS NULL
      AND (a.guild_id = ${guildId} OR a.guild_id IS NULL)
    ON CONFLICT (guild_id, aesthetic_id, member_id) DO UPDATE SET ${pressedAgain}
    RETURNING value, own, (SELECT name FROM aesthetic WHERE id = vote.aesthetic_id) AS name`);
  const row = rows.at(0);
  if (row?.value === 0)
    await db.aestheticVote.deleteMany({ where: { guildId, aestheticId: uuidOf(id), memberId, value: 0 } });
  return row && { ...castOf(row), name: row.name };
}

/**
 * With the generation that the picture is of. Undefined where the guild has no such picture, or it was deleted. A strip shows several
 * strengths: it takes no votes.
 */
export async function voteOnPicture(
  db: Db,
  { guildId, memberId, id, value }: PressedVote,
  now: number,
): Promise<(CastVote & { readonly generationId: string }) | undefined> {
  const rows = await db.$queryRaw<(CastRow & { readonly generation: string })[]>(Prisma.sql`
    INSERT INTO picture_vote AS vote (image_id, member_id, guild_id, aesthetic_id, asker_id, value, own, voted_at)
    SELECT i.id, ${memberId}, g.guild_id, v.aesthetic_id, g.member_id, ${value}, g.member_id = ${memberId}, ${new Date(now)}
    FROM generated_image i
      JOIN generation g ON g.id = i.generation_id
      LEFT JOIN aesthetic_version v ON v.id = i.aesthetic_version_id
    WHERE i.id = ${uuidOf(id)}::uuid AND g.guild_id = ${guildId} AND g.deleted_at IS NULL AND g.removed_at IS NULL
      AND ${isNoStrip}
      -- While a duel is open, nothing tells what its pictures are.
      AND NOT EXISTS (SELECT FROM duel d WHERE d.generation_id = g.id AND d.status <> 'closed')
    ON CONFLICT (image_id, member_id) DO UPDATE SET ${pressedAgain}
    RETURNING value, own, (SELECT generation_id FROM generated_image WHERE id = vote.image_id) AS generation`);
  const row = rows.at(0);
  if (row?.value === 0) await db.pictureVote.deleteMany({ where: { imageId: uuidOf(id), memberId, value: 0 } });
  return row && { ...castOf(row), generationId: idOf(row.generation) };
}

interface CastRow {
  readonly value: number;
  readonly own: boolean;
}

const pressedAgain = Prisma.sql`
  value = CASE WHEN vote.value = excluded.value THEN 0 ELSE excluded.value END,
  own = excluded.own, voted_at = excluded.voted_at`;

function castOf({ value, own }: CastRow): CastVote {
  return value === 0 ? { own } : { own, mine: value > 0 ? 1 : -1 };
}

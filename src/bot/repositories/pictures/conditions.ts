import { Prisma } from '../../../generated/prisma/client.js';

/* Conditions on the table generation, called `g`. */

/** A strip shows several strengths of an aesthetic, so that its picture is of none of them. */
export const isNoStrip = Prisma.sql`g.wish ->> 'strip' IS DISTINCT FROM 'true'`;

/** Asked for in one of these channels, or in a public thread of one. */
export function comesFrom(channelIds: readonly string[]): Prisma.Sql {
  const ids = [...channelIds];
  return Prisma.sql`(g.channel_id = ANY(${ids}) OR g.parent_channel_id = ANY(${ids}))`;
}

import { Prisma } from '../../generated/prisma/client.js';
import type { Db } from '../database/connection.js';

/** Discord's five seconds, and what two identifications may be longer on their way than each other. */
const everyMs = 5_500;
const clockMs = Prisma.sql`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;

/**
 * Takes the turn to identify, of one bucket, among all processes, by the database's clock. Gives 0, or after how many milliseconds it is
 * free where another process took it.
 */
export async function claimIdentify(db: Db, bucket: number): Promise<number> {
  const key = `identify:${bucket}`;
  const taken = await db.$executeRaw(Prisma.sql`
    INSERT INTO fact AS turn (key, value) VALUES (${key}, ${clockMs}::text)
    ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value
    WHERE turn.value::bigint NOT BETWEEN EXCLUDED.value::bigint - ${everyMs}::int + 1 AND EXCLUDED.value::bigint`);
  if (taken > 0) return 0;
  const rows = await db.$queryRaw<{ wait: number }[]>(Prisma.sql`
    SELECT (value::bigint + ${everyMs}::int - ${clockMs})::float8 AS wait FROM fact WHERE key = ${key}`);
  return Math.max(1, rows[0]?.wait ?? 1);
}

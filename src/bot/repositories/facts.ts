import type { Db } from '../database/connection.js';

/** A small fact of the installation, such as which commands were registered last. */
export async function findFact(db: Db, key: string): Promise<string | undefined> {
  return (await db.fact.findUnique({ where: { key } }))?.value;
}

export async function rememberFact(db: Db, key: string, value: string): Promise<void> {
  await db.fact.upsert({ where: { key }, create: { key, value }, update: { value } });
}

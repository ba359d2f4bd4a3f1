import pg from 'pg';

/** What a statement gives, by a connection of its own. */
export async function queryRows<T extends pg.QueryResultRow>(
  databaseUrl: string | undefined,
  sql: string,
): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

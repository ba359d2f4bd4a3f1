import { migrate } from '../src/bot/database/migrate.js';
import { schemaDiff } from '../test/support/schemaDiff.js';

/** Prints what a new migration has to hold: the SQL from prisma/migrations to prisma/schema.prisma. */
const script = await schemaDiff(async (db) => {
  await migrate({
    run: async (sql) => {
      await db.exec(sql);
    },
    query: async (sql, values) => (await db.query<object>(sql, [...values])).rows,
  });
});
console.log(script);

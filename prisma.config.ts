import { defineConfig } from 'prisma/config';

/** For the Prisma command line alone: the program opens its database in src/bot/data. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});

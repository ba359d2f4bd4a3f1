import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { PrismaClient } from '../../generated/prisma/client.js';
import { openEmbedded, openPostgres } from '../database/connection.js';
import type { OnStatement } from '../database/connection.js';
import type { PglitePool } from '../database/pglitePool.js';
import { openFileStore, redisStore } from './imageStore.js';
import type { ImageStore } from './imageStore.js';

export type StoreOptions =
  | { readonly mode: 'embedded'; readonly dir: string }
  | { readonly mode: 'distributed'; readonly databaseUrl: string; readonly redisUrl: string };

/** All that is kept, and what carries the queues. */
export interface Store {
  readonly mode: StoreOptions['mode'];
  /** For this folder's functions and nothing else. */
  readonly client: PrismaClient;
  readonly images: ImageStore;
  readonly queues:
    { readonly backend: 'postgres'; readonly pool: PglitePool } | { readonly backend: 'redis'; readonly redis: Redis };
  close(): Promise<void>;
}

/** Opens the store of one mode, its schema brought up to date. `onStatement` hears what is asked of the database. @throws UserError: the folder is in use, a server does not answer */
export async function openStore(options: StoreOptions, onStatement?: OnStatement): Promise<Store> {
  if (options.mode === 'embedded') {
    const { client, queuePool, close } = await openEmbedded(options.dir, onStatement);
    const images = await openFileStore(join(options.dir, 'images'));
    return { mode: 'embedded', client, images, queues: { backend: 'postgres', pool: queuePool }, close };
  }
  const { client, close } = await openPostgres(options.databaseUrl, onStatement);
  // BullMQ's workers block on it, and ask for no limit on retries.
  const redis = new Redis(options.redisUrl, { maxRetriesPerRequest: null });
  return {
    mode: 'distributed',
    client,
    images: redisStore(redis),
    queues: { backend: 'redis', redis },
    close: async () => {
      await close();
      redis.disconnect();
    },
  };
}

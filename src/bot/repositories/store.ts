import { join } from 'node:path';
import { Redis } from 'ioredis';
import { UserError } from '../../engine/index.js';
import type { PrismaClient } from '../../generated/prisma/client.js';
import { openEmbedded, openPostgres } from '../database/connection.js';
import type { OnStatement } from '../database/connection.js';
import type { PglitePool } from '../database/pglitePool.js';
import { redisHost } from '../serverUrls.js';
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
  await pingRedis(options.redisUrl);
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

const pingMs = 10_000;

/** ioredis waits for a server for ever and says nothing. @throws UserError when none answers, or it does not take the password */
export async function pingRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: pingMs,
    commandTimeout: pingMs,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  const heard: Error[] = [];
  redis.on('error', (error: Error) => heard.push(error));
  // Something that listens and says nothing that Redis says would be waited for.
  const patience = setTimeout(() => {
    heard.push(new Error(`no answer within ${pingMs / 1000} s`));
    redis.disconnect();
  }, pingMs);
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    // What was heard first is the cause; the promise says "Connection is closed".
    const why = heard[0]?.message ?? (error instanceof Error ? error.message : String(error));
    throw new UserError(`no Redis answers at ${redisHost(url)} (${why}); check REDIS_URL`);
  } finally {
    clearTimeout(patience);
    redis.disconnect();
  }
}

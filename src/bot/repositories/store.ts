import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { UserError } from '../../engine/index.js';
import type { PrismaClient } from '../../generated/prisma/client.js';
import { followClock } from '../database/clock.js';
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
    | { readonly backend: 'postgres'; readonly pool: PglitePool }
    | { readonly backend: 'redis'; readonly redis: Redis; readonly workers: Redis };
  /** The database's clock, milliseconds since 1970: leases, and whether a worker is alive, do not depend on clocks of machines. */
  readonly now: () => number;
  /** Servers that do not answer within seconds, by name, each with why; none where all is well. */
  unwell(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

/** Opens the store of one mode, its schema brought up to date. `onStatement` hears what is asked of the database. @throws UserError: the folder is in use, a server does not answer */
export async function openStore(options: StoreOptions, onStatement?: OnStatement): Promise<Store> {
  if (options.mode === 'embedded') {
    const { client, queuePool, close } = await openEmbedded(options.dir, onStatement);
    const images = await openFileStore(join(options.dir, 'images'));
    return {
      mode: 'embedded',
      client,
      images,
      queues: { backend: 'postgres', pool: queuePool },
      // It computes in this process.
      now: () => Date.now(),
      unwell: () => silentOnes({ database: client.$queryRaw`SELECT 1` }),
      close,
    };
  }
  await pingRedis(options.redisUrl);
  const { client, close } = await openPostgres(options.databaseUrl, onStatement);
  const clock = await followClock(async () => {
    const [row] = await client.$queryRaw<
      [{ ms: number }]
    >`SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS ms`;
    return row.ms;
  });
  // BullMQ's workers block on it, and ask for no limit on retries.
  const workers = new Redis(options.redisUrl, { maxRetriesPerRequest: null });
  // Whoever asks for anything else is told when no answer comes.
  const redis = new Redis(options.redisUrl, { commandTimeout: commandMs });
  // It is reported where it is asked; ioredis would print it.
  redis.on('error', () => undefined);
  return {
    mode: 'distributed',
    client,
    images: redisStore(redis),
    queues: { backend: 'redis', redis, workers },
    now: clock.now,
    unwell: () => silentOnes({ postgres: client.$queryRaw`SELECT 1`, redis: redis.ping() }),
    close: async () => {
      clock.stop();
      await close();
      redis.disconnect();
      workers.disconnect();
    },
  };
}

const commandMs = 5_000;
const answerMs = 3_000;

/** Which of these do not answer in time. The reasons hold no address: a health check may be read by anybody. */
async function silentOnes(
  asked: Readonly<Record<string, Promise<unknown>>>,
): Promise<Readonly<Record<string, string>>> {
  const told = await Promise.all(
    Object.entries(asked).map(async ([name, answer]): Promise<[string, string][]> => {
      const late = sleep(answerMs, `no answer within ${answerMs / 1000} s`, { ref: false });
      const why = await Promise.race([
        answer.then(
          () => undefined,
          () => 'no connection',
        ),
        late,
      ]);
      return why === undefined ? [] : [[name, why]];
    }),
  );
  return Object.fromEntries(told.flat());
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

import { access, constants, mkdir, statfs } from 'node:fs/promises';
import type { Config } from '../../bot/config.js';
import { listPublishedPacks, openStore, pingRedis, workerSlots } from '../../bot/repositories/index.js';
import type { Store } from '../../bot/repositories/index.js';
import { formatBytes } from '../format.js';
import { bad, finding, note, ok, withTimeout } from './check.js';
import type { Finding } from './check.js';

/** PGlite takes up to ten seconds the first time. */
const openMs = 60_000;
const answerMs = 5_000;
/** The database, thumbnails and pictures on their way. */
const littleSpace = 2e9;

const redisRemedy = 'is Redis up, and is REDIS_URL right?';

/** The data folder, the database and the queue; of the last two only the one that does not answer. They are opened as the bot does, and closed again. */
export async function storeFindings({ dataDir, store: options }: Config): Promise<Finding[]> {
  const folder = await finding(
    'data folder',
    () => folderFinding(dataDir),
    `make ${dataDir} writable for this user, or name another folder in AESTHETE_DATA`,
  );
  if (options.mode === 'distributed') {
    // By itself, before the database: which of the two does not answer is then never in doubt.
    const redis = await finding('queue', () => redisFinding(options.redisUrl), redisRemedy);
    if (redis.verdict === 'bad') return [folder, redis];
  }
  const remedy =
    options.mode === 'embedded'
      ? 'is the disk full? A data folder of another version is brought up to date by itself'
      : 'is Postgres up, and is DATABASE_URL right? The user must be allowed to create tables';
  const opened: { store?: Store } = {};
  const database = await finding(
    'database',
    async () => {
      const store = await withTimeout(openMs, 'the database', openStore(options));
      opened.store = store;
      const [packs, slots] = await Promise.all([
        listPublishedPacks(store.client),
        workerSlots(store.client, Date.now()),
      ]);
      const kind = options.mode === 'embedded' ? 'embedded' : 'Postgres';
      return ok('database', `${kind}, up to date; packs of workers so far: ${packs.length}; painting now: ${slots}`);
    },
    remedy,
  );
  const { store } = opened;
  if (!store) return [folder, database];
  try {
    const queue = await finding('queue', () => queueFinding(store), redisRemedy);
    return [folder, database, queue];
  } finally {
    await store.close();
  }
}

async function folderFinding(dir: string): Promise<Finding> {
  await mkdir(dir, { recursive: true });
  await access(dir, constants.W_OK);
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const said = `${dir}, ${formatBytes(free)} free`;
  return free < littleSpace
    ? note('data folder', said, 'the database needs room to grow: free some')
    : ok('data folder', said);
}

async function redisFinding(url: string): Promise<Finding> {
  await pingRedis(url);
  return ok('queue', 'Redis answers');
}

async function queueFinding({ queues }: Store): Promise<Finding> {
  if (queues.backend === 'postgres') return ok('queue', 'in the embedded database');
  const { redis } = queues;
  await withTimeout(answerMs, 'Redis', redis.ping());
  const policy = /maxmemory_policy:(\S+)/.exec(await withTimeout(answerMs, 'Redis', redis.info('memory')))?.[1];
  // BullMQ's documentation ("Going to production"): a Redis that evicts keys loses jobs.
  if (policy !== undefined && policy !== 'noeviction') {
    return bad(
      'queue',
      `Redis evicts keys (maxmemory-policy ${policy}), and with them jobs`,
      'set maxmemory-policy noeviction',
    );
  }
  return ok('queue', 'Redis answers');
}

import { resolve } from 'node:path';
import { cpuThreads, memoryBudget, UserError } from '../engine/index.js';
import type { DeviceRequest, Precision } from '../engine/index.js';
import { readEnvFile } from './envFile.js';
import type { StoreOptions } from './repositories/index.js';
import { postgresHost, redisHost } from './serverUrls.js';
import { isPart } from './shards.js';
import type { ShardRange } from './shards.js';
import { variables } from './variables.js';
import type { logLevels } from './variables.js';

/** Everything that the environment decides. */
export interface Config {
  /** Absent: the playground in place of Discord. */
  readonly discordToken?: string;
  /** Another Discord than the real one, `http://127.0.0.1:PORT/api`, and the hosts of its attachments. */
  readonly discordApi?: string;
  readonly attachmentHosts: readonly string[];
  /** The connections that this process holds; absent: all, as many as Discord recommends. */
  readonly shards?: ShardRange;
  readonly store: StoreOptions;
  /** The folder that holds whatever this machine keeps. */
  readonly dataDir: string;
  /** The pack of guilds that have chosen none: a name in a models folder, or a folder. */
  readonly pack: string;
  readonly device: DeviceRequest;
  /** Seconds of the device at hand that one request may take. */
  readonly requestSeconds: number;
  /** For how long is kept what only an export reads. */
  readonly retentionDays: number;
  /** Absent: what suits the device. */
  readonly precision?: Precision;
  /** Pictures of one request that are painted at once, at most; absent: what suits the device. */
  readonly batch?: number;
  /** For /metrics and /health; 0: none. */
  readonly httpPort: number;
  readonly httpHost: string;
  readonly logLevel: (typeof logLevels)[number];
}

/** The environment of this process, and what `.env` in the working folder adds to it: what is set already wins. @throws UserError */
export function readEnvironment(): Config {
  for (const [name, value] of Object.entries(readEnvFile('.env') ?? {})) process.env[name] ??= value;
  return readConfig(process.env);
}

/** @throws UserError that names the variable, and never its value: it may be a secret */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = variables.safeParse(env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new UserError(`the environment is not right: ${wrong.join('; ')}`);
  }
  const { DISCORD_TOKEN, DATABASE_URL, REDIS_URL, SHARDS: shards, ...rest } = parsed.data;
  const dataDir = resolve(rest.AESTHETE_DATA);
  const store = storeOptions(dataDir, DATABASE_URL, REDIS_URL);
  if (shards && isPart(shards) && store.mode === 'embedded')
    throw new UserError('SHARDS leaves servers to other processes: give DATABASE_URL and REDIS_URL, or SHARDS=auto');
  // Read by the engine; here they throw where they are wrong.
  cpuThreads(env);
  memoryBudget(env);
  return {
    ...(DISCORD_TOKEN !== undefined && { discordToken: DISCORD_TOKEN }),
    ...(rest.AESTHETE_DISCORD_API !== undefined && { discordApi: rest.AESTHETE_DISCORD_API }),
    attachmentHosts: rest.AESTHETE_ATTACHMENT_HOSTS.split(',').filter((host) => host !== ''),
    ...(shards && { shards }),
    store,
    dataDir,
    pack: rest.AESTHETE_PACK,
    device: rest.AESTHETE_DEVICE,
    requestSeconds: rest.AESTHETE_REQUEST_SECONDS,
    retentionDays: rest.AESTHETE_RETENTION_DAYS,
    ...(rest.AESTHETE_PRECISION !== undefined && { precision: rest.AESTHETE_PRECISION }),
    ...(rest.AESTHETE_BATCH !== undefined && { batch: rest.AESTHETE_BATCH }),
    httpPort: rest.AESTHETE_HTTP_PORT,
    httpHost: rest.AESTHETE_HTTP_HOST,
    // An operator reads every event; who tries out the playground looks for its address.
    logLevel: rest.AESTHETE_LOG ?? ((DISCORD_TOKEN ?? DATABASE_URL) === undefined ? 'warn' : 'info'),
  };
}

function storeOptions(dir: string, databaseUrl: string | undefined, redisUrl: string | undefined): StoreOptions {
  // They throw where an address is none.
  if (databaseUrl !== undefined) postgresHost(databaseUrl);
  if (redisUrl !== undefined) redisHost(redisUrl);
  if (databaseUrl !== undefined && redisUrl !== undefined) return { mode: 'distributed', databaseUrl, redisUrl };
  if (databaseUrl === undefined && redisUrl === undefined) return { mode: 'embedded', dir };
  const [there, missing] = databaseUrl === undefined ? ['REDIS_URL', 'DATABASE_URL'] : ['DATABASE_URL', 'REDIS_URL'];
  throw new UserError(`${there} is set and ${missing} is not: give both for several processes, or neither for one`);
}

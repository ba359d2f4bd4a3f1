import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import { freePort } from '../../support/freePort.js';

/** A server that can be killed and started again on its data. */
export interface Killable {
  /** Resolves when it takes connections. */
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

/** A Postgres and a Redis of a test's own, on loopback, not started yet. Debian's packages; as root, Postgres runs as user postgres. */
export async function serverProcesses() {
  // Not in TMPDIR: user postgres has to reach it.
  const dir = await mkdtemp('/tmp/aesthete-servers-');
  const owner = process.getuid?.() === 0 ? await idOf('postgres') : undefined;
  if (owner !== undefined) await chown(dir, owner, -1);
  const [postgresPort, redisPort] = [await freePort(), await freePort()];
  const databaseUrl = `postgresql://postgres@127.0.0.1:${postgresPort}/postgres`;
  const redisUrl = `redis://127.0.0.1:${redisPort}`;
  const bin = await postgresBin();
  const data = join(dir, 'postgres');
  const asPostgres = (command: string, ...given: string[]): [string, string[]] =>
    owner === undefined
      ? [command, given]
      : ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', command, ...given]];
  await promisify(execFile)(
    ...asPostgres(join(bin, 'initdb'), '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'),
    { cwd: dir },
  );
  const options = ['-h', '127.0.0.1', '-p', String(postgresPort), '-k', dir, '-c', 'fsync=off'];
  // What is killed is its process, not the machine: what it wrote is there.
  const postgres = killable(asPostgres(join(bin, 'postgres'), '-D', data, ...options), dir, async () => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.end();
  });
  const redisOptions = ['--bind', '127.0.0.1', '--port', String(redisPort), '--dir', dir, '--appendonly', 'yes'];
  const redis = killable(['redis-server', redisOptions], dir, async () => {
    const client = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    await client.connect();
    // While it loads its data, it answers with an error.
    await client.ping().finally(() => {
      client.disconnect();
    });
  });
  return {
    databaseUrl,
    redisUrl,
    postgres,
    redis,
    remove: async (): Promise<void> => {
      await Promise.all([postgres.kill(), redis.kill()]);
      await rm(dir, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

function killable([command, given]: [string, string[]], cwd: string, connect: () => Promise<void>): Killable {
  let child: ChildProcess | undefined;
  const hasEnded = (): boolean => !child || child.exitCode !== null || child.signalCode !== null;
  return {
    start: async () => {
      for (let tries = 0; ; tries++) {
        // Postgres does not start while children of the one before still end.
        if (hasEnded()) child = spawn(command, given, { cwd, stdio: 'ignore' });
        try {
          await connect();
          return;
        } catch (error) {
          if (tries === 600) throw error;
          await sleep(100);
        }
      }
    },
    kill: async () => {
      if (!child || hasEnded()) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function idOf(user: string): Promise<number> {
  const { stdout } = await promisify(execFile)('id', ['-u', user]);
  return Number(stdout);
}

/** The newest. */
async function postgresBin(): Promise<string> {
  const versions = await readdir('/usr/lib/postgresql');
  const newest = versions.sort((a, b) => Number(a) - Number(b)).at(-1) ?? '';
  return join('/usr/lib/postgresql', newest, 'bin');
}

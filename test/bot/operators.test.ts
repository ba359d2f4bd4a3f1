import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/bot/config.js';
import { readEnvFile } from '../../src/bot/envFile.js';
import { postgresHost, redisHost } from '../../src/bot/serverUrls.js';
import { startFailure } from '../../src/bot/startFailure.js';
import { startDiscord } from '../../src/playground/index.js';
import { environmentFor } from '../e2e/support/installation.js';
import { modes, newTestStore } from './support/stores.js';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'aesthete-operator-'))));
afterEach(() => {
  rmSync(dir, { recursive: true });
});

describe('.env', () => {
  const content = '\uFEFFDISCORD_TOKEN=abc\r\nAESTHETE_PACK="demo"\r\n';
  const utf16 = (swap: boolean): Buffer => {
    const bytes = Buffer.from(content, 'utf16le');
    return swap ? bytes.swap16() : bytes;
  };
  it.each([
    ['UTF-8 with a byte-order mark', Buffer.from(content)],
    ['UTF-8 without one', Buffer.from(content.slice(1))],
    ['UTF-16, as PowerShell 5 writes it', utf16(false)],
    ['UTF-16, big-endian', utf16(true)],
  ])('is read in %s', (_, bytes) => {
    writeFileSync(join(dir, '.env'), bytes);
    expect(readEnvFile(join(dir, '.env'))).toEqual({ DISCORD_TOKEN: 'abc', AESTHETE_PACK: 'demo' });
  });

  it('that is none says what it is', () => {
    expect(readEnvFile(join(dir, '.env'))).toBeUndefined();
    writeFileSync(join(dir, '.env'), Buffer.from(content.slice(1), 'utf16le'));
    expect(() => readEnvFile(join(dir, '.env'))).toThrow('not text in UTF-8');
    mkdirSync(join(dir, 'folder'));
    expect(() => readEnvFile(join(dir, 'folder'))).toThrow('is a folder');
  });
});

describe('values', () => {
  it.each([' abc.def ', '"abc.def"', "'abc.def'\r", 'Bot abc.def'])('a token given as %j is taken', (given) => {
    expect(readConfig({ DISCORD_TOKEN: given }).discordToken).toBe('abc.def');
  });

  it('a token with a line break inside is refused, and not repeated', () => {
    expect(() => readConfig({ DISCORD_TOKEN: 'abc\ndef' })).toThrow(/^[^]*DISCORD_TOKEN: has spaces((?!abc)[^])*$/);
  });

  it.each([
    ['auto', undefined],
    ['0-3/16', { first: 0, last: 3, count: 16 }],
    ['15/16', { first: 15, last: 15, count: 16 }],
  ])('SHARDS=%s is taken', (SHARDS, shards) => {
    const servers = { DATABASE_URL: 'postgres://x@127.0.0.1/x', REDIS_URL: 'redis://127.0.0.1' };
    expect(readConfig({ ...servers, SHARDS }).shards).toEqual(shards);
  });

  it.each(['3', '0-3', '4-3/16', '0-16/16', '0/0', 'all'])('SHARDS=%s is refused, with an example', (SHARDS) => {
    expect(() => readConfig({ SHARDS })).toThrow('SHARDS: is auto, or the first and last shard');
  });

  it('a part of the shards needs the servers that the processes share', () => {
    expect(() => readConfig({ SHARDS: '0/2' })).toThrow('give DATABASE_URL and REDIS_URL, or SHARDS=auto');
    expect(readConfig({ SHARDS: '0-1/2' }).shards).toEqual({ first: 0, last: 1, count: 2 });
  });

  it('blank values are as if they were not there', () => {
    expect(readConfig({ DISCORD_TOKEN: '  ', DATABASE_URL: '\r', REDIS_URL: '""' })).toMatchObject({
      store: { mode: 'embedded' },
    });
  });

  it.each([
    ['postgresql://bot:secret@db.example/aesthete', 'db.example'],
    ['postgres://bot@localhost:5433/aesthete?sslmode=require', 'localhost:5433'],
    ['postgresql://postgres@/bot?host=/run/postgresql', '/run/postgresql'],
    ['postgresql://bot:p%40ss@h/d?options=-c%20x@y', 'h'],
  ])('%s is an address of Postgres', (url, host) => {
    expect(postgresHost(url)).toBe(host);
  });

  it.each([
    ['postgres://bot:hun@ter2@h/d', '%40'],
    ['postgres://bot:hun/ter2@h/d', '%2F'],
    ['postgres://bot:hun#ter2@h/d', '%23'],
    ['postgres://bot:hun@ter/2@h/d', '%40'],
    ['postgres://bot:hun%ter2@h/d', '%25'],
    ['postgres://bot:hunter2@one,two/d', 'several hosts'],
    ['mysql://bot:hunter2@h/d', 'postgres://'],
  ])('%s is refused with what to write, and no piece of the password', (url, remedy) => {
    const said = (() => {
      try {
        return postgresHost(url);
      } catch (error) {
        return String(error);
      }
    })();
    expect(said).toContain(remedy);
    expect(said).not.toMatch(/hun|ter2/);
  });

  it.each(['redis://:hun@ter2@h', 'redis://:hun/ter2@h:6379', 'rediss://x:hun#ter2@h', 'http://hunter2'])(
    '%s is refused as an address of Redis',
    (url) => {
      expect(() => redisHost(url)).toThrow(/^((?!hun|ter2)[^])*$/);
    },
  );
});

describe('the start', () => {
  /** Standard error and the exit code of a process that does not come up. */
  async function start(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, [resolve('dist/bot/main.js')], {
      cwd: dir,
      env: { PATH: process.env['PATH'] ?? '', AESTHETE_DATA: join(dir, 'data'), AESTHETE_LOG: 'silent', ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = (await once(child, 'exit')) as [number | null];
    return { code, said };
  }
  const closedPort = async (): Promise<number> => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    return port;
  };

  it.skipIf(!modes.includes('distributed')).each([
    ['Redis', 'REDIS_URL', 'redis://:hunter2@', ''],
    ['Postgres', 'DATABASE_URL', 'postgres://bot:hunter2@', '/x'],
  ])('without %s ends with one line that names %s', async (server, variable, before, after) => {
    const place = await newTestStore('distributed');
    try {
      const url = `${before}127.0.0.1:${await closedPort()}${after}`;
      const { code, said } = await start({ ...place.env, [variable]: url, DISCORD_TOKEN: 'a.b.c' });
      expect({ code, said }).toEqual({
        code: 1,
        said: expect.stringMatching(new RegExp(`^aesthete: no ${server} answers at .*${variable}\\n$`)) as string,
      });
      expect(said).not.toContain('hunter2');
    } finally {
      await place.remove();
    }
  });

  it('with something at REDIS_URL that is no Redis ends with one line', async () => {
    const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const REDIS_URL = `redis://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const { code, said } = await start({ REDIS_URL, DATABASE_URL: 'postgres://x@127.0.0.1/x', DISCORD_TOKEN: 'a.b.c' });
    silent.close();
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringMatching(/^aesthete: no Redis answers at .*within 10 s.*\n$/) as string,
    });
  });

  it('with a token that Discord does not take, or Discord away, ends with one line', async () => {
    const discord = await startDiscord({});
    try {
      const wrong = await start({ ...environmentFor(discord), DISCORD_TOKEN: 'not.the.token' });
      expect(wrong.code).toBe(1);
      expect(wrong.said).toMatch(/^aesthete: (DISCORD_TOKEN|Discord does not take DISCORD_TOKEN).*Reset Token\)\n$/);
    } finally {
      await discord.close();
    }
    const away = await start({
      DISCORD_TOKEN: 'a.b.c',
      AESTHETE_DISCORD_API: `http://127.0.0.1:${await closedPort()}/api`,
    });
    expect(away).toEqual({
      code: 1,
      said: expect.stringMatching(/^aesthete: .*cannot be reached \(ECONNREFUSED\).*\n$/) as string,
    });
  });

  it('with its port taken, or a data folder that is a file, ends with one line', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    expect(await start({ AESTHETE_HTTP_PORT: String(port) })).toEqual({
      code: 1,
      said: expect.stringContaining(`port ${port} is taken: name another one in AESTHETE_HTTP_PORT`) as string,
    });
    taken.close();
    writeFileSync(join(dir, 'file'), '');
    const { code, said } = await start({ AESTHETE_DATA: join(dir, 'file') });
    expect(code).toBe(1);
    expect(said).toMatch(/^aesthete: .*AESTHETE_DATA.*\n$/);
  });

  it.skipIf(process.getuid?.() === 0)('in a data folder that it may not write to ends with one line', async () => {
    mkdirSync(join(dir, 'closed'));
    chmodSync(join(dir, 'closed'), 0o500);
    const { code, said } = await start({ AESTHETE_DATA: join(dir, 'closed') });
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringMatching(/^aesthete: .*AESTHETE_DATA.*\n$/) as string,
    });
  });

  it.skipIf(!modes.includes('distributed'))('a stop ends the process also where Redis has gone silent', async () => {
    const place = await newTestStore('distributed');
    const discord = await startDiscord({});
    const through = new Set<Socket>();
    const { port, hostname } = new URL(place.env['REDIS_URL'] ?? '');
    const proxy = createServer((client) => {
      const server = createConnection(Number(port), hostname);
      for (const socket of [client, server]) through.add(socket.on('error', () => undefined));
      client.pipe(server).pipe(client);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    try {
      const REDIS_URL = `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const env = { ...process.env, ...place.env, ...environmentFor(discord), REDIS_URL, AESTHETE_LOG: 'info' };
      const child = spawn(process.execPath, [resolve('dist/bot/main.js')], {
        cwd: dir,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      let said = '';
      child.stdout.on('data', (text: Buffer) => (said += text.toString()));
      await expect.poll(() => said, { timeout: 120_000 }).toContain('"ready"');
      for (const socket of through) socket.unpipe().pause();
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      expect(code).not.toBeNull();
      expect(said).toContain('"stopping"');
    } finally {
      for (const socket of through) socket.destroy();
      proxy.close();
      await discord.close();
      await place.remove();
    }
  });

  it('a bug of ours is not taken for a mistake of theirs', () => {
    expect(startFailure(new TypeError('x is not a function'))).toBeUndefined();
  });
});

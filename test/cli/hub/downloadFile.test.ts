import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createConnection } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../../../src/cli/hub/connect.js';
import { downloadFile } from '../../../src/cli/hub/downloadFile.js';
import { createHub } from '../../../src/cli/hub/hub.js';
import type { Hub, HubFile, Snapshot } from '../../../src/cli/hub/hub.js';
import { startFakeHub } from '../../support/fakeHub.js';

const large = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251);
const small = new TextEncoder().encode('{"a": 1}');
const repository = {
  files: new Map([
    ['unet/weights.safetensors', large],
    ['unet/config.json', small],
    ['a', small],
    ['b', small],
  ]),
  license: 'mit',
};

let dir: string;
let fake: Awaited<ReturnType<typeof startFakeHub>>;
let hub: Hub;
let snapshot: Snapshot;
let waits: number[];
let target: string;
const signal = new AbortController().signal;

beforeAll(async () => {
  fake = await startFakeHub({ 'own/model': repository, 'own/closed': { ...repository, token: 'hf_secret' } });
  dir = await mkdtemp(join(tmpdir(), 'aesthete-hub-'));
});
afterAll(async () => {
  await fake.close();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  waits = [];
  hub = createHub({ endpoint: fake.endpoint, fetch, sleep });
  snapshot = await hub.snapshot('own/model', 'main', signal);
  target = join(dir, 'weights.safetensors');
  fake.requests.length = 0;
});
afterEach(async () => {
  fake.faults.length = 0;
  await rm(target, { force: true });
  await rm(`${target}.part`, { force: true });
});

const sleep = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
const file = (path = 'unet/weights.safetensors'): HubFile => snapshot.files.find((one) => one.path === path)!;
const download = (onBytes: (bytes: number) => void = () => undefined, path?: string): Promise<void> =>
  downloadFile(hub, snapshot, file(path), target, { signal, sleep, onBytes });
const ranges = (): (string | undefined)[] =>
  fake.requests.filter(({ host }) => host === 'cdn').map(({ range }) => range);
const isLarge = async (): Promise<boolean> => (await readFile(target)).equals(large);
const partSize = async (): Promise<number | undefined> => (await stat(`${target}.part`).catch(() => undefined))?.size;

test('lists every page of the files, with sizes and hashes', () => {
  expect(snapshot).toMatchObject({ repoId: 'own/model', license: 'mit', commit: '0'.repeat(39) + '1' });
  expect(snapshot.files.map(({ path, size, hash }) => [path, size, hash.algorithm])).toEqual([
    ['unet/weights.safetensors', 300_000, 'sha256'],
    ['unet/config.json', 8, 'git-sha1'],
    ['a', 8, 'git-sha1'],
    ['b', 8, 'git-sha1'],
  ]);
});

describe('a file', () => {
  test.each(['unet/weights.safetensors', 'unet/config.json'])(
    '%s arrives whole, and says how far it is',
    async (path) => {
      const bytes: number[] = [];
      await download((n) => bytes.push(n), path);
      expect((await readFile(target)).equals(repository.files.get(path)!)).toBe(true);
      expect(bytes.at(-1)).toBe(file(path).size);
      expect(await partSize()).toBeUndefined();
    },
  );

  test('is not asked for when it is here', async () => {
    await download();
    fake.requests.length = 0;
    await download();
    expect(fake.requests).toEqual([]);
  });

  test('goes on where the connection was cut, at random places', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 6 }), async (cuts) => {
        await rm(target, { force: true });
        fake.requests.length = 0;
        fake.faults.push(...cuts.map((after) => ({ kind: 'cut', after }) as const));
        await download();
        fake.faults.length = 0;
        expect(await isLarge()).toBe(true);
        // Never from the beginning again once something is here.
        const starts = ranges().map((range) => Number(/\d+/.exec(range ?? '0')?.[0]));
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
      }),
      { numRuns: 15 },
    );
  });

  test('goes on with the part of an earlier process, and begins anew where that is longer than the file', async () => {
    await writeFile(`${target}.part`, large.subarray(0, 1234));
    await download();
    expect(ranges()).toEqual(['bytes=1234-']);
    await rm(target);
    await writeFile(`${target}.part`, new Uint8Array(300_001));
    await download();
    expect(await isLarge()).toBe(true);
  });

  test('is right also where the server sends it whole instead of the rest', async () => {
    await writeFile(`${target}.part`, large.subarray(0, 1234));
    fake.faults.push({ kind: 'ignoreRange' });
    await download();
    expect(await isLarge()).toBe(true);
  });

  test('waits as long as the server asks, and longer each time where it asks for nothing', async () => {
    fake.faults.push(
      { kind: 'status', status: 429, retryAfter: '17' },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 500 },
    );
    await download();
    expect(waits).toEqual([17_000, 2_000, 4_000]);
    expect(await isLarge()).toBe(true);
  });

  test('is given up, with what to do, when nothing comes any more; what is here stays', async () => {
    fake.faults.push(
      { kind: 'cut', after: 5_000 },
      ...Array.from({ length: 20 }, () => ({ kind: 'status', status: 502 }) as const),
    );
    await expect(download()).rejects.toThrow(
      'own/model/unet/weights.safetensors cannot be reached (it answers 502); check the connection',
    );
    expect(await partSize()).toBe(5_000);
  });

  test('that is damaged once is fetched again; twice, and it is refused and not kept', async () => {
    fake.faults.push({ kind: 'damage' });
    await download();
    expect(await isLarge()).toBe(true);
    await rm(target);
    fake.faults.push({ kind: 'damage' }, { kind: 'damage' });
    await expect(download()).rejects.toThrow('arrives damaged: its sha256 is not the one that the hub lists');
    expect(await partSize()).toBeUndefined();
  });

  test('with a damaged part of an earlier process is fetched again', async () => {
    await writeFile(`${target}.part`, new Uint8Array(1000));
    await download();
    expect(await isLarge()).toBe(true);
  });

  test('that is longer than listed is refused', async () => {
    fake.faults.push({ kind: 'more' });
    await expect(download()).rejects.toThrow('more of unet/weights.safetensors than it lists');
  });

  test('on a full disk says so, and goes on later', async () => {
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    const broken: Hub = { ...hub, open: () => Promise.reject(full) };
    await expect(
      downloadFile(broken, snapshot, file(), target, { signal, sleep, onBytes: () => undefined }),
    ).rejects.toThrow('the disk is full: unet/weights.safetensors needs 300000 bytes');
    await download();
  });

  test('stops at once when it is interrupted, and goes on later', async () => {
    const abort = new AbortController();
    fake.faults.push({ kind: 'silent', after: 4_000 });
    const stopped = downloadFile(hub, snapshot, file(), target, {
      signal: abort.signal,
      sleep,
      onBytes: (bytes) => {
        if (bytes === 4_000) abort.abort(new Error('Ctrl-C'));
      },
    });
    await expect(stopped).rejects.toThrow('Ctrl-C');
    expect(await partSize()).toBe(4_000);
    await download();
    expect(ranges().at(-1)).toBe('bytes=4000-');
  });

  test('asks again after a minute of silence', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      fake.faults.push({ kind: 'silent', after: 4_000 });
      let heard = 0;
      const done = download((bytes) => (heard = bytes));
      await vi.waitUntil(async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return heard === 4_000;
      });
      await vi.advanceTimersByTimeAsync(60_000);
      await done;
      expect(await isLarge()).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a repository', () => {
  test('that is not open to everybody says what to do; with the token it is', async () => {
    await expect(hub.snapshot('own/closed', 'main', signal)).rejects.toThrow('accept its licence');
    const withToken = createHub({ endpoint: fake.endpoint, token: 'hf_secret', fetch, sleep });
    snapshot = await withToken.snapshot('own/closed', 'main', signal);
    await downloadFile(withToken, snapshot, file(), target, { signal, sleep, onBytes: () => undefined });
    // The token is for the hub alone.
    expect(
      new Set(fake.requests.filter(({ host }) => host === 'cdn').map(({ authorization }) => authorization)),
    ).toEqual(new Set([undefined]));
  });

  test('that is not there says so', async () => {
    await expect(hub.snapshot('own/nothing', 'main', signal)).rejects.toThrow('has no own/nothing');
  });

  test('whose hub is away for a while is listed nonetheless', async () => {
    fake.pathFaults.push(
      { path: /revision/, fault: { kind: 'status', status: 503 } },
      { path: /tree/, fault: { kind: 'cut', after: 0 } },
    );
    expect((await hub.snapshot('own/model', 'main', signal)).files).toHaveLength(4);
  });

  test('is reached through the proxy that the environment names', async () => {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }: IncomingMessage, client: Socket) => {
      tunnels.push(url);
      const server = createConnection(Number(url.split(':')[1]), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        server.pipe(client).pipe(server);
      });
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    try {
      hub = await connect({ HF_ENDPOINT: fake.endpoint });
      await download();
      expect(await isLarge()).toBe(true);
      expect(tunnels).toContain(fake.endpoint.slice('http://'.length));
    } finally {
      vi.unstubAllEnvs();
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  test('is found by HF_ENDPOINT, and its part may be cut short by hand', async () => {
    hub = await connect({ HF_ENDPOINT: `${fake.endpoint}/`, HF_TOKEN: ' ' });
    await download();
    await truncate(target, 10);
    await download();
    expect(await isLarge()).toBe(true);
  });
});

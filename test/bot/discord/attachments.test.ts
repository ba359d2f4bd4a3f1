import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createAttachmentFetcher } from '../../../src/bot/discord/attachments.js';
import { saying } from '../../support/inWords.js';

let server: Server;
/** Not in the list. */
let stranger: Server;
let host: string;
let asked: string[];
const addressOf = (one: Server): string => `127.0.0.1:${(one.address() as AddressInfo).port}`;

/** 50 MB of nothing in 50 kB. */
const bomb = gzipSync(Buffer.alloc(50_000_000));

beforeAll(async () => {
  asked = [];
  stranger = createServer((request, response) => {
    asked.push(`stranger ${request.url ?? ''}`);
    response.end('secret');
  });
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [, status, to = ''] = /^\/redirect\/(\d+)\/(\w+)/.exec(request.url ?? '') ?? [];
    const targets: Record<string, string> = { here: '/picture', stranger: `http://${addressOf(stranger)}/secret` };
    if (request.url === '/picture') response.end('picture');
    else if (status) response.writeHead(Number(status), { location: targets[to] }).end();
    else if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    else if (request.url === '/endless') pour();
    else if (request.url === '/slow') response.write('x');
    else response.writeHead(404).end();
    function pour(): void {
      if (response.destroyed) return;
      response.write(Buffer.alloc(65_536), () => setImmediate(pour));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = addressOf(server);
});
afterAll(() => {
  for (const one of [server, stranger]) {
    one.closeAllConnections();
    one.close();
  }
});

const fetchIt = (path: string, more: { bytes?: number; timeoutMs?: number } = {}): Promise<Uint8Array> => {
  const fetcher = createAttachmentFetcher({
    maxBytes: 100_000,
    timeoutMs: more.timeoutMs ?? 5_000,
    loopbackHosts: [host],
  });
  return fetcher({ name: 'mist.png', url: `http://${host}${path}`, bytes: more.bytes ?? 7 }, '3');
};

describe('an attachment', () => {
  test('is fetched', async () => {
    expect(Buffer.from(await fetchIt('/picture')).toString()).toBe('picture');
  });

  test.each([301, 302, 303, 307, 308].flatMap((status) => [[status, 'here'] as const, [status, 'stranger'] as const]))(
    'that redirects by %s, %s, is refused, and where it leads is not asked',
    async (status, to) => {
      asked = [];
      await expect(fetchIt(`/redirect/${status}/${to}`)).rejects.toThrow(saying('mist.png could not be downloaded'));
      expect(asked).toEqual([`/redirect/${status}/${to}`]);
    },
  );

  test('that says it is too large is not asked for', async () => {
    asked = [];
    await expect(fetchIt('/picture', { bytes: 30 * 2 ** 20 })).rejects.toThrow(saying('mist.png has 30.0 MiB'));
    expect(asked).toEqual([]);
  });

  test('that says it is small and does not end is cut off', async () => {
    await expect(fetchIt('/endless')).rejects.toThrow(saying(/^mist\.png has 0\.\d MiB; the maximum is/));
  });

  test('that unpacks to more than it says is cut off', async () => {
    await expect(fetchIt('/bomb')).rejects.toThrow(saying(/mist\.png has \d+\.\d MiB; the maximum is/));
  });

  test('that stalls is given up', async () => {
    await expect(fetchIt('/slow', { timeoutMs: 200 })).rejects.toThrow(saying('mist.png could not be downloaded'));
  });

  test('that has expired is told to be attached again', async () => {
    await expect(fetchIt('/gone')).rejects.toThrow(saying('attach it again'));
  });

  test('of another host is not asked for', async () => {
    asked = [];
    const file = { name: 'mist.png', url: `http://${addressOf(stranger)}/secret`, bytes: 7 };
    const fetcher = createAttachmentFetcher({ loopbackHosts: [host] });
    await expect(fetcher(file, '3')).rejects.toThrow(saying('mist.png is not on Discord’s servers'));
    expect(asked).toEqual([]);
  });

  test('is asked for at the address that was checked, however it was spelt', async () => {
    const from: unknown[] = [];
    const fetcher = createAttachmentFetcher({
      fetch: (url) => {
        from.push(url);
        return Promise.resolve(new Response('picture'));
      },
    });
    const url = String.raw`https:\\CDN.discordapp.com\@evil.example\a.png`;
    await fetcher({ name: 'mist.png', url, bytes: 7 }, '3');
    expect(from).toEqual([new URL('https://cdn.discordapp.com/@evil.example/a.png')]);
  });

  test.each([
    ['one at a time of a member', ['a', 'a', 'a'], 7, 1],
    ['of several members at once', ['a', 'b', 'c'], 7, 3],
    ['within one budget of bytes', ['a', 'b', 'c'], 20, 2],
    ['whose size is not told counts as the largest', ['a', 'b', 'c'], 0, 1],
  ])('%s', async (_what, members, bytes, atOnce) => {
    const open: (() => void)[] = [];
    let most = 0;
    const fetcher = createAttachmentFetcher({
      maxBytes: 40,
      totalBytes: 50,
      fetch: async () => {
        const atTheSameTime = await new Promise<number>((resolve) =>
          open.push(() => {
            resolve(open.length);
          }),
        );
        most = Math.max(most, atTheSameTime);
        return new Response('picture');
      },
    });
    const url = 'https://cdn.discordapp.com/a.png';
    const all = Promise.all(members.map((member) => fetcher({ name: 'a.png', url, bytes }, member)));
    for (let done = 0; done < members.length; done++) {
      await vi.waitFor(() => {
        expect(open).not.toEqual([]);
      });
      // Whoever may begin has begun.
      await new Promise((resolve) => setImmediate(resolve));
      const [first] = open;
      first();
      open.shift();
    }
    expect((await all).map((one) => Buffer.from(one).toString())).toEqual(members.map(() => 'picture'));
    expect(most).toBe(atOnce);
  });
});

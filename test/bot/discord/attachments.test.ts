import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAttachmentFetcher } from '../../../src/bot/discord/attachments.js';
import { UserError } from '../../../src/engine/index.js';

let server: Server;
let host: string;
let asked: string[];

beforeAll(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/picture') response.end('picture');
    else if (request.url === '/elsewhere') response.writeHead(302, { location: '/picture' }).end();
    else if (request.url === '/endless') pour();
    else if (request.url === '/slow') response.write('x');
    else response.writeHead(404).end();
    function pour(): void {
      if (response.destroyed) return;
      response.write(Buffer.alloc(65_536), () => setImmediate(pour));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetchIt = (path: string, more: { bytes?: number; timeoutMs?: number } = {}): Promise<Uint8Array> => {
  const fetcher = createAttachmentFetcher({
    maxBytes: 100_000,
    timeoutMs: more.timeoutMs ?? 5_000,
    loopbackHosts: [host],
  });
  return fetcher({ name: 'mist.png', url: `http://${host}${path}`, bytes: more.bytes ?? 7 });
};

describe('an attachment', () => {
  test('is fetched', async () => {
    expect(Buffer.from(await fetchIt('/picture')).toString()).toBe('picture');
  });

  test('that redirects is refused, and where it leads is not asked', async () => {
    asked = [];
    await expect(fetchIt('/elsewhere')).rejects.toThrow('Discord does not give out mist.png');
    expect(asked).toEqual(['/elsewhere']);
  });

  test('that says it is too large is not asked for', async () => {
    asked = [];
    await expect(fetchIt('/picture', { bytes: 30 * 2 ** 20 })).rejects.toThrow('mist.png has 30.0 MiB');
    expect(asked).toEqual([]);
  });

  test('that says it is small and does not end is cut off', async () => {
    await expect(fetchIt('/endless')).rejects.toThrow(UserError);
  });

  test('that stalls is given up', async () => {
    await expect(fetchIt('/slow', { timeoutMs: 200 })).rejects.toThrow(UserError);
  });

  test('that has expired is told to be attached again', async () => {
    await expect(fetchIt('/gone')).rejects.toThrow('attach it again');
  });

  test('of another host is not asked for', async () => {
    const none = createAttachmentFetcher({
      fetch: () => {
        throw new Error('asked');
      },
    });
    await expect(none({ name: 'mist.png', url: 'https://[::1]/a.png', bytes: 7 })).rejects.toThrow(UserError);
  });
});

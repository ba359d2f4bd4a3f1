import { request } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { refusalReason } from '../../src/playground/originCheck.js';
import { aDiscord } from './bot.js';

/** The status that a request with these headers gets. `fetch` would not let one choose the host. */
function statusOf(url: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('only names of loopback with the right port are served', () => {
  for (const host of ['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', 'LOCALHOST:4000'])
    expect(refusalReason({ host }, 4_000)).toBeUndefined();
  for (const host of [
    'evil.example',
    'evil.example:4000',
    '127.0.0.1',
    '127.0.0.1:4001',
    'localhost.evil.example:4000',
    '',
  ])
    expect(refusalReason({ host }, 4_000)).toContain('not served');
});

test('pages of other sites get nothing, whatever they send', () => {
  const host = '127.0.0.1:4000';
  for (const origin of ['http://evil.example', 'null', 'https://127.0.0.1:4000', 'http://127.0.0.1:4001'])
    expect(refusalReason({ host, origin }, 4_000)).toContain('other sites');
  expect(refusalReason({ host, origin: 'http://localhost:4000' }, 4_000)).toBeUndefined();
  expect(refusalReason({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 4_000)).toContain(
    'other sites',
  );
  expect(refusalReason({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, 4_000)).toBeUndefined();
});

test('the page, its actions, REST, attachments and the gateway refuse other hosts and origins', async () => {
  const { discord } = await aDiscord({ page: {} });
  const { host } = new URL(discord.url);
  for (const path of ['/page/events', '/page/commands', '/api/v10/gateway', '/attachments/1/2/a.png']) {
    expect(await statusOf(`${discord.url}${path}`, { host: `evil.example:${new URL(discord.url).port}` })).toBe(403);
    expect(await statusOf(`${discord.url}${path}`, { host, origin: 'http://evil.example' })).toBe(403);
  }
  expect(await statusOf(`${discord.url}/page/actions`, { host, origin: 'http://evil.example' }, 'POST')).toBe(403);
  expect(await statusOf(`${discord.url}/page/examples`, { host })).toBe(200);

  const socket = new WebSocket(discord.url.replace('http', 'ws'), { origin: 'http://evil.example' });
  await expect(new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))).rejects.toThrow();
});

import { expect, test } from 'vitest';
import { aDiscord, request } from './bot.js';

const self = '/users/@me';
async function stolen(url: string) {
  return fetch(`${url}/v10${self}`, { headers: { authorization: 'Bot stolen' } });
}

test('401, 403 and 429 count for ten minutes, limits shared with others do not', async () => {
  const { discord, clock } = await aDiscord({ rules: { lateEdits: { most: 0, perMs: 1_000 } } });
  expect((await stolen(discord.api)).status).toBe(401);
  discord.faults.next('GET /users/@me', { kind: 'rate limit', retryAfterMs: 10 });
  expect((await request(discord, 'GET', self)).status).toBe(429);
  expect((await request(discord, 'GET', '/channels/1')).status).toBe(404);
  const path = `/channels/${discord.member('guest').channelId}/messages`;
  const { json } = await request(discord, 'POST', path, { content: 'x' });
  clock.advance(3_600_001);
  expect(discord.invalidRequests()).toBe(0);
  // 30046 is of the shared scope.
  expect(await request(discord, 'PATCH', `${path}/${json!.id!}`, { content: 'y' })).toMatchObject({ status: 429 });
  expect(discord.invalidRequests()).toBe(0);
  await stolen(discord.api);
  expect(discord.invalidRequests()).toBe(1);
});

test('too many of them keep everything out, in HTML, until ten minutes have passed', async () => {
  const { discord, clock } = await aDiscord({ rules: { invalidRequests: 2 } });
  for (let i = 0; i < 2; i++) await stolen(discord.api);
  const headers = { authorization: `Bot ${discord.token}` };
  const kept = await fetch(`${discord.api}/v10${self}`, { headers });
  expect([kept.status, kept.headers.get('content-type'), kept.headers.get('retry-after')]).toEqual([
    429,
    'text/html; charset=UTF-8',
    null,
  ]);
  expect(await kept.text()).toContain('error code: 1015');
  clock.advance(600_001);
  expect((await fetch(`${discord.api}/v10${self}`, { headers })).status).toBe(200);
});

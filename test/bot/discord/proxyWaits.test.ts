import { REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import { withProxyWaits } from '../../../src/bot/discord/proxyWaits.js';
import { aDiscord } from '../../playground/bot.js';

const route = 'GET /users/@me';

async function asked(times: number, retryAfterMs?: number) {
  const { discord } = await aDiscord();
  const rest = new REST({ api: discord.api, version: '10', makeRequest: withProxyWaits(undefined, 0.3) });
  rest.setToken(discord.token);
  discord.faults.next(route, { kind: 'proxy', ...(retryAfterMs !== undefined && { retryAfterMs }) }, times);
  const startedAt = Date.now();
  const self = await rest.get(Routes.user());
  return { self, tookMs: Date.now() - startedAt, requests: discord.requests().map(({ status }) => status) };
}

test('a 429 in HTML that says not for how long is not asked again at once', async () => {
  const { self, tookMs, requests } = await asked(2);
  expect(self).toMatchObject({ username: 'Aesthete' });
  expect(requests).toEqual([429, 429, 200]);
  expect(tookMs).toBeGreaterThanOrEqual(600);
});

test('one that says it is waited for as it says', async () => {
  const { requests, tookMs } = await asked(1, 1_000);
  expect(requests).toEqual([429, 200]);
  expect(tookMs).toBeGreaterThanOrEqual(1_000);
});

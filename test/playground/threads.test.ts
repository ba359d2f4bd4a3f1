import { ChannelType, PermissionFlagsBits } from 'discord.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDiscord } from '../../src/playground/index.js';
import type { Discord } from '../../src/playground/index.js';

let discord: Discord;
beforeEach(async () => {
  discord = await startDiscord();
});
afterEach(() => discord.close());

async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${discord.api}/v10${path}`, {
    method: 'POST',
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const studio = () => discord.guild('Atelier').channelId('studio');
const start = (body: object, channel = studio()) => post(`/channels/${channel}/threads`, body);

test('a public thread belongs to its channel, and members can go there', async () => {
  const { status, body } = await start({ name: 'a contest', type: ChannelType.PublicThread });
  expect({ status, ...body }).toMatchObject({ status: 201, name: 'a contest', type: 11, parent_id: studio() });
  const member = discord.member('guest').in('a contest');
  expect((await post(`/channels/${member.channelId}/messages`, { content: 'hello' })).status).toBe(200);
  expect(member.messages().map(({ text }) => text)).toEqual(['hello']);
});

test('a thread needs a name, a channel for text, and its permission', async () => {
  expect((await start({ type: 11 })).body['code']).toBe(50035);
  const thread = discord.guild('Atelier').channelId('sketches');
  expect((await start({ name: 'x', type: 11 }, thread)).body['code']).toBe(50024);
  // Without a type it is a private one.
  expect((await start({ name: 'x' })).body['code']).toBe(50013);
  discord.guild('Atelier').overwrite('studio', 'bot', { deny: PermissionFlagsBits.CreatePublicThreads });
  expect((await start({ name: 'x', type: 11 })).body['code']).toBe(50013);
});

test('a message takes a thread out of the archive', async () => {
  const guild = discord.guild('Atelier');
  guild.archive('sketches', true);
  const path = `/channels/${guild.channelId('sketches')}`;
  expect((await post(`${path}/messages`, { content: 'again' })).status).toBe(200);
  const { thread_metadata: now } = (await (
    await fetch(`${discord.api}/v10${path}`, { headers: { authorization: `Bot ${discord.token}` } })
  ).json()) as { thread_metadata: { archived: boolean } };
  expect(now.archived).toBe(false);
});

import { Client, GatewayDispatchEvents } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { watchGuilds } from '../../../src/bot/discord/guildEvents.js';

const { Ready, GuildCreate, GuildDelete } = GatewayDispatchEvents;

function watched() {
  const client = new Client({ intents: [] });
  const hears = { named: vi.fn(), joined: vi.fn(), left: vi.fn() };
  const onError = vi.fn<(error: Error) => void>();
  watchGuilds(client, hears, onError);
  const send = (event: GatewayDispatchEvents, data: unknown): boolean => client.ws.emit(event, data, 0);
  return { ...hears, onError, send };
}

test('the gateway’s events are told; an outage is no leaving', () => {
  const { send, named, joined, left, onError } = watched();
  send(Ready, { guilds: [{ id: '1' }, { id: '2' }], shard: [1, 2] });
  send(GuildCreate, { id: '1' });
  send(GuildDelete, { id: '2', unavailable: true });
  send(GuildDelete, { id: '1' });
  expect(named.mock.calls).toEqual([[{ index: 1, count: 2 }, ['1', '2']]]);
  expect(joined.mock.calls).toEqual([['1']]);
  expect(left.mock.calls).toEqual([['1']]);
  expect(onError).not.toHaveBeenCalled();
});

test.each([
  [Ready, { guilds: [{}] }],
  [GuildCreate, null],
  [GuildDelete, { id: 7 }],
])('a %s that is not what Discord documents is an error to be logged, and throws nothing', (event, data) => {
  const { send, named, joined, left, onError } = watched();
  send(event, data);
  expect(onError.mock.calls.map(([{ message }]) => message)).toEqual([expect.stringContaining(event)]);
  for (const told of [named, joined, left]) expect(told).not.toHaveBeenCalled();
});

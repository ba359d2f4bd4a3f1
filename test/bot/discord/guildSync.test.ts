import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../../src/bot/discord/client.js';
import { createGuildSync } from '../../../src/bot/discord/guildSync.js';
import { ensureGuild, leaveGuild } from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import type { Discord } from '../../../src/playground/index.js';
import { aDiscord } from '../../playground/bot.js';
import { openTestStore } from '../support/stores.js';

/** A store with a row for each of the playground's guilds, and for one that nobody ever heard of. */
async function aStore(discord: Discord) {
  const store = await openTestStore();
  const ids = { Atelier: discord.guild('Atelier').id, Gallery: discord.guild('Gallery').id, Stranger: '4194304' };
  for (const id of Object.values(ids)) await ensureGuild(store.client, id);
  const left = async (): Promise<string[]> => {
    const rows = await store.client.guild.findMany({ where: { leftAt: { not: null } } });
    return Object.entries(ids).flatMap(([name, id]) => (rows.some((row) => row.id === id) ? [name] : []));
  };
  return { store, ids, left };
}

/** The bot's own connection; until `leave`, or the end of the test. */
async function aConnection(discord: Discord, store: Store) {
  const errors: object[] = [];
  const error = (context: object) => errors.push(context);
  const membership = createGuildSync(store, { info: () => undefined, error });
  const client = await connect({
    token: discord.token,
    api: discord.api,
    onInteraction: () => Promise.resolve(),
    guilds: membership,
    onError: (err) => errors.push({ err }),
  });
  const leave = async () => {
    await client.destroy();
    await membership.settled();
  };
  onTestFinished(leave);
  return { errors, leave };
}

test('a guild that the bot leaves is marked, and is no longer when the bot is invited again', async () => {
  const { discord } = await aDiscord();
  const { store, left } = await aStore(discord);
  const { errors } = await aConnection(discord, store);
  await expect.poll(left).toEqual(['Stranger']);
  const gallery = discord.guild('Gallery');
  gallery.removeBot();
  await expect.poll(left).toEqual(['Gallery', 'Stranger']);
  gallery.addBot();
  await expect.poll(left).toEqual(['Stranger']);
  expect(errors).toEqual([]);
});

test('what happened while the bot was away is found when it is back; when it was marked does not change', async () => {
  const { discord } = await aDiscord();
  const { store, ids, left } = await aStore(discord);
  await leaveGuild(store.client, ids.Stranger, 1_000);
  await leaveGuild(store.client, ids.Atelier, 1_000);
  const gallery = discord.guild('Gallery');
  gallery.removeBot();
  const first = await aConnection(discord, store);
  await expect.poll(left).toEqual(['Gallery', 'Stranger']);
  expect(await store.client.guild.findUnique({ where: { id: ids.Stranger } })).toMatchObject({
    leftAt: new Date(1_000),
  });
  await first.leave();
  gallery.addBot();
  await aConnection(discord, store);
  await expect.poll(left).toEqual(['Stranger']);
});

test('what happened while the connection was lost and begun anew is found too', async () => {
  const { discord } = await aDiscord();
  const { store, left } = await aStore(discord);
  await aConnection(discord, store);
  await expect.poll(left).toEqual(['Stranger']);
  // The session is forgotten: nobody tells the bot of this.
  discord.gateway.invalidate(false);
  discord.guild('Gallery').removeBot();
  await expect.poll(left, { timeout: 15_000 }).toEqual(['Gallery', 'Stranger']);
}, 20_000);

test('a guild that is back from an outage is left and joined like any other', async () => {
  const { discord } = await aDiscord();
  const { store, left } = await aStore(discord);
  await aConnection(discord, store);
  const gallery = discord.guild('Gallery');
  gallery.outage();
  gallery.recover();
  // What comes after both has been taken in its turn.
  discord.guild('Atelier').removeBot();
  await expect.poll(left).toEqual(['Atelier', 'Stranger']);
  gallery.removeBot();
  await expect.poll(left).toEqual(['Atelier', 'Gallery', 'Stranger']);
  gallery.addBot();
  await expect.poll(left).toEqual(['Atelier', 'Stranger']);
});

test('an outage is no farewell, neither while the bot is there nor when it comes', async () => {
  const { discord } = await aDiscord();
  const { store, left } = await aStore(discord);
  const gallery = discord.guild('Gallery');
  const first = await aConnection(discord, store);
  gallery.outage();
  // What comes after it has been taken in its turn.
  discord.guild('Atelier').removeBot();
  await expect.poll(left).toEqual(['Atelier', 'Stranger']);
  await first.leave();
  discord.guild('Atelier').addBot();
  // discord.js itself waits for guilds that are out; what is known by then is written down by then.
  const second = aConnection(discord, store);
  await expect.poll(left).toEqual(['Stranger']);
  gallery.recover();
  await second;
  expect(await left()).toEqual(['Stranger']);
});

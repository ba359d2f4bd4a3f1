import { Client, Events, GatewayDispatchEvents, Options } from 'discord.js';
import type { Interaction } from 'discord.js';
import { watchGuilds } from '../../src/bot/discord/guildEvents.js';
import { createRouter } from '../../src/bot/discord/router.js';
import type { CommandTable } from '../../src/bot/discord/router.js';

const ids = { guild: '1070000000000000001', channel: '1070000000000000002', user: '1070000000000000003' };
const interaction = {
  ...{ id: '1070000000000000004', application_id: '1070000000000000005', token: 'token', version: 1, type: 2 },
  ...{ guild_id: ids.guild, channel_id: ids.channel, locale: 'en-US', guild_locale: 'de', entitlements: [] },
  member: { user: { id: ids.user, username: 'guest', discriminator: '0', avatar: null }, roles: [], permissions: '8' },
  channel: { id: ids.channel, type: 0 },
  app_permissions: '8',
  authorizing_integration_owners: { 0: ids.guild },
};
const slash = {
  ...interaction,
  data: {
    ...{ id: '1070000000000000006', name: 'aesthetic', type: 1, guild_id: ids.guild },
    options: [{ name: 'create', type: 1, options: [{ name: 'name', type: 3, value: 'gloomcore' }] }],
  },
};
const button = {
  ...interaction,
  type: 3,
  data: { component_type: 2, custom_id: '1:pick:AZVJAAAAcACxM1wUtpavVQ' },
  message: {
    ...{ id: '1070000000000000007', channel_id: ids.channel, type: 0, content: '', flags: 0, timestamp: '2026-11-28' },
    author: interaction.member.user,
    ...{ attachments: [], embeds: [], components: [], mentions: [], mention_roles: [] },
  },
};

/** Frames as Discord sends them to this bot. */
export const gatewayFrames: readonly object[] = [
  { op: 0, s: 1, t: 'READY', d: { guilds: [{ id: ids.guild, unavailable: true }], shard: [0, 1] } },
  { op: 0, s: 2, t: 'GUILD_CREATE', d: { id: ids.guild, unavailable: false } },
  { op: 0, s: 3, t: 'GUILD_DELETE', d: { id: ids.guild, unavailable: true } },
  { op: 0, s: 4, t: 'INTERACTION_CREATE', d: slash },
  { op: 0, s: 5, t: 'INTERACTION_CREATE', d: button },
];

const client = new Client({
  intents: [],
  makeCache: Options.cacheWithLimits({ UserManager: 0, GuildMemberManager: 0 }),
});
/** A handler for every action, which does nothing. */
const everyAction = new Proxy({}, { get: () => () => Promise.resolve() }) as never;
const table: CommandTable = {
  slash: [
    {
      definition: { name: 'aesthetic', description: 'reads its options' },
      execute: (asked) => Promise.resolve(void asked.options.getString('name')),
    },
  ],
  message: [],
  ...{ buttons: everyAction, selects: everyAction, modals: everyAction },
};
const log = { info: () => undefined, error: () => undefined };
const route = createRouter(table, log);
let routed: Promise<void> = Promise.resolve();
client.on(Events.InteractionCreate, (given: Interaction) => {
  routed = route(given);
});
watchGuilds(client, { named: () => undefined, joined: () => undefined, left: () => undefined }, () => undefined);
const actions = (client as unknown as { actions: { InteractionCreate: { handle: (data: unknown) => void } } }).actions;

/** What is no longer the form that discord.js takes apart, which is between Discord and discord.js. */
export class NotForUs extends Error {}

/** Hands a frame to what this bot has behind discord.js. @throws what would end the process; NotForUs where discord.js itself refuses */
export async function hearFrame(frame: unknown): Promise<void> {
  const { t, d } = (frame ?? {}) as { readonly t?: unknown; readonly d?: unknown };
  if (t === GatewayDispatchEvents.InteractionCreate) {
    // Of a frame that discord.js passes over, nothing is routed.
    routed = Promise.resolve();
    try {
      actions.InteractionCreate.handle(d);
    } catch (error) {
      throw new NotForUs('discord.js refuses', { cause: error });
    }
    await routed;
  } else if (typeof t === 'string') client.ws.emit(t, d, 0);
}

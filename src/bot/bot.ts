import { Status } from 'discord.js';
import type { Client, Interaction } from 'discord.js';
import { UserError } from '../engine/index.js';
import { drawCharts } from './charts/index.js';
import type { DrawCharts } from './charts/index.js';
import type { Config } from './config.js';
import { createRender } from './delivery/render.js';
import { createTallies } from './delivery/tally.js';
import type { EditComponents, Tallies } from './delivery/tally.js';
import { createAttachmentFetcher } from './discord/attachments.js';
import { connect } from './discord/client.js';
import { createEditComponents } from './discord/editComponents.js';
import { createGuildSync } from './discord/guildSync.js';
import { createMessenger } from './discord/messenger.js';
import { inviteLink } from './discord/permissions.js';
import { createPlaces } from './discord/places.js';
import { forgetRateLimits } from './discord/rateLimits.js';
import { registerCommands } from './discord/registration.js';
import { createRouter } from './discord/router.js';
import type { CommandTable } from './discord/router.js';
import { startProcess } from './lifecycle.js';
import type { DiscordConnection, ProcessContext, RunningProcess } from './lifecycle.js';
import type { Log } from './log.js';
import { claimIdentify, runWithPriority, findFact, rememberFact } from './repositories/index.js';
import { recordedEvents } from './requestEvents.js';
import { createServices } from './services/index.js';
import { isPart } from './shards.js';

/** What commands get: the ports, the one way to fetch what members attach, what keeps the tallies below messages, and what draws. */
type CommandServices = ReturnType<typeof createServices> & {
  readonly fetchAttachment: ReturnType<typeof createAttachmentFetcher>;
  readonly tallies: Tallies;
  readonly drawCharts: DrawCharts;
};

type CreateTable = (ports: CommandServices) => CommandTable;

/** The gateway process: connects to Discord, accepts, delivers; in embedded mode it paints as well. @throws UserError: no token */
export async function startBot(config: Config, createTable: CreateTable, log: Log): Promise<RunningProcess> {
  const { discordToken } = config;
  if (discordToken === undefined) throw new UserError('DISCORD_TOKEN is not set; put it into .env');
  return startProcess(config, log, {
    paints: config.store.mode === 'embedded',
    connectDiscord: (parts) => connectToDiscord(parts, createTable, discordToken),
  });
}

async function connectToDiscord(
  parts: ProcessContext,
  createTable: CreateTable,
  token: string,
): Promise<DiscordConnection> {
  const { config, store, log, metrics } = parts;
  const ports = createServices({
    ...parts,
    defaultPack: config.pack,
    requestSeconds: config.requestSeconds,
    events: recordedEvents(parts),
    onVote: (on) => {
      metrics.votes.inc({ on });
    },
  });
  const fetchAttachment = createAttachmentFetcher({ loopbackHosts: config.attachmentHosts });
  const onError = (error: unknown): void => {
    log.error({ err: error }, 'discord');
  };
  // Commands come before the connection by which their messages are edited.
  const connected: { editComponents?: EditComponents } = {};
  const tallies = createTallies(store, async (...edit) => connected.editComponents?.(...edit), {
    onError,
    now: store.now,
  });
  const table = createTable({ ...ports, fetchAttachment, tallies, drawCharts });
  const route = createRouter(table, log, (answer) => {
    metrics.interactions.inc({ answer });
  });
  const membership = createGuildSync(store, log);
  const client = await connect({
    token,
    ...(config.discordApi !== undefined && { api: config.discordApi }),
    ...(config.shards && { shards: config.shards }),
    ...(config.shards && isPart(config.shards) && { claimIdentify: (bucket) => claimIdentify(store.client, bucket) }),
    onInteraction: (interaction) =>
      runWithPriority(
        () => !isAcknowledged(interaction),
        () => route(interaction),
      ),
    guilds: membership,
    onError,
  });
  connected.editComponents = createEditComponents(client.rest);
  await tallies.catchUp((guildId) => client.guilds.cache.has(guildId)).catch(onError);
  await register(client, table, parts);
  return {
    messenger: createMessenger(client.rest, client.user.id),
    render: createRender(store),
    places: createPlaces(client),
    fetchAttachment,
    clockWentBack: () => {
      forgetRateLimits(client.rest);
    },
    isReady: () => client.isReady() && client.ws.shards.every(({ status }) => status !== Status.Disconnected),
    close: async () => {
      await client.destroy();
      await membership.settled();
    },
  };
}

/** Whether Discord has an answer, which it wants within three seconds. */
function isAcknowledged(interaction: Interaction): boolean {
  if (interaction.isAutocomplete()) return interaction.responded;
  return interaction.deferred || interaction.replied;
}

/** Tells Discord the commands, if they are others than the last time: of all processes, the one that has the first shard does. */
async function register(client: Client<true>, table: CommandTable, { store, log }: ProcessContext): Promise<void> {
  const shards = [...client.ws.shards.keys()];
  const invite = inviteLink(client.application.id);
  if (!client.ws.shards.has(0)) {
    log.info({ shards, invite }, 'ready');
    return;
  }
  const definitions = [...table.slash, ...table.message].map(({ definition }) => definition);
  const registered = await registerCommands(client.rest, client.application.id, definitions, {
    hash: (id) => findFact(store.client, `commands:${id}`),
    remember: (id, hash) => rememberFact(store.client, `commands:${id}`, hash),
  });
  log.info({ registered, shards, invite }, 'ready');
}

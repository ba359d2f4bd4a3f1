import type { Client, Interaction } from 'discord.js';
import { UserError } from '../engine/index.js';
import type { Config } from './config.js';
import { askFirst, findFact, rememberFact } from './data/index.js';
import { createAttachmentFetcher } from './discord/attachments.js';
import { connect } from './discord/client.js';
import { createMessenger } from './discord/messenger.js';
import { inviteLink } from './discord/permissions.js';
import { registerCommands } from './discord/registration.js';
import type { Log } from './log.js';
import { createMembership } from './membership.js';
import { createRender } from './news.js';
import { createPorts } from './ports/index.js';
import { createRouter } from './router.js';
import type { CommandTable } from './router.js';
import { run } from './run.js';
import type { Outside, Parts, Running } from './run.js';

/** What commands get: the ports, and the one way to fetch what members attach. */
type CommandPorts = ReturnType<typeof createPorts> & {
  readonly fetchAttachment: ReturnType<typeof createAttachmentFetcher>;
};

type CreateTable = (ports: CommandPorts) => CommandTable;

/** The gateway process: connects to Discord, accepts, delivers; in embedded mode it paints as well. @throws UserError: no token */
export async function startBot(config: Config, createTable: CreateTable, log: Log): Promise<Running> {
  const { discordToken } = config;
  if (discordToken === undefined) throw new UserError('DISCORD_TOKEN is not set; put it into .env');
  return run(config, log, {
    paints: config.store.mode === 'embedded',
    goOutside: (parts) => goToDiscord(parts, createTable, discordToken),
  });
}

async function goToDiscord(parts: Parts, createTable: CreateTable, token: string): Promise<Outside> {
  const { config, store, log } = parts;
  const ports = createPorts({
    ...parts,
    defaultPack: config.pack,
    onAccepted: () => {
      parts.metrics.accepted.inc();
    },
  });
  const fetchAttachment = createAttachmentFetcher({ loopbackHosts: config.attachmentHosts });
  const table = createTable({ ...ports, fetchAttachment });
  const route = createRouter(table, log);
  const membership = createMembership(store, log);
  const client = await connect({
    token,
    ...(config.discordApi !== undefined && { api: config.discordApi }),
    onInteraction: (interaction) =>
      askFirst(
        () => !isAcknowledged(interaction),
        () => route(interaction),
      ),
    guilds: membership,
    onError: (error) => {
      log.error({ err: error }, 'discord');
    },
  });
  await register(client, table, parts);
  return {
    messenger: createMessenger(client.rest, client.user.id),
    render: createRender(store),
    isReady: () => client.isReady(),
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

/** Tells Discord the commands, if they are others than the last time. */
async function register(client: Client<true>, table: CommandTable, { store, log }: Parts): Promise<void> {
  const definitions = [...table.slash, ...table.message].map(({ definition }) => definition);
  const registered = await registerCommands(client.rest, client.application.id, definitions, {
    hash: (id) => findFact(store.client, `commands:${id}`),
    remember: (id, hash) => rememberFact(store.client, `commands:${id}`, hash),
  });
  log.info({ registered, invite: inviteLink(client.application.id) }, 'ready');
}

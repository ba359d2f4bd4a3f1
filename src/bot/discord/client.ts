import { Client, Events, GatewayIntentBits, Options } from 'discord.js';
import type { Interaction } from 'discord.js';
import { withoutEditQuotaWaits } from './editQuota.js';
import { watchGuilds } from './guildEvents.js';
import type { GuildListener } from './guildEvents.js';

export interface ClientOptions {
  readonly token: string;
  /** Another Discord than the real one: the playground's, `http://127.0.0.1:PORT/api`. */
  readonly api?: string;
  readonly onInteraction: (interaction: Interaction) => Promise<void>;
  readonly guilds?: GuildListener;
  readonly onError: (error: Error) => void;
}

/** Of each server: enough for interactions that are being answered. */
const passingMembers = 100;
const isSelf = ({ id, client }: { readonly id: string; readonly client: Client }): boolean => id === client.user?.id;

/**
 * Connects to the gateway with the one intent that commands need, and resolves when Discord says that the bot is ready.
 * discord.js resumes and reconnects by itself. @throws when the token is not accepted
 */
export async function connect(options: ClientOptions): Promise<Client<true>> {
  const { token, api, onInteraction, guilds, onError } = options;
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    // Channels and roles are what handlers look up; whatever else comes with interactions would only grow.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      UserManager: { maxSize: passingMembers, keepOverLimit: isSelf },
      GuildMemberManager: { maxSize: passingMembers, keepOverLimit: isSelf },
    }),
    rest: { makeRequest: withoutEditQuotaWaits(), ...(api !== undefined && { api }) },
  });
  client.on(Events.Error, onError);
  client.on(Events.ShardError, onError);
  client.on(Events.InteractionCreate, (interaction) => void onInteraction(interaction).catch(onError));
  if (guilds) watchGuilds(client, guilds);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(token);
    return await ready;
  } catch (error) {
    await client.destroy();
    throw error;
  }
}

import { Client, Events, GatewayIntentBits, Options } from 'discord.js';
import type { Interaction } from 'discord.js';
import { UserError } from '../../engine/index.js';
import { shardIds } from '../shards.js';
import type { ShardRange } from '../shards.js';
import { withoutEditQuotaWaits } from './editQuota.js';
import { watchGuilds } from './guildEvents.js';
import type { GuildListener } from './guildEvents.js';
import { createIdentifyThrottler } from './identifyThrottler.js';
import type { ClaimIdentify } from './identifyThrottler.js';
import { withProxyWaits } from './proxyWaits.js';
import { rejectEndlessWaits } from './rateLimits.js';
import { keepSentChannels } from './sentChannel.js';

export interface ClientOptions {
  readonly token: string;
  /** Another Discord than the real one: the playground's, `http://127.0.0.1:PORT/api`. */
  readonly api?: string;
  /** Absent: all, as many as Discord recommends. */
  readonly shards?: ShardRange;
  /** Where other processes identify as well; absent: this process is the only one. */
  readonly claimIdentify?: ClaimIdentify;
  readonly onInteraction: (interaction: Interaction) => Promise<void>;
  readonly guilds?: GuildListener;
  readonly onError: (error: Error) => void;
}

/** Of each server: enough for interactions that are being answered. */
const passingMembers = 100;
const isSelf = ({ id, client }: { readonly id: string; readonly client: Client }): boolean => id === client.user?.id;

/**
 * Connects to the gateway with the one intent that commands need, and resolves when Discord says that the bot is ready on all of
 * its shards. discord.js resumes and reconnects by itself. @throws when the token or the number of shards is not accepted
 */
export async function connect(options: ClientOptions): Promise<Client<true>> {
  const { token, api, shards, claimIdentify, onInteraction, guilds, onError } = options;
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
    ...(shards ? { shards: shardIds(shards), shardCount: shards.count } : { shards: 'auto' }),
    ...(claimIdentify && {
      ws: {
        buildIdentifyThrottler: async (manager) => {
          const { session_start_limit: limit } = await manager.fetchGatewayInformation();
          return createIdentifyThrottler(claimIdentify, limit.max_concurrency, onError);
        },
      },
    }),
    rest: {
      makeRequest: withoutEditQuotaWaits(withProxyWaits()),
      rejectOnRateLimit: rejectEndlessWaits,
      ...(api !== undefined && { api }),
    },
  });
  client.on(Events.Error, onError);
  client.on(Events.ShardError, onError);
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    onError(
      new Error(`Discord closed shard ${shard} for good (${code}): its servers are not served until the next start`),
    );
  });
  keepSentChannels(client);
  client.on(Events.InteractionCreate, (interaction) => void onInteraction(interaction).catch(onError));
  if (guilds) watchGuilds(client, guilds, onError);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  try {
    await client.login(token);
    return await ready;
  } catch (error) {
    await client.destroy();
    throw isTooFewShards(error) ? new UserError(moreShards) : error;
  }
}

const moreShards =
  'Discord wants the bot on more shards than SHARDS says: set SHARDS=auto, or a larger number in all processes (SHARDS=0-3/16)';

/** What discord.js makes of close code 4011, of which nothing but the text is left. */
function isTooFewShards(error: unknown): boolean {
  return error instanceof Error && error.message === 'Sharding is required';
}

import { ChannelType, GatewayIntentBits, PermissionFlagsBits } from 'discord.js';
import { channelPayload } from '../../world/payloads.js';
import { has, isThread } from '../../world/permissions.js';
import type { ChannelState } from '../../world/state.js';
import type { World } from '../../world/world.js';
import { accessToChannel } from '../access.js';
import { DiscordError } from '../errors.js';
import type { Answer, Call, Route } from '../route.js';
import { parseRequestBody } from '../validation/requestSchemas.js';

/** "Start Thread without Message" (resources/channel). */
export const threadRoutes: readonly Route[] = [
  { method: 'POST', path: '/channels/:channel/threads', byBot: true, handle: create },
];

const textChannel: number = ChannelType.GuildText;
/** Active ones of a guild (topics/threads, "active & archived threads"). */
const maxThreads = 1_000;

function create(call: Call): Answer {
  const { world } = call;
  const { guild, channel, permissions } = accessToChannel(call);
  // Without a type it is a private thread.
  const form = parseRequestBody('thread', call.body);
  const type: ChannelType = form.type ?? ChannelType.PrivateThread;
  const isPrivate = type === ChannelType.PrivateThread;
  if (channel.type !== textChannel) throw new DiscordError(50024);
  const wanted = PermissionFlagsBits[isPrivate ? 'CreatePrivateThreads' : 'CreatePublicThreads'];
  if (!has(permissions, wanted)) throw new DiscordError(50013);
  const active = guild.channels.filter((one) => isThread(one) && !one.archived && !one.deleted);
  if (active.length >= maxThreads) throw new DiscordError(160006);
  const thread: ChannelState = {
    id: world.newId(),
    guildId: guild.id,
    name: form.name,
    type,
    nsfw: false,
    parentId: channel.id,
    overwrites: [],
    archived: false,
    deleted: false,
  };
  guild.channels.push(thread);
  const data = { ...channelPayload(thread), newly_created: true };
  world.emit({ name: 'THREAD_CREATE', data, intent: GatewayIntentBits.Guilds });
  world.changed('guilds');
  return { status: 201, body: channelPayload(thread) };
}

/** A message in an archived thread takes it out of the archive (topics/threads). */
export function unarchive(world: World, channel: ChannelState): void {
  if (!channel.archived) return;
  channel.archived = false;
  world.changed('guilds');
  world.emit({ name: 'THREAD_UPDATE', data: channelPayload(channel), intent: GatewayIntentBits.Guilds });
}

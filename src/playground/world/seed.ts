import { randomBytes } from 'node:crypto';
import { ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Clock } from '../clock.js';
import { userPayload } from './payloads.js';
import type { ChannelState, GuildState, RoleState, WorldState } from './state.js';
import { nextId } from './world.js';

const MiB = 2 ** 20;

/** A guild of the initial state. */
export interface GuildSpec {
  readonly name: string;
  readonly locale?: string;
  /** Per file, in bytes; 10 MiB by default. */
  readonly attachmentSizeLimit?: number;
  readonly channels: readonly ChannelSpec[];
  readonly members: readonly MemberSpec[];
}

interface ChannelSpec {
  readonly name: string;
  /** A text channel by default; of a thread, the kind that its channel has. */
  readonly type?: ChannelType;
  /** Age-restricted. */
  readonly nsfw?: boolean;
  /** A private thread that the bot was not added to. */
  readonly withoutBot?: boolean;
  /** A thread in the channel of this name, which must precede it. */
  readonly threadOf?: string;
}

/** The same name in two guilds is the same user. */
interface MemberSpec {
  readonly name: string;
  /** In addition to those of @everyone, as `PermissionFlagsBits`. */
  readonly permissions?: bigint;
  readonly locale?: string;
}

const people: readonly MemberSpec[] = [
  { name: 'admin', permissions: PermissionFlagsBits.Administrator },
  { name: 'guest' },
];

/** Two guilds with the same two members. */
export const defaultGuilds: readonly GuildSpec[] = [
  {
    name: 'Atelier',
    channels: [
      { name: 'studio' },
      { name: 'after-dark', nsfw: true },
      { name: 'sketches', threadOf: 'studio' },
      { name: 'noticeboard' },
    ],
    members: people,
  },
  { name: 'Gallery', channels: [{ name: 'hall' }], members: people },
];

const {
  ViewChannel,
  SendMessages,
  SendMessagesInThreads,
  AttachFiles,
  ReadMessageHistory,
  UseApplicationCommands,
  EmbedLinks,
  AddReactions,
  CreatePublicThreads,
  Connect,
} = PermissionFlagsBits;
const everyonePermissions =
  ViewChannel |
  SendMessages |
  SendMessagesInThreads |
  AttachFiles |
  ReadMessageHistory |
  UseApplicationCommands |
  EmbedLinks |
  AddReactions |
  CreatePublicThreads |
  Connect;

/** The initial state: these guilds, with the bot as a member of each, with the permissions of @everyone. */
export function seedState(clock: Clock, guilds: readonly GuildSpec[], privilegedIntents: number): WorldState {
  const name = 'Aesthete';
  const ids = { lastId: '0' };
  // A guild a millisecond, so that they spread over shards as Discord's do.
  let guildAt = clock.now();
  const newId = () => nextId(ids, { now: () => guildAt });
  const appId = newId();
  const state: WorldState = {
    lastId: '0',
    application: {
      id: appId,
      name,
      token: newToken(appId),
      signingKey: randomBytes(32).toString('hex'),
      privilegedIntents,
    },
    users: { [appId]: userPayload(appId, name, true) },
    guilds: {},
    messages: {},
    interactions: {},
    commands: [],
    commandCreates: {},
  };
  for (const spec of guilds) {
    guildAt += 1;
    const guild = seedGuild(spec, state, newId);
    state.guilds[guild.id] = guild;
  }
  state.lastId = ids.lastId;
  return state;
}

/** A token as Discord's look: the application's id in base64, and what nobody can guess. */
export function newToken(applicationId: string): string {
  return `${Buffer.from(applicationId).toString('base64url')}.playgr.${randomBytes(27).toString('base64url')}`;
}

function seedGuild(spec: GuildSpec, state: WorldState, newId: () => string): GuildState {
  const id = newId();
  // The role @everyone has the guild's id.
  const roles: RoleState[] = [{ id, name: '@everyone', permissions: everyonePermissions.toString() }];
  const members = spec.members.map((member) => {
    const known = Object.values(state.users).find(({ username }) => username === member.name);
    const user = known ?? userPayload(newId(), member.name, false);
    state.users[user.id] = user;
    const role = member.permissions === undefined ? undefined : newId();
    if (role !== undefined) roles.push({ id: role, name: member.name, permissions: member.permissions!.toString() });
    return { userId: user.id, locale: member.locale ?? 'en-US', roleIds: role === undefined ? [] : [role] };
  });
  const channels: ChannelState[] = [];
  for (const channel of spec.channels) channels.push(seedChannel(channel, id, channels, newId()));
  return {
    id,
    name: spec.name,
    // No member is the owner, so that permissions decide.
    ownerId: newId(),
    locale: spec.locale ?? 'en-US',
    attachmentSizeLimit: spec.attachmentSizeLimit ?? 10 * MiB,
    roles,
    channels,
    members: [...members, { userId: state.application.id, locale: 'en-US', roleIds: [] }],
    hasBot: true,
  };
}

function seedChannel(spec: ChannelSpec, guildId: string, before: readonly ChannelState[], id: string): ChannelState {
  const parent = before.find(({ name }) => name === spec.threadOf);
  if (spec.threadOf !== undefined && !parent) throw new Error(`no channel ${spec.threadOf} before ${spec.name}`);
  return {
    id,
    guildId,
    name: spec.name,
    type: spec.type ?? (parent ? threadType(parent) : ChannelType.GuildText),
    nsfw: spec.nsfw ?? false,
    parentId: parent?.id ?? null,
    overwrites: [],
    archived: false,
    deleted: false,
    ...(spec.withoutBot === true && { withoutBot: true }),
  };
}

function threadType({ type }: ChannelState): ChannelType {
  return type === (ChannelType.GuildAnnouncement as number) ? ChannelType.AnnouncementThread : ChannelType.PublicThread;
}

import { ApplicationCommandType, ComponentType, PermissionsBitField } from 'discord.js';
import type { InteractionType } from 'discord.js';
import { needed } from '../../src/bot/discord/permissions.js';

/*
 * What the gateway sends for what members do, as far as discord.js reads it.
 */

export interface Presser {
  readonly userId?: string;
  readonly permissions?: readonly bigint[];
  readonly roles?: readonly string[];
  readonly channelId?: string;
  /** One that the bot has not in its cache, where it is not the usual one. */
  readonly guildId?: string;
  /** The bot's own, in the channel. */
  readonly appPermissions?: bigint;
  /** Milliseconds since 1970: when they joined the server, and when they act. */
  readonly joinedAt?: number;
  readonly at?: number;
  /** The member's language, and the server's. */
  readonly locale?: string;
  readonly guildLocale?: string;
  /** What the message of the button shows. */
  readonly message?: object;
}

export type Options = Readonly<Record<string, string | number | boolean>>;

const ids = {
  guild: '100',
  channel: '10',
  restricted: '11',
  thread: '12',
  secret: '13',
  bot: '900',
  member: '200',
} as const;
const ordinary = [PermissionsBitField.Flags.UseApplicationCommands, PermissionsBitField.Flags.SendMessages];

export function envelope(type: InteractionType, presser: Presser, number: number): object {
  const { userId = ids.member, permissions = ordinary, roles = [], channelId = ids.channel } = presser;
  const { appPermissions = new PermissionsBitField(needed).bitfield } = presser;
  return {
    id: presser.at === undefined ? String(1_000_000_000_000_000 + number) : snowflake(presser.at, number),
    application_id: ids.bot,
    type,
    token: `token${number}`,
    version: 1,
    guild_id: presser.guildId ?? ids.guild,
    channel_id: channelId,
    channel: { id: channelId, type: channelId === ids.thread ? 11 : 0 },
    app_permissions: appPermissions.toString(),
    attachment_size_limit: 10 * 2 ** 20,
    locale: presser.locale ?? 'en-US',
    guild_locale: presser.guildLocale ?? 'en-US',
    entitlements: [],
    authorizing_integration_owners: {},
    context: 0,
    member: {
      user: { ...author, id: userId },
      roles,
      permissions: new PermissionsBitField([...permissions]).bitfield.toString(),
      joined_at: new Date(presser.joinedAt ?? Date.UTC(2026, 0, 1)).toISOString(),
      deaf: false,
      mute: false,
      flags: 0,
    },
  };
}

function snowflake(at: number, number: number): string {
  return String((BigInt(at - Date.UTC(2015, 0, 1)) << 22n) + BigInt(number));
}

export function command(name: string, options: Options, subcommand?: string, focused?: string): object {
  const given = Object.entries(options).map(([option, value]) => ({
    name: option,
    value,
    type: typeOf(option, value),
    ...(option === focused && { focused: true }),
  }));
  return {
    id: '7',
    type: ApplicationCommandType.ChatInput,
    name,
    options: below(subcommand?.split(' ') ?? [], given),
    resolved: { attachments, users: { '201': { ...author, id: '201' } }, channels: chosenChannels(options) },
  };
}

/** Of an option that names one. */
function chosenChannels(options: Options): object {
  const chosen = guild.channels.filter(({ id }) => Object.values(options).includes(id));
  return Object.fromEntries(chosen.map((channel) => [channel.id, { ...channel, permissions: readsAll }]));
}

/** Options of a subcommand, or of one in a group: `words add`. */
function below(path: readonly string[], given: object[]): object[] {
  if (path.length === 0) return given;
  const [first, ...more] = path;
  return [{ name: first, type: more.length > 0 ? 2 : 1, options: below(more, given) }];
}

/** Members, channels and roles are given as ids. */
function typeOf(option: string, value: string | number | boolean): number | undefined {
  if (typeof value === 'string' && /^(image\d*|file)$/.test(option)) return 11;
  const byName: Readonly<Record<string, number>> = { member: 6, channel: 7, reports: 7, role: 8, ...integers };
  return byName[option] ?? optionTypes[typeof value];
}

/** Those that commands read as integers. */
const integers = { account_days: 4, member_days: 4, daily: 4, hours: 4 };

const optionTypes: Record<string, number> = { string: 3, number: 10, boolean: 5 };

export function field([customId, value]: [string, string | readonly string[]]): object {
  const files = typeof value !== 'string' && value.every((one) => one in attachments);
  const type =
    typeof value === 'string' ? ComponentType.TextInput : files ? ComponentType.FileUpload : ComponentType.StringSelect;
  const held = typeof value === 'string' ? { value } : { values: value };
  return { type: ComponentType.Label, id: 1, component: { type, id: 2, custom_id: customId, ...held } };
}

export const author = { id: '900', username: 'someone', discriminator: '0', avatar: null, global_name: null };
export const attachments: Record<'a' | 'b' | 'c', object> = {
  a: file('a', 'mist.jpg'),
  b: file('b', 'fog.png'),
  c: file('c', 'rain.webp'),
};
function file(id: string, filename: string): object {
  const url = `https://cdn.discordapp.com/ephemeral-attachments/1/${id}/${filename}`;
  return { id, filename, size: 1_000, url, proxy_url: url, content_type: 'image/jpeg' };
}
export const sentMessage = {
  id: '777',
  channel_id: ids.channel,
  author,
  content: '',
  timestamp: '2026-01-01T00:00:00Z',
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  components: [],
  pinned: false,
  type: 0,
};
/** View Channel and Read Message History. */
const readsAll = '66560';
const attachFiles = PermissionsBitField.Flags.AttachFiles.toString();
const botPermissions = new PermissionsBitField(needed).bitfield.toString();

export const guild = {
  id: ids.guild,
  name: 'A server',
  owner_id: '1',
  roles: [
    { id: '6', name: 'Aesthete', permissions: botPermissions, position: 2, color: 0, colors: { primary_color: 0 } },
    { id: '5', name: 'artists', permissions: '0', position: 1, color: 0, colors: { primary_color: 0 } },
    { id: ids.guild, name: '@everyone', permissions: readsAll, position: 0, color: 0, colors: { primary_color: 0 } },
  ],
  emojis: [],
  members: [
    {
      user: { ...author, bot: true },
      roles: ['6'],
      joined_at: '2026-01-01T00:00:00Z',
      deaf: false,
      mute: false,
      flags: 0,
    },
  ],
  features: [],
  channels: [
    { id: ids.channel, type: 0, name: 'general', position: 0, permission_overwrites: [], guild_id: ids.guild },
    {
      id: ids.restricted,
      type: 0,
      name: 'adults',
      nsfw: true,
      position: 1,
      permission_overwrites: [{ id: '6', type: 0, allow: '0', deny: attachFiles }],
      guild_id: ids.guild,
    },
    {
      id: ids.secret,
      type: 0,
      name: 'secret',
      position: 2,
      permission_overwrites: [
        { id: ids.guild, type: 0, allow: '0', deny: '1024' },
        { id: '5', type: 0, allow: '1024', deny: '0' },
        { id: '6', type: 0, allow: '1024', deny: '0' },
      ],
      guild_id: ids.guild,
    },
  ],
  threads: [
    {
      id: ids.thread,
      type: 11,
      name: 'a thread',
      parent_id: ids.restricted,
      guild_id: ids.guild,
      thread_metadata: { archived: false, auto_archive_duration: 60, archive_timestamp: '2026-01-01T00:00:00Z' },
    },
  ],
};

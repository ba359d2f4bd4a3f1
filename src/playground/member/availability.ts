import { ApplicationCommandType, PermissionFlagsBits } from 'discord.js';
import type { APIApplicationCommand } from 'discord.js';
import { commandsIn } from '../world/commands.js';
import { channelOf, findMessage, memberOf } from '../world/find.js';
import { basePermissions, has, isThread, permissionsIn, unlessTimedOut } from '../world/permissions.js';
import type { ChannelState, GuildState, MemberState, MessageState } from '../world/state.js';
import type { World } from '../world/world.js';

/** Discord's client would not let the member do this. Nothing was sent to the bot. */
export class NotOffered extends Error {}

/** The form is too old to be answered, or of an earlier run of the playground. */
export class FormGone extends NotOffered {
  constructor() {
    super('that form is gone; open it again');
  }
}

/** A member in a channel. */
export interface Actor {
  readonly world: World;
  readonly guild: GuildState;
  readonly channel: ChannelState;
  readonly member: MemberState;
}

export function actorIn(world: World, userId: string, channelId: string): Actor {
  const { guild, channel } = channelOf(world, channelId);
  return { world, guild, channel, member: memberOf(guild, userId) };
}

/** Commands of a type that the member can use here, by channel, permissions, contexts and age restriction. */
export function availableCommands(actor: Actor, type: ApplicationCommandType): APIApplicationCommand[] {
  const { world, guild, channel, member } = actor;
  const bits = unlessTimedOut(permissionsIn(guild, member, channel), member, world.clock.now());
  if (!guild.hasBot || !has(bits, PermissionFlagsBits.ViewChannel | PermissionFlagsBits.UseApplicationCommands))
    return [];
  const inGuild = 0;
  const isRestricted = channel.nsfw || guild.channels.some(({ id, nsfw }) => id === channel.parentId && nsfw);
  return commandsIn(world, guild.id).filter((command) => {
    const wanted = command.default_member_permissions;
    // "0" is for administrators.
    const isAllowed =
      wanted === null ||
      has(bits, PermissionFlagsBits.Administrator) ||
      (wanted !== '0' && has(basePermissions(guild, member), BigInt(wanted)));
    const isHere = !command.contexts || command.contexts.some((context) => (context as number) === inGuild);
    return command.type === type && isAllowed && isHere && (command.nsfw !== true || isRestricted);
  });
}

/** @throws NotOffered */
export function availableCommand(actor: Actor, type: ApplicationCommandType, name: string): APIApplicationCommand {
  const commands = availableCommands(actor, type);
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const names = commands.map((one) => one.name).join(', ');
    throw new NotOffered(`no ${ApplicationCommandType[type]} command "${name}" here; there are: ${names}`);
  }
  return command;
}

/** Why a member cannot write in a channel. */
export type PostRefusal = 'timedOut' | 'locked' | 'readOnly';

/** Undefined where the member may write. */
export function postRefusal({ world, guild, channel, member }: Actor): PostRefusal | undefined {
  const bits = permissionsIn(guild, member, channel);
  const wanted = isThread(channel) ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  if (!has(bits, wanted)) return 'readOnly';
  if (!has(unlessTimedOut(bits, member, world.clock.now()), wanted)) return 'timedOut';
  return channel.locked === true && !has(bits, PermissionFlagsBits.ManageThreads) ? 'locked' : undefined;
}

/** @throws NotOffered */
export function checkMayPost(actor: Actor): void {
  const refusal = postRefusal(actor);
  if (refusal !== undefined) throw new NotOffered(`${actor.member.userId} cannot write here: ${refusal}`);
}

/** A message that the member sees here. @throws NotOffered */
export function findVisibleMessage({ world, guild, channel, member }: Actor, messageId: string): MessageState {
  const message = findMessage(world, messageId);
  if (!message) throw new NotOffered(`message ${messageId} is gone`);
  const isTheirs = message.visibleTo === null || message.visibleTo === member.userId;
  const seesChannel = has(permissionsIn(guild, member, channel), PermissionFlagsBits.ViewChannel);
  if (message.channelId !== channel.id || !isTheirs || !seesChannel) {
    throw new NotOffered(`${member.userId} does not see message ${messageId} here`);
  }
  return message;
}

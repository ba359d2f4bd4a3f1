import { PermissionFlagsBits } from 'discord.js';
import type { Interaction } from 'discord.js';
import type { InGuild } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import type { AestheticSummary, GuildSettings } from '../bot/types.js';

type Asked = InGuild<Interaction>;

/*
 * DESIGN "Who may", checked in the handler whatever Discord has filtered: admins of a server can override what a command asks for, and
 * buttons can be pressed by anybody who sees them.
 */

function managesGuild({ memberPermissions }: Asked): boolean {
  return memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false;
}

export function managesMessages({ memberPermissions }: Asked): boolean {
  return memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false;
}

/** @throws BotError unless the member may use commands in this channel: buttons ask for no more and no less */
export function checkMayUse({ memberPermissions }: Asked): void {
  if (memberPermissions?.has(PermissionFlagsBits.UseApplicationCommands) !== true) {
    throw new BotError('mayNotUse');
  }
}

export function checkManagesGuild(interaction: Asked): void {
  if (!managesGuild(interaction)) throw new BotError('managersOnly');
}

/** @throws BotError unless the settings let the member create aesthetics */
export function checkMayCreate(interaction: Asked, { creators }: GuildSettings): void {
  checkMayUse(interaction);
  if (creators === 'everyone' || managesGuild(interaction)) return;
  if (typeof creators !== 'string' && roleIds(interaction).includes(creators.roleId)) return;
  throw new BotError('mayNotCreate');
}

/** Its creator, or whoever manages the server; nobody for the pack's own. */
export function mayChange(interaction: Asked, { creatorId }: AestheticSummary): boolean {
  return creatorId !== undefined && (creatorId === interaction.user.id || managesGuild(interaction));
}

/** @throws BotError unless `mayChange` */
export function checkMayChange(interaction: Asked, aesthetic: AestheticSummary): void {
  if (aesthetic.creatorId === undefined) throw new BotError('ofPack', { name: aesthetic.name });
  if (!mayChange(interaction, aesthetic)) throw new BotError('notYours', { name: aesthetic.name });
}

/** discord.js gives a cached member's roles as a manager, another's as ids. */
function roleIds({ member }: Asked): readonly string[] {
  if (!member) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}

import { GuildMember, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import type { Interaction } from 'discord.js';
import { isBlocked } from '../bot/blocks.js';
import type { InGuild } from '../bot/discord/router.js';
import { BotError } from '../bot/errors.js';
import type { AestheticSummary, GuildRules, GuildSettings, RoleRule } from '../bot/types.js';

type Asked = InGuild<Interaction>;

/*
 * Who may, checked in the handler whatever Discord has filtered: admins of a server can override what a command asks for, and
 * buttons can be pressed by anybody who sees them.
 */

function managesGuild(interaction: Asked): boolean {
  return permissionsOf(interaction).has(PermissionFlagsBits.ManageGuild);
}

/** In the channel of the interaction. */
export function managesMessages(interaction: Asked): boolean {
  return permissionsOf(interaction).has(PermissionFlagsBits.ManageMessages);
}

/** In the channel that something is in, wherever it is asked for; in one that is not known, by their roles. */
export function managesMessagesIn(interaction: Asked, channelId: string): boolean {
  if (channelId === interaction.channelId) return managesMessages(interaction);
  const { guild, member } = interaction;
  if (!(member instanceof GuildMember)) return false;
  const there = guild?.channels.cache.get(channelId)?.permissionsFor(member) ?? member.permissions;
  return unlessTimedOut(interaction, there).has(PermissionFlagsBits.ManageMessages);
}

/** @throws BotError unless the member may use commands in this channel: buttons ask for no more and no less */
export function checkMayUse(interaction: Asked): void {
  if (!permissionsOf(interaction).has(PermissionFlagsBits.UseApplicationCommands)) throw new BotError('mayNotUse');
}

function permissionsOf(interaction: Asked): Readonly<PermissionsBitField> {
  return unlessTimedOut(interaction, interaction.memberPermissions ?? new PermissionsBitField());
}

const keptInTimeOut = [PermissionFlagsBits.ViewChannel, PermissionFlagsBits.ReadMessageHistory] as const;

/** Who is timed out has lost the others, but for administrators (topics/permissions, "permissions for timed out members"). */
function unlessTimedOut(interaction: Asked, permissions: Readonly<PermissionsBitField>): Readonly<PermissionsBitField> {
  const isOver = interaction.createdTimestamp >= timedOutUntil(interaction);
  if (isOver || permissions.has(PermissionFlagsBits.Administrator)) return permissions;
  return new PermissionsBitField(keptInTimeOut.filter((one) => permissions.has(one)));
}

/** Milliseconds since 1970; 0 for a member who was never timed out. */
function timedOutUntil({ member }: Asked): number {
  if (member instanceof GuildMember) return member.communicationDisabledUntilTimestamp ?? 0;
  return member?.communication_disabled_until ? Date.parse(member.communication_disabled_until) : 0;
}

export function checkManagesGuild(interaction: Asked): void {
  if (!managesGuild(interaction)) throw new BotError('managersOnly');
}

/** @throws BotError unless the member manages the server, or the messages of that channel */
export function checkModerates(interaction: Asked, channelId: string): void {
  if (!managesMessagesIn(interaction, channelId) && !managesGuild(interaction)) throw new BotError('moderatorsOnly');
}

/**
 * What the server's rules say of whoever paints, creates or votes: the block list, and how old account and membership have to be. Who manages
 * the server is kept out by neither. @throws BotError
 */
export function checkStanding(interaction: Asked, { rules }: Pick<GuildSettings, 'rules'>): void {
  if (managesGuild(interaction)) return;
  const { guildId, user, createdTimestamp } = interaction;
  if (isBlocked(rules.blocked, guildId, user.id)) throw new BotError('blocked');
  if (isExempt(interaction, rules)) return;
  const isYoung = (since: number | undefined, days: number): boolean =>
    days > 0 && (since === undefined || createdTimestamp - since < days * dayMs);
  if (isYoung(user.createdTimestamp, rules.accountDays))
    throw new BotError('youngAccount', { days: rules.accountDays });
  if (isYoung(joinedAt(interaction), rules.memberDays)) throw new BotError('youngMember', { days: rules.memberDays });
}

const dayMs = 24 * 3_600_000;

/** Requests that the member may make in 24 hours: the highest of their roles' quotas, else the server's; undefined: any number. */
export function dailyQuotaOf(interaction: Asked, { rules }: Pick<GuildSettings, 'rules'>): number | undefined {
  if (managesGuild(interaction) || isExempt(interaction, rules)) return undefined;
  const theirs = rolesOf(interaction, rules).flatMap(({ dailyQuota }) => dailyQuota ?? []);
  return theirs.length > 0 ? Math.max(...theirs) : rules.dailyQuota;
}

function isExempt(interaction: Asked, rules: GuildRules): boolean {
  return rolesOf(interaction, rules).some(({ exempt }) => exempt);
}

function rolesOf(interaction: Asked, { roles }: GuildRules): readonly RoleRule[] {
  const own = roleIds(interaction);
  return roles.filter(({ roleId }) => own.includes(roleId));
}

/** Milliseconds since 1970. */
function joinedAt({ member }: Asked): number | undefined {
  if (member instanceof GuildMember) return member.joinedTimestamp ?? undefined;
  return member?.joined_at ? Date.parse(member.joined_at) : undefined;
}

/** @throws BotError unless the settings let the member create aesthetics */
export function checkMayCreate(interaction: Asked, settings: GuildSettings): void {
  const { creators } = settings;
  checkMayUse(interaction);
  checkStanding(interaction, settings);
  if (creators === 'everyone' || managesGuild(interaction)) return;
  if (typeof creators !== 'string' && roleIds(interaction).includes(creators.roleId)) return;
  throw new BotError('mayNotCreate');
}

/** Its creator, or whoever manages the server; nobody for the pack's own. */
export function mayChange(interaction: Asked, { creatorId }: AestheticSummary): boolean {
  return creatorId !== undefined && (creatorId === interaction.user.id || managesGuild(interaction));
}

/** @throws BotError unless `mayChange`, or where they may not use commands */
export function checkMayChange(interaction: Asked, aesthetic: AestheticSummary): void {
  checkMayUse(interaction);
  if (aesthetic.creatorId === undefined) throw new BotError('ofPack', { name: aesthetic.name });
  if (!mayChange(interaction, aesthetic)) throw new BotError('notYours', { name: aesthetic.name });
}

/** discord.js gives a cached member's roles as a manager, another's as ids. */
function roleIds({ member }: Asked): readonly string[] {
  if (!member) return [];
  return Array.isArray(member.roles) ? member.roles : [...member.roles.cache.keys()];
}

import { OverwriteType, PermissionFlagsBits } from 'discord.js';
import type { ChannelState, GuildState, MemberState } from './state.js';

const everything = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** A member's permissions in the guild. Discord: topics/permissions, "computing base permissions". */
export function basePermissions(guild: GuildState, member: MemberState): bigint {
  if (guild.ownerId === member.userId) return everything;
  const own = guild.roles.filter(({ id }) => id === guild.id || member.roleIds.includes(id));
  const bits = own.reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  return (bits & PermissionFlagsBits.Administrator) === 0n ? bits : everything;
}

/** A member's permissions in a channel: "computing overwrites". A thread inherits those of its channel. */
export function permissionsIn(guild: GuildState, member: MemberState, channel: ChannelState): bigint {
  const base = basePermissions(guild, member);
  if (base === everything) return everything;
  const parent = guild.channels.find(({ id }) => id === channel.parentId);
  const overwrites = (isThread(channel) ? parent : channel)?.overwrites ?? [];
  const ofEveryone = overwrites.filter(({ id }) => id === guild.id);
  const ofRoles = overwrites.filter(
    ({ id, type }) => type === OverwriteType.Role && id !== guild.id && member.roleIds.includes(id),
  );
  const ofMember = overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === member.userId);
  const bits = [ofEveryone, ofRoles, ofMember].reduce((bits, layer) => {
    const deny = layer.reduce((all, one) => all | BigInt(one.deny), 0n);
    const allow = layer.reduce((all, one) => all | BigInt(one.allow), 0n);
    return (bits & ~deny) | allow;
  }, base);
  // Who may not connect has no other permission there either ("implicit permissions").
  return isVoice(channel) && !has(bits, PermissionFlagsBits.Connect) ? bits & PermissionFlagsBits.ViewChannel : bits;
}

/** Voice and stage channels, whose chats are text. */
export function isVoice({ type }: ChannelState): boolean {
  return type === 2 || type === 13;
}

/** What a member who is timed out keeps ("permissions for timed out members"); administrators keep all. */
export function unlessTimedOut(bits: bigint, { timedOutUntil = 0 }: MemberState, now: number): bigint {
  if (timedOutUntil <= now || has(bits, PermissionFlagsBits.Administrator)) return bits;
  return bits & (PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ReadMessageHistory);
}

export function isThread({ type }: ChannelState): boolean {
  return type === 10 || type === 11 || type === 12;
}

/** Whether all of `wanted` are in `bits`. */
export function has(bits: bigint, wanted: bigint): boolean {
  return (bits & wanted) === wanted;
}

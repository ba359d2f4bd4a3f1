import { PermissionsBitField } from 'discord.js';
import type { Permission } from '../errors.js';

/** What the bot needs in a channel to answer there, and no more. */
export const needed = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'AttachFiles',
  'ReadMessageHistory',
] as const satisfies readonly Permission[];

/**
 * Those that are missing from what the bot has in a channel. In a thread, sending is a permission of its own; in the chat of a voice or stage
 * channel, who may not connect has none (topics/permissions, "implicit permissions").
 */
export function missingPermissions(
  has: Readonly<PermissionsBitField>,
  inThread: boolean,
  inVoice = false,
): Permission[] {
  const other = inThread ? 'SendMessages' : 'SendMessagesInThreads';
  const wanted: readonly Permission[] = inVoice ? [...needed, 'Connect'] : needed;
  return wanted.filter((permission) => permission !== other && !has.has(permission));
}

/** The link by which whoever manages a server adds the bot, with the permissions above and no others. */
export function inviteLink(applicationId: string): string {
  const link = new URL('https://discord.com/oauth2/authorize');
  link.searchParams.set('client_id', applicationId);
  link.searchParams.set('scope', 'bot applications.commands');
  link.searchParams.set('permissions', new PermissionsBitField(needed).bitfield.toString());
  return link.href;
}

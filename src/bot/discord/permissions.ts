import { PermissionFlagsBits, PermissionsBitField } from 'discord.js';

/** What the bot needs in a channel to answer there, by the names that Discord shows. DESIGN: least permissions. */
export const needed = {
  'View Channel': PermissionFlagsBits.ViewChannel,
  'Send Messages': PermissionFlagsBits.SendMessages,
  'Send Messages in Threads': PermissionFlagsBits.SendMessagesInThreads,
  'Attach Files': PermissionFlagsBits.AttachFiles,
  'Read Message History': PermissionFlagsBits.ReadMessageHistory,
} as const satisfies Record<string, bigint>;

/** Names of those that are missing from what the bot has in a channel. In a thread, sending is a permission of its own. */
export function missingPermissions(has: Readonly<PermissionsBitField>, inThread: boolean): string[] {
  const other = inThread ? 'Send Messages' : 'Send Messages in Threads';
  return Object.entries(needed)
    .filter(([name, bit]) => name !== other && !has.has(bit))
    .map(([name]) => name);
}

/** The link by which whoever manages a server adds the bot, with the permissions above and no others. */
export function inviteLink(applicationId: string): string {
  const link = new URL('https://discord.com/oauth2/authorize');
  link.searchParams.set('client_id', applicationId);
  link.searchParams.set('scope', 'bot applications.commands');
  link.searchParams.set('permissions', new PermissionsBitField(Object.values(needed)).bitfield.toString());
  return link.href;
}

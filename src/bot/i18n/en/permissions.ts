import type { Permission } from '../../errors.js';

/** Discord's permissions as its client calls them in a channel's settings. */
export const permissions: Readonly<Record<Permission, string>> = {
  ViewChannel: 'View Channel',
  SendMessages: 'Send Messages',
  SendMessagesInThreads: 'Send Messages in Threads',
  AttachFiles: 'Attach Files',
  ReadMessageHistory: 'Read Message History',
  CreatePublicThreads: 'Create Public Threads',
  Connect: 'Connect',
};

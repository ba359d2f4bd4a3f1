import type { Permission } from '../../errors.js';

/** Discord's permissions as its client calls them in a channel's settings. */
export const permissions: Readonly<Record<Permission, string>> = {
  ViewChannel: 'Kanal ansehen',
  SendMessages: 'Nachrichten senden',
  SendMessagesInThreads: 'Nachrichten in Threads senden',
  AttachFiles: 'Dateien anhängen',
  ReadMessageHistory: 'Nachrichtenverlauf anzeigen',
  CreatePublicThreads: 'Öffentliche Threads erstellen',
  Connect: 'Verbinden',
};

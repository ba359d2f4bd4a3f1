import type { Permission } from '../../errors.js';

/** Discord's permissions as its client calls them in a channel's settings. */
export const permissions: Readonly<Record<Permission, string>> = {
  ViewChannel: 'Voir le salon',
  SendMessages: 'Envoyer des messages',
  SendMessagesInThreads: 'Envoyer des messages dans les fils',
  AttachFiles: 'Joindre des fichiers',
  ReadMessageHistory: 'Voir les anciens messages',
  CreatePublicThreads: 'Créer des fils publics',
  Connect: 'Se connecter',
};

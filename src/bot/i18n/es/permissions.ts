import type { Permission } from '../../errors.js';

/** Discord's permissions as its client calls them in a channel's settings. */
export const permissions: Readonly<Record<Permission, string>> = {
  ViewChannel: 'Ver canal',
  SendMessages: 'Enviar mensajes',
  SendMessagesInThreads: 'Enviar mensajes en hilos',
  AttachFiles: 'Adjuntar archivos',
  ReadMessageHistory: 'Leer el historial de mensajes',
  CreatePublicThreads: 'Crear hilos públicos',
  Connect: 'Conectar',
};

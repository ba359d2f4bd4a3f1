import type { Store } from '../repositories/index.js';
import {
  changeGuildSettings,
  deletePictures,
  eraseMember,
  exportMember,
  findGeneration,
  guildSettings,
  listPublishedPacks,
  packSummary,
} from '../repositories/index.js';
import { createCards } from './cards.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { Queues } from '../queue/queues.js';
import { createImagineService } from './imagine.js';
import type { PaintRequest } from './imagine.js';
import { createAesthetics } from './aesthetics.js';
import { createDrafts } from './drafts.js';
import { packOf } from './packOf.js';
import { createQueueView } from './queue.js';

export interface ServiceOptions {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  /** Of guilds that have chosen none. */
  readonly defaultPack: string;
  readonly onAccepted?: () => void;
  readonly now?: () => number;
}

/**
 * What commands call, made of repositories and queues. The shapes are those of src/commands/ports.ts, which main.ts puts them into:
 * this side cannot import it.
 */
export function createServices(options: ServiceOptions) {
  const { store, queues, dispatcher, defaultPack, onAccepted, now = Date.now } = options;
  const { client } = store;
  const requests = createImagineService(store, queues, dispatcher, defaultPack, now);
  return {
    now,
    requests: {
      cancel: requests.cancel,
      accept: async (order: PaintRequest) => {
        const accepted = await requests.accept(order);
        onAccepted?.();
        return accepted;
      },
    },
    generations: {
      find: (guildId: string, id: string) => findGeneration(client, guildId, id),
      delete: (guildId: string, id: string) => deletePictures(client, guildId, id, now()),
    },
    aesthetics: createAesthetics({ store, queues, defaultPack, now }),
    cards: createCards(store, dispatcher, defaultPack, now),
    drafts: createDrafts(store.images),
    settings: {
      of: (guildId: string) => guildSettings(client, guildId, defaultPack),
      change: (guildId: string, change: Parameters<typeof changeGuildSettings>[2]) =>
        changeGuildSettings(client, guildId, change, defaultPack),
    },
    packs: {
      list: async () => (await listPublishedPacks(client)).map(packSummary),
      of: async (guildId: string) => packSummary(await packOf(client, guildId, defaultPack)),
    },
    queue: createQueueView(store, dispatcher, now),
    privacy: {
      export: (userId: string) => exportMember(client, userId),
      erase: (userId: string) => eraseMember(client, userId, now()),
    },
  };
}

import type { Store } from '../data/index.js';
import {
  changeGuildSettings,
  deletePictures,
  eraseMember,
  exportMember,
  findGeneration,
  guildSettings,
  listPublishedPacks,
  packSummary,
} from '../data/index.js';
import { createCards } from '../jobs/cards.js';
import type { Dispatcher } from '../jobs/dispatcher.js';
import type { Queues } from '../jobs/queues.js';
import { createRequests } from '../jobs/requests.js';
import type { Order } from '../jobs/requests.js';
import { createAesthetics } from './aesthetics.js';
import { createDrafts } from './drafts.js';
import { packOf } from './packOf.js';
import { createQueueView } from './queueView.js';

export interface PortOptions {
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
export function createPorts(options: PortOptions) {
  const { store, queues, dispatcher, defaultPack, onAccepted, now = Date.now } = options;
  const { client } = store;
  const requests = createRequests(store, queues, dispatcher, defaultPack, now);
  return {
    now,
    requests: {
      cancel: requests.cancel,
      accept: async (order: Order) => {
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

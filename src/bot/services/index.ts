import type { VotedOn } from '../metrics.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { Queues } from '../queue/queues.js';
import type { Store } from '../repositories/index.js';
import {
  changeGuildSettings,
  findGeneration,
  guildSettings,
  listPublishedPacks,
  packSummary,
  paintedImages,
} from '../repositories/index.js';
import { unheard } from '../requestEvents.js';
import type { RequestEvents } from '../requestEvents.js';
import { createAesthetics } from './aesthetics.js';
import { createCards } from './cards.js';
import { createContests } from './contests.js';
import { loadContext } from './context.js';
import { withCountedVotes } from './countedVotes.js';
import { createDrafts } from './drafts.js';
import { createDuels } from './duels.js';
import { createGallery } from './gallery.js';
import { createImagineService } from './imagine.js';
import { withKnownAesthetics } from './knownAesthetics.js';
import { createMakings } from './makings.js';
import { createModeration } from './moderation.js';
import { createPrivacy } from './privacy.js';
import { createQueueView } from './queue.js';
import { createRankings } from './rankings.js';
import { createStatus } from './status.js';
import { createTastes } from './tastes.js';
import type { Aesthetics, Services } from './types.js';
import { createVotes } from './votes.js';

export { checkName, checkNote, nameKey, noAesthetic, ownTaste } from '../repositories/index.js';

export interface ServiceOptions {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  /** Of guilds that have chosen none. */
  readonly defaultPack: string;
  /** Seconds of the device at hand that one request may take. */
  readonly requestSeconds?: number;
  readonly events?: RequestEvents;
  readonly onVote?: (on: VotedOn) => void;
  readonly now?: () => number;
}

type Ports = Omit<Services, 'fetchAttachment' | 'tallies' | 'drawCharts'>;
type WithoutKnown = Omit<Ports, 'aesthetics'> & { readonly aesthetics: Omit<Aesthetics, 'known'> };

/**
 * What commands call, made of repositories and queues. Attachments come from Discord, so bot.ts adds the way to fetch them, and what edits
 * messages there.
 */
export function createServices(options: ServiceOptions): Ports {
  const {
    store,
    queues,
    dispatcher,
    defaultPack,
    requestSeconds,
    events = unheard,
    onVote = () => undefined,
    now = store.now,
  } = options;
  const { client } = store;
  const requests = createImagineService(store, queues, dispatcher, now, requestSeconds, events);
  const makings = createMakings(store, dispatcher, now, events);
  const duels = createDuels({ store, queues, defaultPack, now });
  const privacy = createPrivacy(store, now);
  const context = (guildId: string) => loadContext(client, guildId, defaultPack);
  const services: WithoutKnown = {
    now,
    onLeft: events.onLeft,
    context,
    requests,
    generations: {
      find: (guildId, id) => findGeneration(client, guildId, id),
      pictures: (id) => paintedImages(client, id),
      delete: (guildId, id) => privacy.deletePictures(guildId, id),
    },
    aesthetics: createAesthetics({ store, defaultPack, now }),
    makings,
    tastes: createTastes({ store, queues, defaultPack, now }),
    cards: createCards(store, dispatcher, now, events),
    duels,
    contests: createContests(store, defaultPack, now),
    gallery: createGallery(store),
    moderation: createModeration(store, dispatcher, now),
    votes: createVotes({ store, now }),
    rankings: createRankings(client, now, duels.ratings),
    drafts: createDrafts(store.images),
    settings: {
      of: (guildId) => guildSettings(client, guildId, defaultPack),
      change: (guildId, change) => changeGuildSettings(client, guildId, change, defaultPack),
    },
    packs: {
      list: async () => (await listPublishedPacks(client)).map(packSummary),
      of: async (guildId) => (await context(guildId)).pack,
    },
    queue: createQueueView(store, dispatcher, now),
    status: createStatus(store, dispatcher, defaultPack, now),
    privacy,
  };
  return withCountedVotes(withKnownAesthetics(services, now), onVote);
}

export { createCards } from './cards.js';
export { createCardsOfMade } from './makings.js';
export type * from './duelTypes.js';
export type * from './types.js';

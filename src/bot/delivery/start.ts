import type { Failure } from '../errors.js';
import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { Queues } from '../queue/queues.js';
import type { Store, StoredGeneration } from '../repositories/index.js';
import { deliver } from './deliver.js';
import type { Messenger, Render } from './event.js';
import { fetchFiles } from './fetchFiles.js';
import type { FetchAttachment } from './fetchFiles.js';
import type { AskForCard } from './making.js';

export interface DeliveryOptions {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly messenger: Messenger;
  readonly render: Render;
  readonly askForCard: AskForCard;
  readonly fetchAttachment: FetchAttachment;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now?: () => number;
}

/** Replies that are edited at once; each generation's own edits come one after another. */
const atOnce = 8;
/** Requests whose files are fetched at once, one file of each. */
const fetchesAtOnce = 4;

/** Serves the queues of deliveries and of what members attached. Only a process that is connected to Discord does. */
export function startDelivery({ log, metrics, ...post }: DeliveryOptions): void {
  const { now = post.store.now } = post;
  const told = {
    delivered: ({ id: generation, status, background, imagineOptions, createdAt }: StoredGeneration): void => {
      log.info({ generation, status }, 'delivered');
      metrics.delivered.inc({ end: 'delivered' });
      if (status === 'painted' && (!background || imagineOptions.making))
        metrics.waitSeconds.observe({ until: 'delivered' }, (now() - createdAt) / 1000);
    },
    revealed: ({ id: generation }: StoredGeneration): void => {
      log.info({ generation }, 'duel revealed');
    },
    repainted: ({ id: generation }: StoredGeneration): void => {
      log.warn({ generation }, 'its pictures were kept no more; it is painted once more');
    },
    cancelled: ({ id: generation }: StoredGeneration): void => {
      log.info({ generation }, 'cancelled: its message was deleted');
      metrics.ended.inc({ end: 'cancelled' });
    },
    refused: ({ id: generation }: StoredGeneration, code: number): void => {
      log.warn({ generation, code }, 'Discord does not take the message of a generation; its reply says so');
      metrics.delivered.inc({ end: 'refused' });
    },
    undeliverable: ({ id: generation }: StoredGeneration, code: number): void => {
      log.warn({ generation, code }, 'undeliverable: Discord does not take it in that channel');
      metrics.delivered.inc({ end: 'undeliverable' });
    },
  };
  const fetchLog = {
    fetched: ({ id: generation }: StoredGeneration, files: number): void => {
      log.info({ generation, files }, 'files fetched');
    },
    failed: ({ id: generation }: StoredGeneration, error: unknown, { kind, reference }: Failure): void => {
      log[kind === 'user' ? 'info' : 'error']({ generation, reference, err: error }, 'files were not fetched');
      metrics.ended.inc({ end: kind });
    },
  };
  post.queues.serve('fetch', fetchesAtOnce, (data) => fetchFiles({ ...post, log: fetchLog, now }, data));
  post.queues.serve('deliver', atOnce, (data) => deliver({ ...post, log: told, now }, data));
}

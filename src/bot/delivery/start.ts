import type { Log } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { Queues } from '../queue/queues.js';
import type { Store } from '../repositories/index.js';
import { deliver } from './deliver.js';
import type { Messenger, Render } from './event.js';

export interface DeliveryOptions {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly messenger: Messenger;
  readonly render: Render;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now?: () => number;
}

/** Replies that are edited at once; each generation's own edits come one after another. */
const atOnce = 8;

/** Serves the queue of deliveries. Only a process that is connected to Discord does. */
export function startDelivery({ log, metrics, ...post }: DeliveryOptions): void {
  const { now = post.store.now } = post;
  const told = {
    delivered: ({ id: generation }: { readonly id: string }): void => {
      log.info({ generation }, 'delivered');
      metrics.delivered.inc({ end: 'delivered' });
    },
    revealed: ({ id: generation }: { readonly id: string }): void => {
      log.info({ generation }, 'duel revealed');
    },
    refused: ({ id: generation }: { readonly id: string }, code: number): void => {
      log.warn({ generation, code }, 'Discord does not take the message of a generation; its reply says so');
      metrics.delivered.inc({ end: 'refused' });
    },
    undeliverable: ({ id: generation }: { readonly id: string }, code: number): void => {
      log.warn({ generation, code }, 'undeliverable: Discord does not take it in that channel');
      metrics.delivered.inc({ end: 'undeliverable' });
    },
  };
  post.queues.serve('deliver', atOnce, (data) => deliver({ ...post, log: told, now }, data));
}

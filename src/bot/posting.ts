import type { Store } from './data/index.js';
import { deliver } from './jobs/deliver.js';
import type { Dispatcher } from './jobs/dispatcher.js';
import type { Messenger, Render } from './jobs/news.js';
import type { Queues } from './jobs/queues.js';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

export interface PostingOptions {
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
export function startPosting({ log, metrics, now = Date.now, ...post }: PostingOptions): void {
  const told = {
    delivered: ({ id: generation }: { readonly id: string }): void => {
      log.info({ generation }, 'delivered');
      metrics.delivered.inc({ end: 'delivered' });
    },
    undeliverable: ({ id: generation }: { readonly id: string }, code: number): void => {
      log.warn({ generation, code }, 'undeliverable: Discord does not take it in that channel');
      metrics.delivered.inc({ end: 'undeliverable' });
    },
  };
  post.queues.serve('deliver', atOnce, (data) => deliver({ ...post, log: told, now }, data));
}

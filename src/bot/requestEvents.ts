import type { Log } from './log.js';
import type { Metrics } from './metrics.js';

/** What is told of requests beside the answers to whoever made them. */
export interface RequestEvents {
  /** Its row is there, and no worker has it yet. `interactionId`: of what asked for it on Discord; a card may be nobody's. */
  readonly onAccepted: (generationId: string, interactionId?: string) => void;
  readonly onCancelled: (generationId: string) => void;
  /** What follows a request that was accepted or cancelled failed, and is left to the sweep. */
  readonly onLeft: (error: unknown, generationId?: string) => void;
}

/** Nobody listens. */
export const unheard: RequestEvents = {
  onAccepted: () => undefined,
  onCancelled: () => undefined,
  onLeft: () => undefined,
};

/** Counted, and in the log: from `accepted` on, lines have the generation's id, before it the interaction's. */
export function recordedEvents({ log, metrics }: { readonly log: Log; readonly metrics: Metrics }): RequestEvents {
  return {
    onAccepted: (generation, interaction) => {
      log.info({ generation, interaction }, 'accepted');
      metrics.accepted.inc();
    },
    onCancelled: (generation) => {
      log.info({ generation }, 'cancelled');
      metrics.ended.inc({ end: 'cancelled' });
    },
    onLeft: (error, generation) => {
      log.warn({ generation, err: error }, 'what follows a request that was accepted failed, and is left to the sweep');
    },
  };
}

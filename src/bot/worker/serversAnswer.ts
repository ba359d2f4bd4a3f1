import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient, unbeginPainting } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';

const [leastPauseMs, mostPauseMs] = [250, 15_000];

/**
 * Waits until the database answers again, and gives the attempt at a generation back, which does not count. After each of its `earlier` waits the
 * first pause is four times as long: a full disk lets the database answer. False where this process stops, or the generation is not being
 * painted any more.
 */
export async function serversAnswer(
  { client }: Store,
  generationId: string,
  earlier: number,
  stopping: AbortSignal,
): Promise<boolean> {
  for (let pauseMs = leastPauseMs * 4 ** earlier; ; pauseMs = Math.min(2 * pauseMs, Math.max(pauseMs, mostPauseMs))) {
    await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
    // The sweep finds it: it is being painted, and has no job.
    if (stopping.aborted) return false;
    try {
      return await unbeginPainting(client, generationId);
    } catch (error) {
      if (!isTransient(error)) throw error;
    }
  }
}

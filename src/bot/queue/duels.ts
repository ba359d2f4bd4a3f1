import { closeDueDuels } from '../repositories/index.js';
import type { ClosedDuel } from '../repositories/index.js';
import type { SweepOptions } from './sweep.js';

/** Closes the duels whose time is over, and asks for their reveal. If the process dies in between, the sweep asks again. */
export async function closeDuels({
  store,
  queues,
  now,
}: Pick<SweepOptions, 'store' | 'queues' | 'now'>): Promise<ClosedDuel[]> {
  const closed = await closeDueDuels(store.client, now());
  for (const { generationId } of closed) await queues.add('deliver', { generationId, event: 'reveal' });
  return closed;
}

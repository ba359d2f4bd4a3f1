import {
  followPacks,
  forgetWorkers,
  livePainters,
  purgeAesthetics,
  purgeExportOnly,
  purgeGuilds,
  purgeMakings,
  purgeRemoved,
  purgeTakenOut,
  putBack,
  runningRequests,
  undelivered,
  undoMs,
  unrevealedDuels,
  waitingRequests,
} from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import { defaultRetentionDays } from '../types.js';
import type { Dispatcher } from './dispatcher.js';
import { isLate } from './queuePosition.js';
import type { Queues } from './queues.js';
import { isServed } from './serving.js';

export interface SweepOptions {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly now: () => number;
}

/** A job is added right after its row changes; only what is older can have lost it. */
const settleMs = 3_000;
const dayMs = 24 * 3_600_000;
const guildGraceMs = 30 * dayMs;
/** A job that comes late finds that all is told. */
const madeMs = 3_600_000;

/** For so long a request waits for the pack as it was when it was accepted, where its name stands for something else by now. */
const changedMs = 10 * 60_000;

/** What the sweep put right. */
export interface Swept {
  readonly imagine: number;
  readonly making: number;
  readonly deliver: number;
  readonly dispatched: number;
}

/**
 * Puts right what a death left behind: handed out, and its job is gone; ended, or a duel closed, and nobody was told. Then the dispatcher runs. Any
 * process may sweep, at its start and then every few seconds; `settled` 0 where no other process can be at work.
 */
export async function sweep({ store, queues, dispatcher, now }: SweepOptions, settled = settleMs): Promise<Swept> {
  const before = now() - settled;
  let [imagine, making] = [0, 0];
  const painters = await livePainters(store.client, now());
  for (const { id: generationId, dispatchedAt, startedAt, making: makes, content } of await runningRequests(
    store.client,
  )) {
    if (dispatchedAt > before) continue;
    const job = { generationId, ...(content !== undefined && { content }) };
    // Who had the pack is gone: others must not wait behind it. Where nobody is there at all, it keeps its turn.
    if (painters.length > 0 && !isServed(painters, content)) await putBack(store.client, generationId);
    else if (makes !== true) imagine += Number(await queues.restore('imagine', job));
    // Fetching what is there already ends at once, with a job to make of it.
    else if (startedAt === undefined) making += Number(await queues.restore('fetch', { generationId }));
    else making += Number(await queues.restore('make', job));
  }
  const served = painters.flatMap(({ packs }) => packs.map((pack) => pack.content));
  await followPacks(store.client, served, now() - changedMs);
  let deliver = 0;
  for (const generationId of await undelivered(store.client, before + 1))
    if (await queues.restore('deliver', { generationId, event: 'end' })) deliver++;
  for (const { generationId } of await unrevealedDuels(store.client, before + 1))
    if (await queues.restore('deliver', { generationId, event: 'reveal' })) deliver++;
  const dispatched = (await dispatcher.dispatch()).length;
  return { imagine, making, deliver, dispatched };
}

interface Expiry extends Pick<SweepOptions, 'store' | 'now'> {
  /** For how long is kept what only an export reads. */
  readonly retentionDays?: number;
}

/** What has outlived its time. Once an hour is enough. */
export async function removeExpired({ store, now, retentionDays = defaultRetentionDays }: Expiry): Promise<void> {
  await store.images.sweep();
  await forgetWorkers(store.client, now() - dayMs);
  await purgeAesthetics(store.client, now() - undoMs);
  await purgeMakings(store.client, now() - madeMs);
  await purgeRemoved(store.client, now() - undoMs, now());
  await purgeTakenOut(store.client);
  await purgeExportOnly(store.client, now() - retentionDays * dayMs);
  await purgeGuilds(store.client, now() - guildGraceMs);
}

/** Of one round of edits: Discord takes 50 requests a second from a bot, and the first places matter most. */
const mostEdits = 20;

/** Asks for an edit of every reply that shows a place which has changed. */
export async function announcePositions({ store, queues, dispatcher, now }: SweepOptions): Promise<number> {
  const shown = new Map((await waitingRequests(store.client)).map((request) => [request.id, request]));
  if (shown.size === 0) return 0;
  const changed = (await dispatcher.positions()).filter(({ id, place }) => {
    const request = shown.get(id);
    return request !== undefined && !request.background && request.shownPlace !== place && !isLate(request, now());
  });
  for (const { id } of changed.slice(0, mostEdits)) await queues.add('deliver', { generationId: id, event: 'place' });
  return Math.min(changed.length, mostEdits);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { errorData } from '../errors.js';
import type { Failure } from '../errors.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { JobData } from '../queue/jobs.js';
import { isLate, queuePositionOf } from '../queue/queuePosition.js';
import type { Queues } from '../queue/queues.js';
import {
  cancelGeneration,
  failGeneration,
  generationById,
  imageKeys,
  paintAgain,
  paintedImages,
  recordDelivered,
  recordShownPosition,
} from '../repositories/index.js';
import type { Store, StoredGeneration } from '../repositories/index.js';
import type { Picture } from '../types.js';
import type { View } from '../views/view.js';
import { showCard } from './card.js';
import { editReply } from './editOrPost.js';
import type { Messenger, DeliveryEvent, Render } from './event.js';
import { showEndDiscreetly } from './heldBack.js';
import { showMaking, showReading } from './making.js';
import type { AskForCard } from './making.js';
import { codeOf } from './refusals.js';
import { holdReply } from './replyLease.js';
import type { Release } from './replyLease.js';
import { revealDuel } from './reveal.js';

/** What delivering needs. */
export interface DeliveryContext {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly messenger: Messenger;
  readonly render: Render;
  readonly askForCard: AskForCard;
  readonly log: DeliveryLog;
  readonly now: () => number;
}

interface DeliveryLog {
  readonly delivered: (generation: StoredGeneration) => void;
  readonly revealed: (generation: StoredGeneration) => void;
  /** Its pictures were kept no more: it is painted once more. */
  readonly repainted: (generation: StoredGeneration) => void;
  /** Its message was deleted while it waited or was painted. */
  readonly cancelled: (generation: StoredGeneration) => void;
  /** Discord does not take what the message holds; the reply says so. */
  readonly refused: (generation: StoredGeneration, code: number) => void;
  /** Nothing can reach the channel any more. */
  readonly undeliverable: (generation: StoredGeneration, code: number) => void;
}

/** Pictures that expired are painted again this often; then it is failed. */
const mostRepaints = 2;
/** Longer together than the right of a process that died lasts. */
const turnTries = 110;
const turnTryMs = 300;
/** Many replies are told their places at once: they are computed once for all. */
const placesAgeMs = 1_000;

/**
 * Shows a delivery event of a generation on Discord. Its end is shown once, and the row says so afterwards; place and progress only while they are
 * true, and are left out where another edit is under way. The first edit of a reply is made by whoever accepted the
 * request, under the same right.
 */
export async function deliver(post: DeliveryContext, { generationId, event }: JobData<'deliver'>): Promise<void> {
  const { store } = post;
  const release = await turn(post, generationId, event);
  if (!release) return;
  try {
    // Read only now: nobody else edits meanwhile.
    const generation = await generationById(store.client, generationId);
    if (!generation) return;
    const { making } = generation.imagineOptions;
    if (event === 'reveal') await revealDuel(post, generation);
    else if (generation.deliveredAt !== undefined) return;
    else if (making)
      await (event === 'progress' ? showReading(post, generation) : showMaking(post, generation, making));
    else if (generation.background) await showCard(post, generation);
    else if (event === 'end') await showEnd(post, generation);
    else if (event === 'progress') await showProgress(post, generation);
    else await showPlace(post, generation);
  } finally {
    await release();
  }
}

/** The right to edit. An end waits for it; a place or progress is left out. */
async function turn(
  { store, now }: DeliveryContext,
  id: string,
  event: JobData<'deliver'>['event'],
): Promise<Release | undefined> {
  for (let tries = 0; tries < turnTries; tries++) {
    const release = await holdReply(store, id, now);
    if (release !== undefined || (event !== 'end' && event !== 'reveal')) return release;
    if (!(await generationById(store.client, id))) return undefined;
    await sleep(turnTryMs);
  }
  throw new Error(`the reply of ${id} is being edited for too long`);
}

async function showPlace(post: DeliveryContext, generation: StoredGeneration): Promise<void> {
  const { store, dispatcher, render, now } = post;
  if (generation.state !== 'waiting' || isLate(generation, now())) return;
  const position = queuePositionOf(generation.id, await dispatcher.positions(placesAgeMs), now());
  if (!position || position.place === generation.shownPlace) return;
  const view = await render({ kind: 'place', generation, position });
  if (await edited(post, generation, view)) await recordShownPosition(store.client, generation.id, position.place);
}

async function showProgress(post: DeliveryContext, generation: StoredGeneration): Promise<void> {
  const { store, render, now } = post;
  const { progress, startedAt } = generation;
  if (generation.status !== 'painting' || !progress || isLate(generation, now())) return;
  const preview = progress.preview ? await store.images.get(imageKeys.preview(generation.id)) : undefined;
  const left =
    progress.done > 0 && startedAt !== undefined
      ? ((now() - startedAt) / progress.done) * (progress.total - progress.done)
      : undefined;
  const event: DeliveryEvent = {
    kind: 'progress',
    generation,
    progress,
    ...(preview && { preview }),
    ...(left !== undefined && { seconds: Math.max(1, Math.round(left / 1000)) }),
  };
  await edited(post, generation, await render(event));
}

/**
 * Whether Discord took a place or progress. Who deletes the message of a request that is not over does not want it any more: it is cancelled,
 * and nobody is told. A reply that a new message is to replace is not edited: that it is gone is known.
 */
async function edited(
  { store, dispatcher, messenger, log, now }: DeliveryContext,
  generation: StoredGeneration,
  view: View,
): Promise<boolean> {
  const { id, guildId, reply } = generation;
  if (reply.postingAt !== undefined) return false;
  const sent = await editReply(messenger, reply, view, now());
  if (sent && 'refused' in sent && sent.refused === codeOf('unknownMessage')) {
    if (await cancelGeneration(store.client, guildId, id, now())) {
      log.cancelled(generation);
      await recordDelivered(store.client, id, undefined, now());
      await dispatcher.dispatch();
    }
  }
  return sent !== undefined && !('refused' in sent);
}

async function showEnd(post: DeliveryContext, generation: StoredGeneration): Promise<void> {
  const { store, log, now } = post;
  const end = await endOf(post, generation);
  if (!end) return;
  const { event, view, delivered } = await showEndDiscreetly(post, generation, end);
  const refused = 'refused' in delivered;
  const duel = 'closesAt' in event && { closesAt: event.closesAt, fileNames: view.files.map(({ name }) => name) };
  await recordDelivered(store.client, generation.id, refused ? undefined : delivered, now(), duel || undefined);
  const pictures = end.kind === 'pictures' ? end.pictures : [];
  await store.images.delete([
    imageKeys.preview(generation.id),
    ...pictures.map((_, i) => imageKeys.picture(generation.id, i)),
  ]);
  if (refused) log.undeliverable(generation, delivered.refused);
  else log.delivered(generation);
}

/** How it ended; undefined where it has not, or is to be painted again because its pictures expired. */
async function endOf(
  { store, dispatcher, log, now }: DeliveryContext,
  generation: StoredGeneration,
): Promise<DeliveryEvent | undefined> {
  const { id, status, error, outcome } = generation;
  if (status === 'cancelled') return { kind: 'cancelled', generation };
  if (status === 'failed' && error) return { kind: 'failed', generation, error };
  if (status !== 'painted' || !outcome) return undefined;
  const pictures = await picturesOf(store, generation);
  const minutes = generation.imagineOptions.duel?.minutes;
  const closesAt = minutes !== undefined && { closesAt: now() + minutes * 60_000 };
  if (pictures) return { kind: 'pictures', generation, outcome, pictures, ...closesAt };
  if (generation.repaints < mostRepaints) {
    log.repainted(generation);
    await paintAgain(store.client, id);
    await dispatcher.dispatch();
    return undefined;
  }
  const lost: Failure = { kind: 'bug', reason: errorData('lost') };
  await failGeneration(store.client, id, lost, now());
  return { kind: 'failed', generation, error: lost };
}

/** As they were painted. */
async function picturesOf(store: Store, { id }: StoredGeneration): Promise<Picture[] | undefined> {
  const rows = await paintedImages(store.client, id);
  const pictures = await Promise.all(
    rows.map(async ({ id: image, seed, plain, index }) => {
      const png = await store.images.get(imageKeys.picture(id, index));
      return png && { id: image, seed, plain, bytes: png };
    }),
  );
  const there = pictures.filter((picture) => picture !== undefined);
  return there.length === pictures.length && there.length > 0 ? there : undefined;
}

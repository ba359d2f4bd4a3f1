import { setTimeout as sleep } from 'node:timers/promises';
import {
  failGeneration,
  generationById,
  imageKeys,
  paintAgain,
  paintedImages,
  recordDelivered,
  recordShownPlace,
} from '../data/index.js';
import type { Store, StoredGeneration } from '../data/index.js';
import { text } from '../texts/index.js';
import type { Picture } from '../views/shown.js';
import type { JobData } from './contract.js';
import { deliverEnd, editOnce } from './delivery.js';
import type { Dispatcher } from './dispatcher.js';
import { holdReply } from './lease.js';
import type { Release } from './lease.js';
import type { Messenger, News, Render } from './news.js';
import type { Queues } from './queues.js';
import { showCard } from './showCard.js';
import { standingOf } from './standing.js';
import { fitting } from './thumbnails.js';

/** What delivering needs. */
export interface Post {
  readonly store: Store;
  readonly queues: Queues;
  readonly dispatcher: Dispatcher;
  readonly messenger: Messenger;
  readonly render: Render;
  readonly log: PostLog;
  readonly now: () => number;
}

interface PostLog {
  readonly delivered: (generation: StoredGeneration) => void;
  /** Nothing can reach the channel any more. */
  readonly undeliverable: (generation: StoredGeneration, code: number) => void;
}

/** Pictures that expired are painted again this often; then it is failed. */
const mostRepaints = 2;
/** Longer together than the right of a process that died lasts. */
const turnTries = 110;
const turnTryMs = 300;

/**
 * Shows a generation's news on Discord. Its end is shown once, and the row says so afterwards; place and progress only while they are
 * true, and are left out where another edit is under way. The first edit of a reply is made by whoever accepted the
 * request, under the same right.
 */
export async function deliver(post: Post, { generationId, news }: JobData<'deliver'>): Promise<void> {
  const { store } = post;
  const release = await turn(post, generationId, news);
  if (!release) return;
  try {
    // Read only now: nobody else edits meanwhile.
    const generation = await generationById(store.client, generationId);
    if (!generation || generation.deliveredAt !== undefined) return;
    if (generation.background) await showCard(post, generation);
    else if (news === 'end') await showEnd(post, generation);
    else if (news === 'progress') await showProgress(post, generation);
    else await showPlace(post, generation);
  } finally {
    await release();
  }
}

/** The right to edit. The end waits for it; news that is overtaken is no news. */
async function turn({ store, now }: Post, id: string, news: JobData<'deliver'>['news']): Promise<Release | undefined> {
  for (let tries = 0; tries < turnTries; tries++) {
    const release = await holdReply(store, id, now);
    if (release !== undefined || news !== 'end') return release;
    if (!(await generationById(store.client, id))) return undefined;
    await sleep(turnTryMs);
  }
  throw new Error(`the reply of ${id} is being edited for too long`);
}

async function showPlace(
  { store, dispatcher, messenger, render, now }: Post,
  generation: StoredGeneration,
): Promise<void> {
  if (generation.state !== 'waiting' || isLate(generation, now())) return;
  const standing = standingOf(generation.id, await dispatcher.places(), now());
  if (!standing || standing.place === generation.shownPlace) return;
  const view = await render({ kind: 'place', generation, standing });
  if (await editOnce(messenger, generation.reply, view, now()))
    await recordShownPlace(store.client, generation.id, standing.place);
}

async function showProgress({ store, messenger, render, now }: Post, generation: StoredGeneration): Promise<void> {
  const { progress, startedAt } = generation;
  if (generation.status !== 'painting' || !progress || isLate(generation, now())) return;
  const preview = progress.preview ? await store.images.get(imageKeys.preview(generation.id)) : undefined;
  const left =
    progress.done > 0 && startedAt !== undefined
      ? ((now() - startedAt) / progress.done) * (progress.total - progress.done)
      : undefined;
  const news: News = {
    kind: 'progress',
    generation,
    progress,
    ...(preview && { preview }),
    ...(left !== undefined && { seconds: Math.max(1, Math.round(left / 1000)) }),
  };
  await editOnce(messenger, generation.reply, await render(news), now());
}

/** Discord takes few edits of a message older than an hour (30046): they are for the end. */
const lateMs = 3_600_000;

/** Whether a request waits for so long that only its end is shown. */
export function isLate({ createdAt }: { readonly createdAt: number }, now: number): boolean {
  return now - createdAt >= lateMs;
}

async function showEnd(post: Post, generation: StoredGeneration): Promise<void> {
  const { store, messenger, render, log, now } = post;
  const news = await endOf(post, generation);
  if (!news) return;
  const view = await render(news);
  const delivered = await deliverEnd(store, messenger, generation, view, now);
  const refused = 'refused' in delivered;
  await recordDelivered(store.client, generation.id, refused ? undefined : delivered, now());
  const pictures = news.kind === 'pictures' ? news.pictures : [];
  await store.images.delete([
    imageKeys.preview(generation.id),
    ...pictures.map((_, i) => imageKeys.picture(generation.id, i)),
  ]);
  if (refused) log.undeliverable(generation, delivered.refused);
  else log.delivered(generation);
}

/** How it ended; undefined where it has not, or is to be painted again because its pictures expired. */
async function endOf({ store, dispatcher, now }: Post, generation: StoredGeneration): Promise<News | undefined> {
  const { id, status, error, outcome } = generation;
  if (status === 'cancelled') return { kind: 'cancelled', generation };
  if (status === 'failed' && error) return { kind: 'failed', generation, error };
  if (status !== 'painted' || !outcome) return undefined;
  const pictures = await picturesOf(store, generation);
  if (pictures) return { kind: 'pictures', generation, outcome, pictures };
  if (generation.repaints < mostRepaints) {
    await paintAgain(store.client, id);
    await dispatcher.dispatch();
    return undefined;
  }
  const lost = { kind: 'bug', text: text.reasons.lost } as const;
  await failGeneration(store.client, id, lost, now());
  return { kind: 'failed', generation, error: lost };
}

async function picturesOf(store: Store, { id, reply }: StoredGeneration): Promise<Picture[] | undefined> {
  const rows = await paintedImages(store.client, id);
  const pictures = await Promise.all(
    rows.map(async ({ seed, plain, index }) => {
      const png = await store.images.get(imageKeys.picture(id, index));
      return png && { seed, plain, bytes: await fitting(png, reply.attachmentLimit) };
    }),
  );
  const there = pictures.filter((picture) => picture !== undefined);
  return there.length === pictures.length && there.length > 0 ? there : undefined;
}

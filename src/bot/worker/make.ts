import { createHash } from 'node:crypto';
import { CancelledError, CheckpointError, readAesthetic } from '../../engine/index.js';
import type { Engine, RequestOptions } from '../../engine/index.js';
import { checkWords } from '../checkWords.js';
import { BotError } from '../errors.js';
import type { Queues } from '../queue/queues.js';
import {
  addAestheticImages,
  checkName,
  createAesthetic,
  finishMaking,
  guildSettings,
  imageKeys,
  importAesthetic,
  keepsImages,
  unbeginPainting,
} from '../repositories/index.js';
import type { Db, EmbeddedImage, Making, PublishedPack, Store, StoredGeneration } from '../repositories/index.js';
import type { EngineHost } from './engineHost.js';
import { keptPicture, uploadSide } from './thumbnails.js';

interface Workshop {
  readonly store: Store;
  readonly queues: Queues;
  readonly engines: EngineHost;
  readonly now: () => number;
}

/**
 * Makes or changes the aesthetic that a request is for, out of its files in the image store, of which one at a time is in memory.
 * @throws BotError: an image is none, the name is taken, the file is damaged; CancelledError where it was cancelled, or its files have expired
 * and are fetched again
 */
export async function makeAesthetic(
  { store, queues, engines, now }: Workshop,
  generation: StoredGeneration,
  making: Making,
  pack: PublishedPack,
  options: Required<RequestOptions>,
): Promise<void> {
  const { id, guildId, askerId } = generation;
  const { what, files } = making;
  const whose = { guildId, creatorId: askerId };
  const fileOf = async (index: number): Promise<Uint8Array> => {
    const bytes = await store.images.get(imageKeys.upload(id, index));
    if (bytes) return bytes;
    await unbeginPainting(store.client, id);
    await queues.add('fetch', { generationId: id });
    throw new CancelledError();
  };
  let make: (db: Db) => Promise<string>;
  if (what.kind === 'import') {
    const read = readFile(await fileOf(0), files[0]?.name ?? '');
    // A file without a CLIP's id does not say its kind either: the paper's .pt.
    const kind = read.clipId === undefined ? (what.of ?? read.kind) : read.kind;
    const given = { ...whose, name: what.name ?? ownName(read.name), note: read.note ?? '' };
    checkWords((await guildSettings(store.client, guildId, pack.name)).rules, given.name, given.note);
    make = (db) => importAesthetic(db, given, { ...read, kind }, pack);
  } else {
    const keep = await keepsImages(store.client, guildId);
    const images: EmbeddedImage[] = [];
    for (const index of files.keys()) {
      const bytes = await fileOf(index);
      images.push(await engines.with(pack.name, (engine) => embedded(engine, bytes, keep, options.signal)));
      options.onProgress({ stage: 'paint', done: index + 1, total: files.length });
    }
    make = (db) =>
      what.kind === 'create'
        ? createAesthetic(db, { ...whose, name: what.name, note: what.note, kind: what.of, images }, pack)
        : addTo(db, what.aesthetic.id, whose, images, pack);
  }
  if (!(await finishMaking(store.client, id, now(), make))) throw new CancelledError();
}

async function addTo(
  db: Db,
  aestheticId: string,
  { guildId, creatorId }: { readonly guildId: string; readonly creatorId: string },
  images: readonly EmbeddedImage[],
  { secondClipId }: PublishedPack,
): Promise<string> {
  await addAestheticImages(db, guildId, aestheticId, creatorId, images, secondClipId);
  return aestheticId;
}

/** All where the engine is: only its process decodes what strangers send. */
async function embedded(engine: Engine, bytes: Uint8Array, keep: boolean, signal: AbortSignal): Promise<EmbeddedImage> {
  const [{ vector, second }] = await engine.embedByTowers([bytes], { signal });
  const [thumbnail] = await engine.thumbnails([bytes], uploadSide, { signal });
  const pictures = keep ? await engine.thumbnails([bytes], keptPicture, { signal }) : [];
  return {
    vector,
    thumbnail,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...(second && { second }),
    ...(keep && { picture: pictures[0] }),
  };
}

/** A damaged file is an operator's trouble elsewhere; here whoever gave it can do something about it. */
function readFile(bytes: Uint8Array, name: string): ReturnType<typeof readAesthetic> {
  try {
    return readAesthetic(bytes, name);
  } catch (error) {
    throw error instanceof CheckpointError ? new BotError('fileDamaged', { name }) : error;
  }
}

/** What a file says that it is called is a stranger's text. @throws BotError that asks for another */
function ownName(name: string): string {
  try {
    return checkName(name);
  } catch (error) {
    throw error instanceof BotError ? new BotError('nameInFile', { why: error.data }) : error;
  }
}

import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { BotError } from '../errors.js';

/** Bytes on their way between processes: attachments, previews, finished pictures. They expire by themselves. */
export interface ImageStore {
  /** @throws BotError when the store is full */
  put(key: string, bytes: Uint8Array, ttlMs: number): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  has(key: string): Promise<boolean>;
  delete(keys: readonly string[]): Promise<void>;
  /** Removes what has expired; Redis does that itself. */
  sweep(): Promise<void>;
}

const minuteMs = 60_000;
/** How long bytes are kept that nobody has taken. */
export const ttl = {
  attachmentMs: 30 * minuteMs,
  previewMs: 10 * minuteMs,
  pictureMs: 120 * minuteMs,
  /** Of pictures to start from: while they wait, and for the buttons below what was painted. */
  startMs: 120 * minuteMs,
  /** Of personalised encodings, some 250 kB each: long enough for the buttons that one presses below a picture. */
  encodingMs: 30 * minuteMs,
} as const;

/** Of all files together; a picture has some hundred kB. */
const usualBudget = 2 * 2 ** 30;
const partEnding = '.part';
/** A file that is still being written after this long never will be. */
const partMs = 10 * minuteMs;

interface FileStoreOptions {
  readonly now?: () => number;
  /** Bytes of all files together. */
  readonly budget?: number;
}

/** Files in a folder of this machine, which nobody else can read. A file's modification time is when it expires. */
export async function openFileStore(
  dir: string,
  { now = Date.now, budget = usualBudget }: FileStoreOptions = {},
): Promise<ImageStore> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = (key: string): string => join(dir, fileName(key));
  const expired = async (file: string): Promise<boolean> => {
    const entry = await stat(file).catch(() => undefined);
    return entry === undefined || entry.mtimeMs + (file.endsWith(partEnding) ? partMs : 0) <= now();
  };
  const bytesKept = async (): Promise<number> => {
    const sizes = (await readdir(dir)).map((name) => stat(join(dir, name)).catch(() => undefined));
    return (await Promise.all(sizes)).reduce((sum, entry) => sum + (entry?.size ?? 0), 0);
  };
  const sweepFiles = async (): Promise<void> => {
    for (const name of await readdir(dir))
      if (await expired(join(dir, name))) await rm(join(dir, name), { force: true });
  };
  /** At most so many are kept: what was deleted since is found when they seem too many. */
  let kept = await bytesKept();
  const makeRoom = async (bytes: number): Promise<void> => {
    kept += bytes;
    if (kept <= budget) return;
    await sweepFiles();
    kept = (await bytesKept()) + bytes;
    if (kept <= budget) return;
    kept -= bytes;
    throw new BotError('imageStoreFull');
  };
  return {
    async put(key, bytes, ttlMs) {
      const draft = `${path(key)}${partEnding}`;
      await makeRoom(bytes.length);
      await writeFile(draft, bytes, { mode: 0o600 });
      const expires = (now() + ttlMs) / 1000;
      await utimes(draft, expires, expires);
      await rename(draft, path(key));
    },
    async get(key) {
      if (await expired(path(key))) return undefined;
      return readFile(path(key)).catch(() => undefined);
    },
    has: async (key) => !(await expired(path(key))),
    async delete(keys) {
      await Promise.all(keys.map((key) => rm(path(key), { force: true })));
    },
    sweep: sweepFiles,
  };
}

/** Redis, for processes on several machines. */
export function redisStore(redis: Redis): ImageStore {
  const full = (key: string): string => `aesthete:image:${key}`;
  return {
    async put(key, bytes, ttlMs) {
      await redis.set(full(key), Buffer.from(bytes), 'PX', ttlMs).catch((error: unknown) => {
        // At its `maxmemory`, Redis refuses what it has no room for.
        throw error instanceof Error && error.message.startsWith('OOM ') ? new BotError('imageStoreFull') : error;
      });
    },
    async get(key) {
      return (await redis.getBuffer(full(key))) ?? undefined;
    },
    has: async (key) => (await redis.exists(full(key))) === 1,
    async delete(keys) {
      if (keys.length > 0) await redis.del(keys.map(full));
    },
    sweep: () => Promise.resolve(),
  };
}

/** Keys are ids of ours with a word and a number; anything else would be a path. */
function fileName(key: string): string {
  if (!/^[\w-]+(\.[\w-]+)*$/.test(key)) throw new RangeError(`${key} is no key of the image store`);
  return key;
}

/** The keys that the rooms agree on. */
export const imageKeys = {
  picture: (generationId: string, index: number): string => `${generationId}.${index}`,
  preview: (generationId: string): string => `${generationId}.preview`,
  upload: (batchId: string, index: number): string => `${batchId}.upload.${index}`,
  embedded: (batchId: string): string => `${batchId}.embedded`,
  start: (startId: string): string => `${startId}.start`,
  encoding: (packContent: string, key: string): string => `${packContent}.encoding.${key}`,
  draft: (draftId: string): string => `${draftId}.draft`,
} as const;

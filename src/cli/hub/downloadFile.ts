import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../engine/index.js';
import { check, transientStatus } from './hub.js';
import type { Hub, HubFile, HubResponse, Snapshot } from './hub.js';
import { Attempts, reason, retryAfterMs } from './retry.js';
import type { Sleep } from './retry.js';

/** A connection that is silent for so long is taken for cut. */
const silenceMs = 60_000;

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly sleep: Sleep;
  /** Bytes of this file that are here; falls where it has to begin anew. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * One file of a repository to `target`, which is there only when its size and hash are those that the hub lists. Until then it grows as
 * `target.part`: a download that was cut, in this process or an earlier one, goes on from there.
 * @throws UserError when the hub sends something else, or cannot be reached, or the disk is full
 */
export async function downloadFile(
  hub: Hub,
  snapshot: Pick<Snapshot, 'repoId' | 'commit'>,
  file: HubFile,
  target: string,
  options: DownloadOptions,
): Promise<void> {
  const { size, path } = file;
  if ((await sizeOf(target)) === size) {
    options.onBytes(size);
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  const part = `${target}.part`;
  for (let wrong = 0; ; wrong++) {
    try {
      if ((await fetchPart(hub, snapshot, file, part, options)) === file.hash.value) break;
    } catch (error) {
      throw isFull(error)
        ? new UserError(
            `the disk is full: ${path} needs ${size} bytes; make room and run the command again: it goes on where it stopped`,
          )
        : error;
    }
    await rm(part);
    if (wrong > 0)
      throw new UserError(
        `${path} of ${snapshot.repoId} arrives damaged: its ${file.hash.algorithm} is not the one that the hub lists; try again later or through another connection`,
      );
  }
  await rename(part, target);
}

/** Completes the part. @returns its hash */
async function fetchPart(
  hub: Hub,
  snapshot: Pick<Snapshot, 'repoId' | 'commit'>,
  file: HubFile,
  path: string,
  { signal, sleep, onBytes }: DownloadOptions,
): Promise<string> {
  const attempts = new Attempts({ sleep, signal, about: `${snapshot.repoId}/${file.path}` });
  const part = await Part.open(path, file);
  try {
    onBytes(part.bytes);
    while (part.bytes < file.size) {
      const silence = new Silence(signal);
      try {
        const response = await hub.open(snapshot, file.path, part.bytes, silence.signal);
        const start = startOf(response, file.path);
        if (start === undefined || (start !== 0 && start !== part.bytes)) {
          await response.body?.cancel();
          // What is here may be what the server cannot continue.
          if (!transientStatus.has(response.status)) await part.clear();
          await attempts.failed(`it answers ${response.status}`, retryAfterMs(response));
          continue;
        }
        if (start !== part.bytes) await part.clear();
        for await (const chunk of response.body ?? []) {
          await part.append(chunk as Uint8Array);
          onBytes(part.bytes);
          attempts.progress();
          silence.begin();
        }
        if (part.bytes < file.size) await attempts.failed('the connection ended early');
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof UserError || isFull(error)) throw error;
        await attempts.failed(reason(error));
      } finally {
        silence.end();
      }
    }
    return await part.digest();
  } finally {
    await part.close();
  }
}

/** Where what is sent begins; undefined where it is not the file. @throws UserError where asking again would not help */
function startOf(response: HubResponse, path: string): number | undefined {
  const { status, headers } = response;
  if (transientStatus.has(status) || status === 416) return undefined;
  check(response, path, 'the hub');
  if (status !== 206) return 0;
  const range = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '');
  return range === null ? undefined : Number(range[1]);
}

/** The beginning of a file, and the hash of what is there. */
class Part {
  bytes = 0;
  readonly #handle: FileHandle;
  readonly #file: HubFile;
  #hash: Hash;

  private constructor(handle: FileHandle, file: HubFile) {
    this.#handle = handle;
    this.#file = file;
    this.#hash = newHash(file);
  }

  static async open(path: string, file: HubFile): Promise<Part> {
    const part = new Part(await open(path, 'a+'), file);
    for await (const chunk of createReadStream(path)) {
      part.#hash.update(chunk as Uint8Array);
      part.bytes += (chunk as Uint8Array).length;
    }
    if (part.bytes > file.size) await part.clear();
    return part;
  }

  async append(chunk: Uint8Array): Promise<void> {
    if (this.bytes + chunk.length > this.#file.size)
      throw new UserError(`the hub sends more of ${this.#file.path} than it lists; try again later`);
    await this.#handle.writeFile(chunk);
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }

  async clear(): Promise<void> {
    await this.#handle.truncate(0);
    this.bytes = 0;
    this.#hash = newHash(this.#file);
  }

  /** Of the whole, which is on the disk by then. */
  async digest(): Promise<string> {
    await this.#handle.sync();
    return this.#hash.digest('hex');
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function newHash({ hash: { algorithm }, size }: HubFile): Hash {
  return algorithm === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${size}\0`);
}

/** In bytes; undefined where nothing is there. */
export async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (entry) => entry.size,
    () => undefined,
  );
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** A signal that comes when nothing has been heard for a minute, or when the outer one comes. */
class Silence {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;

  constructor(outer: AbortSignal) {
    this.signal = AbortSignal.any([outer, this.#controller.signal]);
    this.begin();
  }

  begin(): void {
    this.end();
    this.#timer = setTimeout(() => {
      this.#controller.abort(new Error(`nothing came for ${silenceMs / 1000} s`));
    }, silenceMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

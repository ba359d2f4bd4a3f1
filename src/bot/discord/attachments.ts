import { BotError } from '../errors.js';
import { allowedUrl, discordHosts } from './attachmentHosts.js';
import { createByteBudget, createTurns } from './byteBudget.js';

const MiB = 2 ** 20;
/** Bytes of a file that the bot takes. */
const largestFile = 25 * MiB;

export interface FetchOptions {
  readonly maxBytes?: number;
  /** Of all files that are being fetched. */
  readonly totalBytes?: number;
  readonly timeoutMs?: number;
  /** Further hosts, as `host:port`, by plain http: the playground's. */
  readonly loopbackHosts?: readonly string[];
  readonly fetch?: typeof fetch;
}

/** A file as Discord describes it. Name and size are claims. */
interface Described {
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
}

/**
 * A function that fetches what members attached, from Discord's hosts and nowhere else: no redirect is followed, and reading stops at
 * `maxBytes` whatever the sender claims. A member's files come one after another, and those of all have one budget of bytes: by their sizes
 * as Discord tells them, or `maxBytes` where it does not.
 * @throws BotError (the function): another host, too large, not to be had
 */
export function createAttachmentFetcher(
  options: FetchOptions = {},
): (file: Described, memberId: string) => Promise<Uint8Array> {
  const { maxBytes = largestFile, totalBytes = 4 * maxBytes, timeoutMs = 30_000, loopbackHosts = [] } = options;
  const { fetch: get = fetch } = options;
  const budget = createByteBudget(totalBytes);
  const inTurn = createTurns();
  const fetched = async ({ name, url, bytes }: Described): Promise<Uint8Array> => {
    const from = allowedUrl(url, discordHosts, loopbackHosts);
    if (!from) throw new BotError('foreignHost', { name });
    if (bytes > maxBytes) throw tooLarge(name, bytes, maxBytes);
    const response = await get(from, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch(() => {
      throw new BotError('fetchFailed', { name });
    });
    if (!response.ok || !response.body) throw new BotError('fetchFailed', { name });
    return readAtMost(response.body, maxBytes, name).catch((error: unknown) => {
      throw error instanceof BotError ? error : new BotError('fetchFailed', { name });
    });
  };
  return (file, memberId) =>
    inTurn(memberId, async () => {
      const giveBack = await budget.take(file.bytes > 0 ? file.bytes : maxBytes);
      try {
        return await fetched(file);
      } finally {
        giveBack();
      }
    });
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early, by a throw too, cancels the stream.
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(name, size, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What Discord says of a file is enough to refuse it. @throws BotError where it is too large */
export function checkFileSize({ name, bytes }: Pick<Described, 'name' | 'bytes'>): void {
  if (bytes > largestFile) throw tooLarge(name, bytes, largestFile);
}

function tooLarge(name: string, bytes: number, maxBytes: number): BotError {
  return new BotError('fileTooLarge', { name, mib: (bytes / MiB).toFixed(1), limit: String(maxBytes / MiB) });
}

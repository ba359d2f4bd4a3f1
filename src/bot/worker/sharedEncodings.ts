import type { EncodingStore } from '../../engine/index.js';
import type { Log } from '../log.js';
import { imageKeys, ttl } from '../repositories/index.js';
import type { ImageStore } from '../repositories/index.js';

/**
 * The personalised encodings of a pack's content, kept where all workers look. What cannot be read or kept is logged, and costs only that it is
 * computed again.
 */
export function sharedEncodings(
  images: Pick<ImageStore, 'get' | 'put'>,
  content: string,
  log: Pick<Log, 'warn'>,
): EncodingStore {
  const warn = (error: unknown): undefined => {
    log.warn({ err: error }, 'personalised encodings are not shared');
    return undefined;
  };
  return {
    get: (key) => images.get(imageKeys.encoding(content, key)).catch(warn),
    set: (key, bytes) => images.put(imageKeys.encoding(content, key), bytes, ttl.encodingMs).catch(warn),
  };
}

import type { Picture } from '../types.js';
import { compressToLimit } from './compressToLimit.js';

const MiB = 2 ** 20;

/** Discord takes 25 MiB in a whole request (resources/message); some is left for the form around the files. */
const requestBytes = 24.5 * MiB;

/** Bytes of files that a message may have. */
export interface FileBudget {
  readonly each: number;
  readonly together: number;
}

/** `limit`: bytes of one file where the request came from (`attachment_size_limit`). */
export function fileBudget(limit: number): FileBudget {
  return { each: limit, together: requestBytes };
}

/** For another try where Discord found `refused` too large: half of that, and no more together than one file may have. */
export function smallerBudget(limit: number, refused: readonly Picture[]): FileBudget {
  const sent = refused.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { each: limit, together: Math.min(limit, Math.floor(sent / 2)) };
}

/** The pictures within a budget: small ones as they are, the others as the best WebP of one size that fits. */
export async function fitPictures(
  pictures: readonly Picture[],
  { each, together }: FileBudget,
): Promise<readonly Picture[]> {
  const sizes = pictures.map(({ bytes }) => bytes.length);
  const most = Math.min(each, levelOf(sizes, together));
  return Promise.all(pictures.map(async (one) => ({ ...one, bytes: await compressToLimit(one.bytes, most) })));
}

/** The most that each may have, so that all have `together` at most: what small ones leave is the others'. */
function levelOf(sizes: readonly number[], together: number): number {
  let left = together;
  for (const [i, size] of [...sizes].sort((a, b) => a - b).entries()) {
    const share = Math.floor(left / (sizes.length - i));
    if (size > share) return share;
    left -= size;
  }
  return Infinity;
}

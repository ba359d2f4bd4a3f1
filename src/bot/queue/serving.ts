import type { Painter } from '../repositories/index.js';

/** Requests that name what is in their pack go to workers that have it; those of earlier versions, which name nothing, to any. */

/** Slots of the workers that serve it. */
export function slotsFor(painters: readonly Painter[], content: string | undefined): number {
  return painters.filter((one) => serves(one, content)).reduce((sum, { slots }) => sum + slots, 0);
}

/** Whether a worker is there for it, ready or about to be. */
export function isServed(painters: readonly Painter[], content: string | undefined): boolean {
  return painters.some((one) => serves(one, content));
}

function serves({ packs }: Painter, content: string | undefined): boolean {
  return content === undefined || packs.some((pack) => pack.content === content);
}

import { createHash } from 'node:crypto';
import type { PublishedPack } from './packs.js';

const columns = 3;
/** All cards have the same noise, so that they can be compared. */
export const cardSeed = 42;
const anywhere = ['a castle on a hill', 'a portrait of a woman', 'a bowl of fruit'] as const;

/** The three prompts of a pack's cards: its own, else what it knows, else what any model can draw. */
export function cardPrompts({ settings: { prompts, knows } }: PublishedPack): string[] {
  return [...new Set([...prompts, ...knows, ...anywhere])].slice(0, columns);
}

/** What decides how the plain row looks, and whether it was checked. */
export function plainPicturesKey(
  prompts: readonly string[],
  { clipId, settings: { defaults, checks } }: PublishedPack,
): string {
  return createHash('sha256')
    .update(JSON.stringify([prompts, cardSeed, clipId, defaults, ...(checks ? ['checked'] : [])]))
    .digest('hex');
}

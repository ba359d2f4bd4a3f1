import { z } from 'zod';
import { imageKeys } from '../repositories/index.js';
import type { ImageStore } from '../repositories/index.js';
import type { DraftKey, Drafts } from './types.js';

const keptMs = 3_600_000;
const stored = z.array(z.base64());

/** Images that wait for the form in which their aesthetic is named. */
export function createDrafts(images: ImageStore): Drafts {
  const keyOf = ({ guildId, userId, messageId }: DraftKey): string =>
    imageKeys.draft(`${guildId}-${userId}-${messageId}`);
  return {
    save: async (draft: DraftKey, given: readonly Uint8Array[]): Promise<void> => {
      const text = JSON.stringify(given.map((bytes) => Buffer.from(bytes).toString('base64')));
      await images.put(keyOf(draft), Buffer.from(text), keptMs);
    },
    find: async (draft: DraftKey): Promise<readonly Uint8Array[] | undefined> => {
      const bytes = await images.get(keyOf(draft));
      return (
        bytes && stored.parse(JSON.parse(Buffer.from(bytes).toString())).map((text) => Buffer.from(text, 'base64'))
      );
    },
  };
}

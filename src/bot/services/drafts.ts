import { z } from 'zod';
import { imageKeys } from '../repositories/index.js';
import type { ImageStore } from '../repositories/index.js';
import type { DraftKey, Drafts } from './types.js';

const keptMs = 3_600_000;
const stored = z.array(z.object({ name: z.string(), url: z.string(), bytes: z.number() }));

/** What waits for the form in which its aesthetic is named: where the images are, and none of their bytes. */
export function createDrafts(images: ImageStore): Drafts {
  const keyOf = ({ guildId, userId, messageId }: DraftKey): string =>
    imageKeys.draft(`${guildId}-${userId}-${messageId}`);
  return {
    save: (draft, given) => images.put(keyOf(draft), Buffer.from(JSON.stringify(given)), keptMs),
    find: async (draft) => {
      const bytes = await images.get(keyOf(draft));
      return bytes && stored.parse(JSON.parse(Buffer.from(bytes).toString()));
    },
    forget: (draft) => images.delete([keyOf(draft)]),
  };
}

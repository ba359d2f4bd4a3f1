import { deletePictures, eraseMember, exportEntries, storedImagesOf, storedPicturesOf } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import type { Privacy } from './types.js';
import { zipParts } from './zipParts.js';

/** What is kept of a member, to be read and removed: in the database, and what is on its way in the image store. */
export function createPrivacy({ client, images }: Store, now: () => number): Privacy {
  return {
    export: (userId, maxBytes) => zipParts(exportEntries(client, userId), maxBytes),
    erase: async (userId) => {
      const keys = await storedImagesOf(client, userId, now());
      const erased = await eraseMember(client, userId, now());
      await images.delete(keys);
      return erased;
    },
    deletePictures: async (guildId, id) => {
      const keys = await storedPicturesOf(client, guildId, id);
      const isDeleted = await deletePictures(client, guildId, id, now());
      if (isDeleted) await images.delete(keys);
      return isDeleted;
    },
  };
}

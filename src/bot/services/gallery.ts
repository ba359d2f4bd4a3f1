import { countGallery, listGallery } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import type { Gallery } from './types.js';

/** Pictures on one page: a media gallery in two rows of three. */
const pageSize = 6;

export function createGallery({ client }: Store): Gallery {
  return {
    page: async (filter, sort, wanted) => {
      const total = await countGallery(client, filter);
      const pages = Math.max(1, Math.ceil(total / pageSize));
      const page = Math.min(Math.max(wanted, 1), pages);
      const pictures = total === 0 ? [] : await listGallery(client, filter, sort, (page - 1) * pageSize, pageSize);
      return { pictures, page, pages, first: (page - 1) * pageSize + 1 };
    },
  };
}

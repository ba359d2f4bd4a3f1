import { readAesthetic, UserError, writeAesthetic } from '../../engine/index.js';
import type { AestheticFormat, AestheticKind } from '../../engine/index.js';
import { checkName } from './aestheticName.js';
import {
  addAestheticImages,
  adoptAesthetic,
  aestheticById,
  aestheticDetails,
  blendAesthetics,
  createAesthetic,
  currentAesthetic,
  deleteAesthetic,
  importAesthetic,
  listAesthetics,
  removeAestheticImage,
  renameAesthetic,
  restoreAesthetic,
  shareAesthetic,
  unshareAesthetic,
} from '../repositories/index.js';
import type { Adoption, BlendPart, PublishedPack, Store } from '../repositories/index.js';
import { embedUploads } from '../worker/embed.js';
import type { Queues } from '../queue/queues.js';
import { text } from '../i18n/index.js';
import type { AestheticSummary } from '../types.js';
import { countCodeAttempts } from './codeAttempts.js';
import { packOf } from './packOf.js';

export interface NewAestheticGiven {
  readonly guildId: string;
  readonly creatorId: string;
  readonly name: string;
  readonly note: string;
  readonly kind: AestheticKind;
  readonly images: readonly Uint8Array[];
}

export interface AestheticFile {
  readonly guildId: string;
  readonly creatorId: string;
  readonly name?: string;
  readonly kind?: AestheticKind;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface NewBlendGiven extends Omit<NewAestheticGiven, 'kind' | 'images'> {
  readonly parts: readonly BlendPart[];
}

export interface AestheticsOptions {
  readonly store: Store;
  readonly queues: Queues;
  readonly defaultPack: string;
  readonly now: () => number;
}

/** Aesthetics as commands see them: embedded where images come, and always told for the guild's own pack. */
export function createAesthetics({ store, queues, defaultPack, now }: AestheticsOptions) {
  const { client } = store;
  const guesses = countCodeAttempts(now);
  const pack = (guildId: string): Promise<PublishedPack> => packOf(client, guildId, defaultPack);
  const summary = async (guildId: string, id: string): Promise<AestheticSummary> => {
    const found = await aestheticById(client, guildId, id, await pack(guildId));
    if (!found) throw new UserError(text.reasons.thatGone);
    return found;
  };
  return {
    list: async (guildId: string) => listAesthetics(client, guildId, await pack(guildId)),
    details: async (guildId: string, id: string) => aestheticDetails(client, guildId, id, await pack(guildId)),
    deleted: async (guildId: string, id: string) => aestheticById(client, guildId, id, await pack(guildId), true),

    create: async ({ images, ...given }: NewAestheticGiven): Promise<AestheticSummary> => {
      const to = await pack(given.guildId);
      const embedded = await embedUploads({ store, queues }, to.name, images);
      return summary(given.guildId, await createAesthetic(client, { ...given, images: embedded }, to));
    },
    /** `giverId`: whose images they are, and who may have them erased; the creator's where nobody is named. */
    addImages: async (guildId: string, id: string, images: readonly Uint8Array[], giverId?: string) => {
      const to = await pack(guildId);
      const { creatorId, unusable } = await summary(guildId, id);
      if (unusable !== undefined) throw new UserError(text.reasons.noImagesAdded(unusable));
      const embedded = await embedUploads({ store, queues }, to.name, images);
      await addAestheticImages(client, guildId, id, giverId ?? creatorId ?? '', embedded);
      return summary(guildId, id);
    },
    removeImage: async (guildId: string, id: string, imageId: string): Promise<AestheticSummary> => {
      await removeAestheticImage(client, guildId, id, imageId);
      return summary(guildId, id);
    },
    rename: async (guildId: string, id: string, name: string): Promise<AestheticSummary> => {
      await renameAesthetic(client, guildId, id, name);
      return summary(guildId, id);
    },
    delete: (guildId: string, id: string): Promise<void> => deleteAesthetic(client, guildId, id, now()),
    restore: async (guildId: string, id: string): Promise<AestheticSummary> => {
      await restoreAesthetic(client, guildId, id, now());
      return summary(guildId, id);
    },

    blend: async (given: NewBlendGiven): Promise<AestheticSummary> =>
      summary(given.guildId, await blendAesthetics(client, given, await pack(given.guildId))),
    share: (guildId: string, id: string): Promise<string> => shareAesthetic(client, guildId, id),
    unshare: (guildId: string, id: string): Promise<boolean> => unshareAesthetic(client, guildId, id),
    adopt: async (given: Adoption): Promise<AestheticSummary> => {
      const { guildId, creatorId } = given;
      guesses.check(creatorId);
      const id = await adoptAesthetic(client, given, await pack(guildId));
      if (id !== undefined) return summary(guildId, id);
      guesses.count(creatorId);
      throw new UserError(text.reasons.wrongCode);
    },

    import: async ({ guildId, creatorId, bytes, fileName, ...asked }: AestheticFile) => {
      const to = await pack(guildId);
      const read = readAesthetic(bytes, fileName);
      // A file without a CLIP's id does not say its kind either: the paper's .pt.
      const says = read.clipId !== undefined;
      const aesthetic = { ...read, kind: says ? read.kind : (asked.kind ?? read.kind) };
      const given = { guildId, creatorId, name: asked.name ?? ownName(read.name), note: read.note ?? '' };
      const id = await importAesthetic(client, given, aesthetic, to);
      const notices = says ? [] : [text.reasons.unsaidClip(to.projection, to.settings.title)];
      return { aesthetic: await summary(guildId, id), notices };
    },
    export: async (guildId: string, id: string, format: AestheticFormat): Promise<Uint8Array> => {
      await summary(guildId, id);
      return writeAesthetic(await currentAesthetic(client, id), format);
    },
  };
}

/** What a file says that it is called is a stranger's text. @throws UserError that asks for another */
function ownName(name: string): string {
  try {
    return checkName(name);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${error.message} ${text.refusals.nameInFile}`) : error;
  }
}

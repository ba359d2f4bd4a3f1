import { writeAesthetic } from '../../engine/index.js';
import { mostMapped } from '../charts/index.js';
import { checkWords } from '../checkWords.js';
import { tasteMap } from '../community/index.js';
import { BotError } from '../errors.js';
import {
  adoptAesthetic,
  aestheticById,
  aestheticDetails,
  blendAesthetics,
  breedAesthetic,
  currentAesthetic,
  deleteAesthetic,
  familyOf,
  findCurrentByName,
  idOf,
  listAesthetics,
  refineAesthetic,
  mappedVersions,
  removeAestheticImage,
  renameAesthetic,
  restoreAesthetic,
  shareAesthetic,
  unshareAesthetic,
} from '../repositories/index.js';
import type { PublishedPack, Store } from '../repositories/index.js';
import type { AestheticLabel, AestheticSummary } from '../types.js';
import { countCodeAttempts } from './codeAttempts.js';
import { loadContext } from './context.js';
import { beginOf } from './periods.js';
import type { Aesthetics } from './types.js';

export interface AestheticsOptions {
  readonly store: Store;
  readonly defaultPack: string;
  readonly now: () => number;
}

/** Aesthetics as commands see them, always told for the guild's own pack. */
export function createAesthetics({ store, defaultPack, now }: AestheticsOptions): Omit<Aesthetics, 'known'> {
  const { client } = store;
  const guesses = countCodeAttempts(now);
  /** The guild's pack, where its rules allow the texts. @throws BotError */
  const pack = async (guildId: string, ...texts: readonly string[]): Promise<PublishedPack> => {
    const { settings, published } = await loadContext(client, guildId, defaultPack);
    checkWords(settings.rules, ...texts);
    return published;
  };
  const summary = async (guildId: string, id: string): Promise<AestheticSummary> => {
    const found = await aestheticById(client, guildId, id, await pack(guildId));
    if (!found) throw new BotError('thatGone');
    return found;
  };
  /** Of the parents that are still there, the one with the largest share. */
  const parentLabel = async (
    guildId: string,
    parents: readonly { readonly aestheticId: string; readonly version: number }[],
    its: PublishedPack,
  ): Promise<AestheticLabel | undefined> => {
    for (const { aestheticId: id, version } of parents) {
      const found = await aestheticById(client, guildId, id, its);
      if (found) return { id, name: found.name, version };
    }
    return undefined;
  };
  return {
    list: async (guildId) => listAesthetics(client, guildId, await pack(guildId)),
    find: async ({ guildId, published: its }, name) => {
      const found = await findCurrentByName(client, guildId, name, its);
      return found && { id: idOf(found.aestheticId), name: found.name, version: found.number };
    },
    details: async (guildId, id) => aestheticDetails(client, guildId, id, await pack(guildId)),
    deleted: async (guildId, id) => aestheticById(client, guildId, id, await pack(guildId), true),

    removeImage: async (guildId, id, imageId) => {
      await removeAestheticImage(client, guildId, id, imageId);
      return summary(guildId, id);
    },
    rename: async (guildId, id, name) => {
      await pack(guildId, name);
      await renameAesthetic(client, guildId, id, name);
      return summary(guildId, id);
    },
    delete: (guildId, id) => deleteAesthetic(client, guildId, id, now()),
    restore: async (guildId, id) => {
      await restoreAesthetic(client, guildId, id, now());
      return summary(guildId, id);
    },

    blend: async (given) => {
      const to = await pack(given.guildId, given.name, given.note);
      return summary(given.guildId, await blendAesthetics(client, given, to));
    },
    breed: async ({ period, ...given }) => {
      const { guildId } = given;
      const since = beginOf(period, now());
      const to = await pack(guildId, given.name, given.note);
      const made = await breedAesthetic(client, { ...given, since, period }, to);
      const before = await parentLabel(guildId, made.parents, to);
      const { votes, members } = made;
      return { aesthetic: await summary(guildId, made.id), votes, members, ...(before && { before }) };
    },
    refine: async (guildId, id) => {
      const { votes, members, before: version } = await refineAesthetic(client, guildId, id, await pack(guildId));
      const aesthetic = await summary(guildId, id);
      return { aesthetic, votes, members, before: { id, name: aesthetic.name, version } };
    },
    family: async (guildId, id) => {
      const found = await aestheticById(client, guildId, id, await pack(guildId));
      return found && familyOf(client, guildId, id, found.version);
    },
    share: (guildId, id) => shareAesthetic(client, guildId, id),
    unshare: (guildId, id) => unshareAesthetic(client, guildId, id),
    adopt: async (given) => {
      const { guildId, creatorId } = given;
      guesses.check(creatorId);
      const { settings, published } = await loadContext(client, guildId, defaultPack);
      const id = await adoptAesthetic(client, given, published, (name, note) => {
        checkWords(settings.rules, name, note);
      });
      if (id !== undefined) return summary(guildId, id);
      guesses.count(creatorId);
      throw new BotError('wrongCode');
    },

    map: async (guildId, channelIds) => {
      const usable = (await listAesthetics(client, guildId, await pack(guildId))).filter((one) => !one.unusable);
      const chosen = usable.slice(0, mostMapped);
      const ids = chosen.map(({ id }) => id);
      const versions = await mappedVersions(client, guildId, ids, channelIds);
      const there = chosen.flatMap(({ id, name }) => {
        const version = versions.get(id);
        return version ? [{ name, ...version }] : [];
      });
      const { places, shown } = tasteMap(there.map(({ vector }) => vector));
      return {
        places: there.map(({ name, picture }, i) => ({ name, ...places[i], ...(picture && { picture }) })),
        shown,
        left: usable.length - chosen.length,
      };
    },
    export: async (guildId, id, format) => {
      await summary(guildId, id);
      return writeAesthetic(await currentAesthetic(client, id), format);
    },
  };
}

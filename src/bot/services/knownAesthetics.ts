import type { AestheticSummary } from '../types.js';
import { createRecent } from './recent.js';
import type { Aesthetics, Services } from './types.js';

/** Suggestions are asked for with every letter that is typed. */
const keptMs = 5_000;
/** Guilds in which somebody is typing. */
const mostGuilds = 200;

type Changing = Pick<Services, 'tastes' | 'settings' | 'privacy'>;

/**
 * Adds `known` to the aesthetics: the list as it was up to five seconds ago. What this process changes is in it at once, what another one
 * changes when the time is over.
 */
export function withKnownAesthetics<S extends Changing>(
  services: S & { readonly aesthetics: Omit<Aesthetics, 'known'> },
  now: () => number,
): S & { readonly aesthetics: Aesthetics } {
  const recent = createRecent<readonly AestheticSummary[]>(keptMs, mostGuilds, now);
  const { aesthetics, tastes, settings, privacy } = services;
  const changing = async <T>(guildId: string, change: Promise<T>): Promise<T> => {
    try {
      return await change;
    } finally {
      recent.forget(guildId);
    }
  };
  return {
    ...services,
    aesthetics: {
      ...aesthetics,
      known: (guildId) => recent.get(guildId, () => aesthetics.list(guildId)),
      removeImage: (guildId, ...rest) => changing(guildId, aesthetics.removeImage(guildId, ...rest)),
      rename: (guildId, ...rest) => changing(guildId, aesthetics.rename(guildId, ...rest)),
      delete: (guildId, id) => changing(guildId, aesthetics.delete(guildId, id)),
      restore: (guildId, id) => changing(guildId, aesthetics.restore(guildId, id)),
      blend: (given) => changing(given.guildId, aesthetics.blend(given)),
      breed: (given) => changing(given.guildId, aesthetics.breed(given)),
      refine: (guildId, id) => changing(guildId, aesthetics.refine(guildId, id)),
      adopt: (given) => changing(given.guildId, aesthetics.adopt(given)),
    },
    tastes: { ...tastes, share: (given) => changing(given.guildId, tastes.share(given)) },
    // Another pack has other aesthetics of its own, and may not take those that are there.
    settings: { ...settings, change: (guildId, change) => changing(guildId, settings.change(guildId, change)) },
    privacy: {
      ...privacy,
      erase: async (userId) => {
        try {
          return await privacy.erase(userId);
        } finally {
          recent.forgetAll();
        }
      },
    },
  };
}

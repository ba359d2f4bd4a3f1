import type { Client } from 'discord.js';
import type { Places } from '../delivery/publish.js';

/** Channels of the guilds that this connection has. A thread is as age-restricted as its channel. */
export function createPlaces({ guilds }: Client): Places {
  return {
    channels: (guildId) =>
      guilds.cache.get(guildId)?.channels.cache.mapValues((channel) => {
        const place = channel.isThread() ? channel.parent : channel;
        return { ageRestricted: place === null || ('nsfw' in place && place.nsfw) };
      }),
  };
}

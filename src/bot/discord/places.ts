import type { Client } from 'discord.js';
import type { Places } from '../delivery/publish.js';

/** Channels of the guilds that this connection has. A thread is as age-restricted as its channel. */
export function createPlaces({ guilds }: Client): Places {
  return {
    channel: (guildId, channelId) => {
      const channel = guilds.cache.get(guildId)?.channels.cache.get(channelId);
      if (!channel) return undefined;
      const place = channel.isThread() ? channel.parent : channel;
      return { ageRestricted: place === null || ('nsfw' in place && place.nsfw) };
    },
  };
}

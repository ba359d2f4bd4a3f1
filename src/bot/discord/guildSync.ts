import type { Log } from '../log.js';
import { leaveGuild, reconcileGuilds, returnToGuild } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import type { GuildListener } from './guildEvents.js';

export interface GuildSync extends GuildListener {
  /** What was heard so far is written down. */
  readonly settled: () => Promise<void>;
}

/** Keeps in the database which servers the bot is in: the data of those it left is purged after a while. */
export function createGuildSync({ client, now }: Store, log: Pick<Log, 'info' | 'error'>): GuildSync {
  /** Those that are known to be there and not marked: Discord sends each of them again after every READY. */
  const present = new Set<string>();
  let writing = Promise.resolve();
  // One after the other: a server may be left and joined while the first is still being written.
  const write = (guilds: object, act: () => Promise<unknown>): void => {
    writing = writing.then(act).then(
      () => undefined,
      (error: unknown) => {
        present.clear();
        log.error({ err: error, ...guilds }, 'which servers the bot is in could not be kept');
      },
    );
  };
  return {
    named: (shard, guildIds) => {
      write({ shard }, async () => {
        const changed = await reconcileGuilds(client, shard, guildIds, now());
        for (const id of guildIds) present.add(id);
        if (changed.left > 0 || changed.returned > 0) log.info({ shard, ...changed }, 'servers since the last time');
      });
    },
    joined: (guildId) => {
      write({ guildId }, async () => {
        if (present.has(guildId)) return;
        await returnToGuild(client, guildId);
        present.add(guildId);
      });
    },
    left: (guildId) => {
      write({ guildId }, async () => {
        present.delete(guildId);
        await leaveGuild(client, guildId, now());
      });
    },
    settled: () => writing,
  };
}

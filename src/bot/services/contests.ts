import { checkWords } from '../checkWords.js';
import { BotError } from '../errors.js';
import {
  cancelContest,
  contestEntries,
  findContest,
  guildSettings,
  insertContest,
  openContest,
} from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import type { Contests } from './types.js';

export function createContests({ client }: Store, defaultPack: string, now: () => number): Contests {
  const find: Contests['find'] = async (guildId, id) => {
    const found = await findContest(client, guildId, id);
    if (!found) throw new BotError('contestGone');
    return found;
  };
  return {
    create: async ({ hours, ...given }) => {
      checkWords((await guildSettings(client, given.guildId, defaultPack)).rules, given.title);
      return insertContest(client, { ...given, closesAt: now() + hours * 3_600_000 }, now());
    },
    open: async (guildId, id, threadId) => {
      await openContest(client, id, threadId);
      return find(guildId, id);
    },
    cancel: (id) => cancelContest(client, id),
    find,
    entries: async (guildId, id) => contestEntries(client, await find(guildId, id)),
  };
}

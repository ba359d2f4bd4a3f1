import { packageVersion } from '../../version.js';
import { BotError } from '../errors.js';
import { costOf } from '../queue/cost.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import { endedSince, liveWorkers } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import type { ServerStatus } from '../types.js';
import { loadContext } from './context.js';
import type { Status } from './types.js';

const hourMs = 3_600_000;
/** What one picture is asked for by, as far as its cost goes. */
const onePicture = { prompt: '', aesthetic: null, seed: 0, count: 1 } as const;

/** How the installation is, for whoever manages a guild: of requests of other guilds only how many there are. */
export function createStatus(
  store: Pick<Store, 'mode' | 'client' | 'unwell'>,
  dispatcher: Dispatcher,
  defaultPack: string,
  now: () => number,
): Status {
  const { mode, client } = store;
  const parts = mode === 'embedded' ? (['database'] as const) : (['postgres', 'redis'] as const);

  const ofWork = async (guildId: string): Promise<NonNullable<ServerStatus['work']>> => {
    const { waiting, running } = await dispatcher.queue();
    const counts = (requests: readonly { readonly guildId: string; readonly background: boolean }[]) => {
      const asked = requests.filter(({ background }) => !background);
      const here = asked.filter((one) => one.guildId === guildId).length;
      return { here, elsewhere: asked.length - here };
    };
    const isBegun = ({ startedAt }: (typeof running)[number]): boolean => startedAt !== undefined;
    const seconds = await secondsOfNext(guildId);
    return {
      workers: await liveWorkers(client, now()),
      waiting: counts([...waiting, ...running.filter((one) => !isBegun(one))]),
      painting: counts(running.filter(isBegun)),
      ...(seconds !== undefined && { seconds }),
      ended: await endedSince(client, guildId, now() - hourMs),
    };
  };

  /** Until a picture would be there that somebody asked for now. Undefined where nobody paints with the guild's pack, or nothing was timed yet. */
  const secondsOfNext = async (guildId: string): Promise<number | undefined> => {
    try {
      const { published } = await loadContext(client, guildId, defaultPack);
      const { contentId: content } = published;
      const cost = costOf(onePicture, published);
      return (await dispatcher.foresee({ guildId, cost, ...(content !== undefined && { content }) }))?.seconds;
    } catch (error) {
      if (error instanceof BotError) return undefined;
      throw error;
    }
  };

  return {
    of: async (guildId) => {
      const unwell = await store.unwell();
      const isThere = !('database' in unwell) && !('postgres' in unwell);
      return {
        version: packageVersion(),
        startedAt: Date.now() - process.uptime() * 1000,
        parts: parts.map((name) => ({ name, isWell: !(name in unwell) })),
        ...(isThere && { work: await ofWork(guildId) }),
      };
    },
  };
}

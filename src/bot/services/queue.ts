import type { Dispatcher } from '../queue/dispatcher.js';
import { queuePositionOf } from '../queue/queuePosition.js';
import { generationById, waitingRequests, runningRequests } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import type { Queued } from '../types.js';

/** Prompts of so many requests are looked up; a guild's cap is of that size. */
const most = 50;

export function createQueueView({ client }: Store, dispatcher: Dispatcher, now: () => number) {
  return {
    /** Painting first, then in the order in which they will be painted. */
    of: async (guildId: string): Promise<readonly Queued[]> => {
      const running = await runningRequests(client);
      const painting = running.filter(({ startedAt }) => startedAt !== undefined);
      const open = [...running, ...(await waitingRequests(client))].filter((one) => one.guildId === guildId);
      const own = new Set(open.map(({ id }) => id));
      const places = await dispatcher.positions();
      // Of other guilds' requests nothing is looked up.
      const ids = [...painting, ...places].map(({ id }) => id).filter((id) => own.has(id));
      const queued: Queued[] = [];
      for (const id of ids) {
        if (queued.length === most) break;
        const generation = await generationById(client, id);
        if (generation?.guildId !== guildId || generation.background) continue;
        const { askerId, channelId, imagineOptions, state } = generation;
        if (state !== 'waiting' && state !== 'painting') continue;
        const position = queuePositionOf(id, places, now()) ?? { place: 0 };
        queued.push({ id, askerId, channelId, prompt: imagineOptions.prompt, state, position });
      }
      return queued;
    },
    /** Requests that wait in other guilds. */
    elsewhere: async (guildId: string): Promise<number> => {
      const waiting = [...(await waitingRequests(client)), ...(await runningRequests(client))];
      return waiting.filter((request) => request.guildId !== guildId && !request.background).length;
    },
  };
}

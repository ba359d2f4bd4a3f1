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
      const painting = (await runningRequests(client)).filter(({ startedAt }) => startedAt !== undefined);
      const places = await dispatcher.positions();
      const ids = [...painting.map(({ id }) => id), ...places.map(({ id }) => id)];
      const queued: Queued[] = [];
      for (const id of ids) {
        if (queued.length === most) break;
        const generation = await generationById(client, id);
        if (generation?.guildId !== guildId || generation.background) continue;
        const { askerId, imagineOptions, state } = generation;
        if (state !== 'waiting' && state !== 'painting') continue;
        const position = queuePositionOf(id, places, now()) ?? { place: 0 };
        queued.push({ id, askerId, prompt: imagineOptions.prompt, state, position });
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

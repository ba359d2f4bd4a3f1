import type { Dispatcher } from '../queue/dispatcher.js';
import { queuePositionOf } from '../queue/queuePosition.js';
import { generationById } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import type { Queued } from '../types.js';
import type { Queue } from './types.js';

/** Prompts of so many requests are looked up; a guild's cap is of that size. */
const most = 50;

export function createQueueView({ client }: Store, dispatcher: Dispatcher, now: () => number): Queue {
  return {
    of: async (guildId) => {
      const { waiting, running, positions } = await dispatcher.queue();
      const painting = running.filter(({ startedAt }) => startedAt !== undefined);
      const open = [...running, ...waiting];
      const own = new Set(open.filter((one) => one.guildId === guildId).map(({ id }) => id));
      // Of other guilds' requests nothing is looked up.
      const ids = [...painting, ...positions].map(({ id }) => id).filter((id) => own.has(id));
      const here: Queued[] = [];
      for (const id of new Set(ids)) {
        if (here.length === most) break;
        const generation = await generationById(client, id);
        if (generation?.guildId !== guildId || generation.background) continue;
        const { askerId, channelId, imagineOptions, state } = generation;
        if (state !== 'waiting' && state !== 'painting') continue;
        const position = queuePositionOf(id, positions, now()) ?? { place: 0 };
        here.push({ id, askerId, channelId, prompt: imagineOptions.prompt, state, position });
      }
      const elsewhere = open.filter((request) => request.guildId !== guildId && !request.background).length;
      return { here, elsewhere };
    },
  };
}

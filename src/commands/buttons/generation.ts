import { BotError } from '../../bot/errors.js';
import type { Services } from '../../bot/services/index.js';
import type { Generation } from '../../bot/types.js';
import type { Painted } from '../../bot/views/proof.js';

type Of = Pick<Services, 'generations'>;

/** The generation that a button belongs to. @throws BotError where it was erased, or is another server's (a forged id) */
export async function findGeneration({ generations }: Of, guildId: string, id: string): Promise<Generation> {
  const found = await generations.find(guildId, id);
  if (!found) throw new BotError('gone');
  return found;
}

/** The same, of a request that can be made again: cards have none (a forged id). @throws BotError */
export async function findRequest(ports: Of, guildId: string, id: string): Promise<Generation> {
  const found = await findGeneration(ports, guildId, id);
  if (found.background === true) throw new BotError('gone');
  return found;
}

/** The same, painted; of a duel, whose sides are secret for a while, no button asks for that. @throws BotError */
export async function findPainted(ports: Of, guildId: string, id: string): Promise<Generation & Painted> {
  const { outcome, ...generation } = await findRequest(ports, guildId, id);
  if (generation.imagineOptions.duel) throw new BotError('gone');
  if (!outcome) throw new BotError('notPainted');
  return { ...generation, outcome };
}

import { text } from '../../bot/i18n/index.js';
import type { Painted } from '../../bot/views/proof.js';
import type { Generation } from '../../bot/types.js';
import { UserError } from '../../engine/index.js';
import type { Services } from '../ports.js';

type Of = Pick<Services, 'generations'>;

/** The generation that a button belongs to. @throws UserError where it was erased, or is another server's (a forged id) */
export async function findGeneration({ generations }: Of, guildId: string, id: string): Promise<Generation> {
  const found = await generations.find(guildId, id);
  if (!found) throw new UserError(text.refusals.gone);
  return found;
}

/** The same, painted. @throws UserError */
export async function findPainted(ports: Of, guildId: string, id: string): Promise<Generation & Painted> {
  const { outcome, ...generation } = await findGeneration(ports, guildId, id);
  if (!outcome) throw new UserError(text.refusals.notPainted);
  return { ...generation, outcome };
}

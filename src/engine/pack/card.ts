import type { PackSettings } from './settings.js';

const columns = 3;
/** All cards have the same noise, so that they can be compared. */
export const cardSeed = 42;
const anywhere = ['a castle on a hill', 'a portrait of a woman', 'a bowl of fruit'] as const;

/** The three prompts of a pack's cards: its own, else what it knows, else what any model can draw. */
export function cardPrompts({ prompts, knows }: Pick<PackSettings, 'prompts' | 'knows'>): string[] {
  return [...new Set([...prompts, ...knows, ...anywhere])].slice(0, columns);
}

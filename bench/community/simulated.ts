import { plainId } from '../../src/bot/community/index.js';
import type { Duel, Random } from '../../src/bot/community/index.js';

/** How ready simulated members are to see no difference: Davidson's ν, a fifth of duels between two alike. */
const nu = 0.5;
/** How far a member's own strengths lie from the server's, in logits. */
const memberSd = 0.5;

/** Strengths that a simulated server has and nobody sees: plain 0, aesthetics normal with standard deviation 1, in logits. */
export function hiddenStrengths(aesthetics: number, random: Random): Map<string, number> {
  return new Map([
    [plainId, 0],
    ...Array.from({ length: aesthetics }, (_, k): [string, number] => [`aesthetic ${k + 1}`, normal(random)]),
  ]);
}

/** One vote, by Davidson's model, of a member whose strengths differ from the server's. */
export function vote(a: string, b: string, hidden: ReadonlyMap<string, number>, random: Random): Duel {
  const own = (id: string): number => (hidden.get(id) ?? 0) + memberSd * normal(random);
  const delta = (own(a) - own(b)) / 2;
  const [won, lost] = [Math.exp(delta), Math.exp(-delta)];
  const drawn = random() * (won + lost + nu);
  const [aWins, bWins] = [drawn < won, drawn >= won && drawn < won + lost].map(Number);
  return { a, b, aWins, bWins, ties: 1 - aWins - bWins };
}

/** A standard normal number, Box & Muller 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

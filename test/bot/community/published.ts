import type { Duel } from '../../../src/bot/community/strengthVotes.js';

/** American League East 1987, Agresti 2002, table 10.10: wins of the row's team over the column's. */
const teams = ['Milwaukee', 'Detroit', 'Toronto', 'New York', 'Boston', 'Cleveland', 'Baltimore'];
const wins = [
  [0, 7, 9, 7, 7, 9, 11],
  [6, 0, 7, 5, 11, 9, 9],
  [4, 6, 0, 7, 7, 8, 12],
  [6, 8, 6, 0, 6, 7, 10],
  [6, 2, 6, 7, 0, 7, 12],
  [4, 4, 5, 6, 6, 0, 6],
  [2, 4, 1, 3, 1, 7, 0],
];

export const baseballTeams = teams.slice(0, -1);
/** Baltimore stands for plain, as it is the one that the book measures by. */
export const baseball = (plain: string): Duel[] =>
  teams.flatMap((a, i) =>
    teams.slice(0, i).map((b, j): Duel => {
      const name = (team: string): string => (team === 'Baltimore' ? plain : team);
      return { a: name(a), b: name(b), aWins: wins[i][j], bWins: wins[j][i], ties: 0 };
    }),
  );

/** Chocolate puddings, Davidson 1970, example 2: brands i and j, preferences for i, for j, and for neither. Brand 1 stands for plain. */
const rows = [
  [1, 2, 19, 22, 16],
  [1, 3, 16, 19, 12],
  [2, 3, 19, 19, 10],
  [1, 4, 18, 23, 13],
  [2, 4, 23, 19, 9],
  [3, 4, 19, 20, 15],
  [1, 5, 13, 19, 18],
  [2, 5, 16, 20, 12],
  [3, 5, 16, 15, 17],
  [4, 5, 17, 14, 16],
  [1, 6, 18, 21, 12],
  [2, 6, 22, 20, 12],
  [3, 6, 13, 18, 10],
  [4, 6, 14, 19, 18],
  [5, 6, 11, 21, 12],
];
export const puddings = (plain: string): Duel[] => {
  const name = (brand: number): string => (brand === 1 ? plain : String(brand));
  return rows.map(([i, j, aWins, bWins, ties]) => ({ a: name(i), b: name(j), aWins, bWins, ties }));
};

import { createInterface } from 'node:readline/promises';
import { UserError } from '../engine/index.js';

/** Asks on the terminal. `yes`: the answer was given on the command line. @throws UserError where nobody can answer */
export async function confirm(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) throw new UserError(`${question} There is no terminal to ask on: give --yes`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

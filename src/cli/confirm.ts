import { createInterface } from 'node:readline/promises';
import { UserError } from '../engine/errors.js';
import type { Output } from './output.js';

/** Asks on the terminal. `yes`: the answer was given on the command line. @throws UserError where nobody can answer */
export async function confirm(question: string, yes: boolean, output: Output): Promise<boolean> {
  const { stdin } = output.streams;
  if (yes) return true;
  if (stdin.isTTY !== true) throw new UserError(`${question} There is no terminal to ask on: give --yes`);
  const terminal = createInterface({ input: stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

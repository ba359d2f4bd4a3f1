import { createInterface } from 'node:readline';
import { UserError } from '../engine/errors.js';
import type { Output } from './output.js';

/**
 * Asks on the terminal; no answer is no. `yes`: the answer was given on the command line.
 * @throws UserError where nobody can answer, and the reason of the output's signal
 */
export async function confirm(question: string, yes: boolean, { streams, signal }: Output): Promise<boolean> {
  const { stdin, stderr } = streams;
  if (yes) return true;
  if (stdin.isTTY !== true) throw new UserError(`${question} There is no terminal to ask on: give --yes`);
  stderr.write(`${question} [y/N] `);
  const lines = createInterface({ input: stdin, signal });
  for await (const line of lines) return /^y(es)?$/i.test(line.trim());
  signal.throwIfAborted();
  return false;
}

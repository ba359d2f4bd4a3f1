import { UserError } from '../engine/errors.js';
import type { Output } from './output.js';
import { UsageError } from './usageError.js';

/** The file that `-` names: all that is piped into the command. @throws UsageError on a terminal, UserError where nothing comes */
export async function standardInput({ streams: { stdin } }: Output): Promise<Uint8Array> {
  if (stdin.isTTY === true) throw new UsageError('- reads from standard input: pipe a file into it');
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk as Uint8Array);
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) throw new UserError('- reads from standard input, and nothing came');
  return bytes;
}

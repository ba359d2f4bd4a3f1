import { randomBytes } from 'node:crypto';
import { CheckpointError, EngineCrashError, GraphError, UserError } from '../engine/index.js';
import type { StoredError } from './data/index.js';

/** What whoever asked is told of a failure. Anything but a UserError has a number that finds it in the log. */
export function failureOf(error: unknown): StoredError {
  if (error instanceof UserError) return { kind: 'user', text: error.message };
  const reference = randomBytes(4).toString('hex');
  if (error instanceof CheckpointError || error instanceof GraphError)
    return {
      kind: 'operator',
      reference,
      text: `this model is not set up as it should be; its operator can look up ${reference} in the log`,
    };
  if (error instanceof EngineCrashError)
    return {
      kind: 'crash',
      reference,
      text: `painting this ended the engine twice, perhaps for want of memory; fewer or smaller pictures may work (${reference})`,
    };
  return { kind: 'bug', reference, text: `something went wrong that should not; the log has it as ${reference}` };
}

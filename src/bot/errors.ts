import { randomBytes } from 'node:crypto';
import { CheckpointError, EngineCrashError, GraphError, UserError } from '../engine/index.js';
import type { StoredError } from './repositories/index.js';
import { text } from './i18n/index.js';

/** A number that a member is told and the log has. */
export function newReference(): string {
  return randomBytes(4).toString('hex');
}

/** What whoever asked is told of a failure. Anything but a UserError has a number that finds it in the log. */
export function failureOf(error: unknown): StoredError {
  if (error instanceof UserError) return { kind: 'user', text: error.message };
  const reference = newReference();
  if (error instanceof CheckpointError || error instanceof GraphError)
    return {
      kind: 'operator',
      reference,
      text: text.reasons.operator(reference),
    };
  if (error instanceof EngineCrashError)
    return {
      kind: 'crash',
      reference,
      text: text.reasons.crash(reference),
    };
  return { kind: 'bug', reference, text: text.reasons.bug(reference) };
}

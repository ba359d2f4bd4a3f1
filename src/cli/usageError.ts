import { UserError } from '../engine/errors.js';

/** The command line is wrong by itself, whatever is there on this machine: an option's value, options that exclude each other. */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
}

import { userErrorText } from './userErrorTexts.js';
import type { UserErrorData } from './userErrorTexts.js';

/**
 * Something a person asked for that cannot be done; the message says in English what was wrong and what to do. With a code (`data`) whoever
 * asked can do something about it; without one it is for whoever runs the program.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly data?: UserErrorData;

  /** `given`: a code with its values, which gives the message; or the message alone. */
  constructor(given: UserErrorData | string, options?: ErrorOptions) {
    super(typeof given === 'string' ? given : userErrorText(given), options);
    if (typeof given !== 'string') this.data = given;
  }
}

/** A file of a pack or an aesthetic is not what it claims to be; the message carries names, shapes and offsets, for the operator. */
export class CheckpointError extends Error {
  override readonly name: string = 'CheckpointError';
}

/** A tensor program is not well formed: shapes that do not fit, a gradient through an op that has none. */
export class GraphError extends Error {
  override readonly name: string = 'GraphError';
}

/**
 * ONNX Runtime failed to run a program; the message is its own. Unlike other GraphErrors it may be due to the request: a picture too large for the
 * device's memory.
 */
export class SessionError extends GraphError {
  override readonly name: string = 'SessionError';
}

/** The engine's process died with requests in hand; they failed, the next one starts a new process. */
export class EngineCrashError extends Error {
  override readonly name: string = 'EngineCrashError';
}

/** The request was cancelled through its AbortSignal. */
export class CancelledError extends Error {
  override readonly name: string = 'CancelledError';
}

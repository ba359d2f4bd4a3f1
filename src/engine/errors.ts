/** Something a person asked for that cannot be done; the message says what was wrong and what to do, and may be shown as it is. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** A file of a pack or an aesthetic is not what it claims to be; the message carries names, shapes and offsets, for the operator. */
export class CheckpointError extends Error {
  override readonly name: string = 'CheckpointError';
}

/** A tensor program is not well formed: shapes that do not fit, a gradient through an op that has none. */
export class GraphError extends Error {
  override readonly name: string = 'GraphError';
}

/** The engine's process died with requests in hand; they failed, the next one starts a new process. */
export class EngineCrashError extends Error {
  override readonly name: string = 'EngineCrashError';
}

/** The request was cancelled through its AbortSignal. */
export class CancelledError extends Error {
  override readonly name: string = 'CancelledError';
}

import type { FieldError } from '../requestLog.js';
import { entry } from '../world/find.js';

/** Discord's JSON error codes, each with its text and HTTP status (topics/opcodes-and-status-codes). */
export const errors = {
  0: [404, '404: Not Found'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  30015: [400, 'Maximum number of attachments in a message reached (10)'],
  30032: [400, 'Maximum number of application commands reached (100)'],
  30034: [400, 'Max number of daily application command creates has been reached (200)'],
  // Libraries report status 429, e.g. "429 Too Many Requests (error code: 30046)" in aikaterna-cogs#302.
  30046: [429, 'Maximum number of edits to messages older than 1 hour reached. Try again later.'],
  40005: [413, 'Request entity too large'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50035: [400, 'Invalid Form Body'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160002: [400, 'You cannot reply without permission to read message history'],
  160005: [403, 'Thread is locked'],
  160006: [400, 'Maximum number of active threads reached'],
} as const satisfies Record<number, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof errors;

/** A refusal, as Discord answers it. */
export class DiscordError extends Error {
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    readonly fieldErrors: readonly FieldError[] = [],
    /** Set for 429. */
    readonly retryAfterMs?: number,
  ) {
    super(errors[code][1]);
    this.status = errors[code][0];
  }

  /** The body of the answer. */
  body(): object {
    return {
      message: this.message,
      code: this.code,
      ...(this.fieldErrors.length > 0 && { errors: nest(this.fieldErrors) }),
      ...(this.retryAfterMs !== undefined && { retry_after: this.retryAfterMs / 1_000, global: false }),
    };
  }
}

/** An error about a single field. */
export function badField(path: readonly (string | number)[], code: string, message: string): DiscordError {
  return new DiscordError(50035, [{ path, code, message }]);
}

interface Nested {
  [key: string]: Nested | { code: string; message: string }[];
}

/** Discord's format of `errors`: nested by the field's path, with `_errors` at its end. */
function nest(fieldErrors: readonly FieldError[]): Nested {
  const root: Nested = {};
  for (const { path, code, message } of fieldErrors) {
    let at = root;
    for (const key of path) {
      const below = entry(at, String(key));
      at = Array.isArray(below) || below === undefined ? (at[key] = {}) : below;
    }
    const list = at['_errors'];
    if (Array.isArray(list)) list.push({ code, message });
    else at['_errors'] = [{ code, message }];
  }
  return root;
}

import type { Misfit } from './api/errors.js';

/** One request that the bot made. */
export interface RequestRecord {
  /** Method and route, `PATCH /channels/:channel/messages/:message`. */
  readonly route: string;
  readonly path: string;
  readonly at: number;
  /** 0: the connection was broken. */
  readonly status: number;
  /** Discord's error code, where it was one. */
  readonly code?: number;
}

/** Something that the real Discord would not have taken. */
export interface Violation {
  /** `schema`: the request's form is wrong (50035); `rule`: it came too late, twice, without permission …; `gateway`: over the socket. */
  readonly kind: 'schema' | 'rule' | 'gateway';
  readonly route: string;
  readonly code: number;
  readonly message: string;
  readonly misfits: readonly Misfit[];
}

/** What came in, for tests to look at. */
export interface Traffic {
  readonly requests: RequestRecord[];
  readonly violations: Violation[];
}

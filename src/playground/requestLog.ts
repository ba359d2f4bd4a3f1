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

/** What is wrong with one field of a request. */
export interface FieldError {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** A request or payload that the real Discord would have refused. */
export interface Violation {
  /** `schema`: the request's form is wrong (50035); `rule`: it came too late, twice, without permission …; `gateway`: over the socket. */
  readonly kind: 'schema' | 'rule' | 'gateway';
  readonly route: string;
  readonly code: number;
  readonly message: string;
  readonly fieldErrors: readonly FieldError[];
}

/** What the bot requested, for tests. */
export interface RequestLog {
  readonly requests: RequestRecord[];
  readonly violations: Violation[];
}

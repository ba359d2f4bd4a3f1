/** A planned failure of a request. */
export type Fault =
  /** An answer with a status, and Discord's code and message if wanted; the request has no effect. */
  | { readonly kind: 'status'; readonly status: number; readonly code?: number; readonly message?: string }
  /** The connection breaks before the request has any effect. */
  | { readonly kind: 'drop' }
  /** The request has its effect, and the connection breaks before the answer. */
  | { readonly kind: 'lose answer' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** 429, whatever the rate limits allow. */
  | { readonly kind: 'rate limit'; readonly retryAfterMs: number; readonly global?: boolean }
  /** 429 in HTML, by what stands before Discord (Cloudflare's error 1015); without `retryAfterMs` it does not say for how long. */
  | { readonly kind: 'proxy'; readonly retryAfterMs?: number }
  /** For the CDN: another address. */
  | { readonly kind: 'redirect'; readonly to: string };

interface Planned {
  readonly route: string;
  readonly fault: Fault;
  times: number;
}

/** Faults planned for requests to come. */
export interface Faults {
  /**
   * The next `times` requests of a route fail so. A route is written as in `requests()`: `PATCH /channels/:channel/messages/:message`,
   * `GET cdn` or `*`.
   */
  next(route: string, fault: Fault, times?: number): void;
  /** All requests of a route fail so, until `clear`. */
  always(route: string, fault: Fault): void;
  clear(): void;
  /** Takes the fault planned for a request. */
  take(route: string): Fault | undefined;
}

export function createFaults(): Faults {
  let planned: Planned[] = [];
  return {
    next: (route, fault, times = 1) => {
      planned.push({ route, fault, times });
    },
    always: (route, fault) => {
      planned.push({ route, fault, times: Infinity });
    },
    clear: () => {
      planned = [];
    },
    take: (route) => {
      const found = planned.find((one) => one.route === route || one.route === '*');
      if (!found) return undefined;
      found.times -= 1;
      if (found.times <= 0) planned = planned.filter((one) => one !== found);
      return found.fault;
    },
  };
}

import { entry } from '../world/find.js';
import type { World } from '../world/world.js';
import type { Upload } from './body.js';
import type { RateLimit } from './rateLimits.js';

/** A request as handlers get it. */
export interface Call {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly uploads: readonly Upload[];
}

/** Without a body: 204. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/channels/:channel/messages`. */
  readonly path: string;
  /** Whether the bot's token is needed. */
  readonly byBot: boolean;
  readonly limit?: RateLimit;
  /** @throws DiscordError */
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const done: Answer = { status: 204 };

/** A parameter of the route's path. @throws Error: the route has no parameter of that name */
export function param(call: Call, name: string): string {
  const value = entry(call.params, name);
  if (value === undefined) throw new Error(`the route has no :${name}`);
  return value;
}

function decoded(path: string): string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    // A `%` without two hexadecimal digits.
    return undefined;
  }
}

/** The route of a request, its parameters decoded: discord.js sends `@original` as `%40original`. */
export function match(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  const parts = decoded(path);
  if (!parts) return undefined;
  for (const route of routes) {
    const wanted = route.path.split('/');
    if (route.method !== method || wanted.length !== parts.length) continue;
    const fits = wanted.every((part, i) => part.startsWith(':') || part === parts[i]);
    if (!fits) continue;
    const params = wanted.flatMap((part, i) =>
      part.startsWith(':') ? [[part.slice(1), parts[i] ?? ''] as const] : [],
    );
    return { route, params: Object.fromEntries(params) };
  }
  return undefined;
}

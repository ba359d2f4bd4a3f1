import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from '../faults.js';
import type { Traffic } from '../traffic.js';
import { entry } from '../world/find.js';
import type { World } from '../world/world.js';
import { parseBody, readBytes } from './body.js';
import { DiscordError, errors } from './errors.js';
import { createLimits, refusal } from './limits.js';
import { match } from './route.js';
import type { Answer, Call, Route } from './route.js';
import { callbackRoutes } from './routes/callback.js';
import { commandRoutes } from './routes/commands.js';
import { messageRoutes } from './routes/messages.js';
import { placeRoutes } from './routes/places.js';
import { webhookRoutes } from './routes/webhooks.js';

const routes: readonly Route[] = [
  ...placeRoutes,
  ...commandRoutes,
  ...callbackRoutes,
  ...webhookRoutes,
  ...messageRoutes,
];

interface Reply extends Answer {
  readonly headers?: Readonly<Record<string, string>>;
  readonly code?: number;
}

/** What answering takes. */
interface Desk {
  readonly world: World;
  readonly traffic: Traffic;
  readonly faults: Faults;
  readonly limits: ReturnType<typeof createLimits>;
}

/** A request read to its end; without bytes it is too large. */
interface Arrived {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly bytes: Buffer | undefined;
}

/** A function that answers requests to `/api/v10`: fault, token, rate limit, form, rules, in this order. */
export function createApi(
  world: World,
  faults: Faults,
  traffic: Traffic,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const desk: Desk = { world, traffic, faults, limits: createLimits(world) };
  return (request, response) => serve(desk, request, response);
}

async function serve(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world, faults, traffic } = desk;
  const url = new URL(request.url ?? '/', world.origin);
  const found = match(routes, request.method ?? '', pathOf(url));
  const route = found ? nameOf(found.route) : `${request.method ?? ''} ${pathOf(url)}`;
  const bytes = await readBytes(request);
  const fault = faults.take(route);
  if (fault?.kind === 'delay') await sleep(fault.ms);
  const planned = fault && replyOf(fault);
  const reply = planned ?? (await answer(desk, found, { request, url, bytes }).catch(ownFailure));
  const isCut = fault?.kind === 'drop' || fault?.kind === 'lose answer';
  const { status, code } = isCut ? { status: 0 } : reply;
  traffic.requests.push({
    route,
    path: url.pathname,
    at: world.clock.now(),
    status,
    ...(code !== undefined && { code }),
  });
  if (isCut) request.socket.destroy();
  else send(response, reply);
}

async function answer(desk: Desk, found: ReturnType<typeof match>, arrived: Arrived): Promise<Reply> {
  const { world, limits } = desk;
  if (!found) return { status: 404, body: { message: errors[0][1], code: 0 }, code: 0 };
  const { route, params } = found;
  if (route.byBot && arrived.request.headers.authorization !== `Bot ${world.state.application.token}`) {
    return { status: 401, body: { message: '401: Unauthorized', code: 0 }, code: 0 };
  }
  const major = entry(params, 'channel') ?? entry(params, 'guild') ?? entry(params, 'token') ?? '';
  const verdict = limits(nameOf(route), major, route.limit, route.byBot);
  if (verdict.retryAfterMs !== undefined) {
    return tooMany(verdict.retryAfterMs, verdict.global ?? false, verdict.headers);
  }
  const reply = await handle(desk, route, params, arrived);
  return { ...reply, headers: { ...verdict.headers, ...reply.headers } };
}

async function handle(desk: Desk, route: Route, params: Call['params'], arrived: Arrived): Promise<Reply> {
  const { world, traffic } = desk;
  const { request, url, bytes } = arrived;
  try {
    if (!bytes) throw new DiscordError(40005);
    const { json, uploads } = parseBody(bytes, request.headers['content-type'] ?? '');
    return await route.handle({ world, params, query: url.searchParams, body: json, uploads });
  } catch (error) {
    if (!(error instanceof DiscordError)) throw error;
    const { code, message, misfits, status, retryAfterMs } = error;
    traffic.violations.push({ kind: code === 50035 ? 'schema' : 'rule', route: nameOf(route), code, message, misfits });
    const headers = retryAfterMs === undefined ? {} : refusal(retryAfterMs, 'shared');
    return { status, code, body: error.body(), headers };
  }
}

function pathOf(url: URL): string {
  return url.pathname.replace(/^\/api\/v10/, '');
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

/** What a fault answers in the route's stead. */
function replyOf(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case 'status':
      return { status: fault.status, body: { message: fault.message ?? 'Planned fault', code: fault.code ?? 0 } };
    case 'rate limit':
      return tooMany(
        fault.retryAfterMs,
        fault.global ?? false,
        refusal(fault.retryAfterMs, fault.global ? 'global' : 'user'),
      );
    case 'redirect':
      return { status: 302, headers: { location: fault.to } };
    case 'drop':
      return { status: 0 };
    default:
      return undefined;
  }
}

function tooMany(retryAfterMs: number, global: boolean, headers: Readonly<Record<string, string>>): Reply {
  const body = { message: 'You are being rate limited.', retry_after: retryAfterMs / 1_000, global };
  return { status: 429, body, headers };
}

/** An error of the playground's own: said, so that nobody looks for it in the bot. */
function ownFailure(error: unknown): Reply {
  return {
    status: 500,
    body: { message: `playground: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, code: 0 },
  };
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

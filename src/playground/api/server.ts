import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from '../faults.js';
import { keepLast, maxLogged } from '../keepLast.js';
import type { RequestLog } from '../requestLog.js';
import { entry } from '../world/find.js';
import type { World } from '../world/world.js';
import { parseBody, readBytes } from './body.js';
import { DiscordError, errors } from './errors.js';
import type { InvalidRequests } from './invalidRequests.js';
import { proxyAnswer } from './proxyAnswer.js';
import { createRateLimits, retryHeaders } from './rateLimits.js';
import { match } from './route.js';
import type { Answer, Call, Route } from './route.js';
import { commandRoutes } from './routes/commands.js';
import { callbackRoutes } from './routes/interactionCallback.js';
import { messageRoutes } from './routes/messages.js';
import { placeRoutes } from './routes/resources.js';
import { threadRoutes } from './routes/threads.js';
import { webhookRoutes } from './routes/webhooks.js';

const routes: readonly Route[] = [
  ...placeRoutes,
  ...commandRoutes,
  ...callbackRoutes,
  ...webhookRoutes,
  ...messageRoutes,
  ...threadRoutes,
];

interface Reply extends Answer {
  readonly headers?: Readonly<Record<string, string>>;
  readonly code?: number;
}

/** What all requests share. */
interface ApiContext {
  readonly world: World;
  readonly requestLog: RequestLog;
  readonly faults: Faults;
  readonly limits: ReturnType<typeof createRateLimits>;
  readonly invalid: InvalidRequests;
}

/** A request that was read to its end. `bytes` is undefined if it is too large. */
interface ReceivedRequest {
  readonly request: IncomingMessage;
  readonly url: URL;
  readonly bytes: Buffer<ArrayBuffer> | undefined;
}

/** Creates the handler of `/api/v10`. It applies planned faults, the token, rate limits, the schema and the rules, in this order. */
export function createApi(
  world: World,
  faults: Faults,
  requestLog: RequestLog,
  invalid: InvalidRequests,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const context: ApiContext = { world, requestLog, faults, limits: createRateLimits(world), invalid };
  return (request, response) => serve(context, request, response);
}

async function serve(context: ApiContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { world, faults, requestLog } = context;
  const url = new URL(request.url ?? '/', world.origin);
  const found = match(routes, request.method ?? '', pathOf(url));
  const route = found ? nameOf(found.route) : `${request.method ?? ''} ${pathOf(url)}`;
  const bytes = await readBytes(request);
  const fault = faults.take(route);
  if (fault?.kind === 'delay') await sleep(fault.ms);
  const isKeptOut = context.invalid.count() >= world.rules.invalidRequests;
  const planned: Reply | undefined = isKeptOut ? proxyAnswer() : fault && replyOf(fault);
  const reply = planned ?? (await answer(context, found, { request, url, bytes }).catch(ownFailure));
  const isCut = fault?.kind === 'drop' || fault?.kind === 'lose answer';
  const { status, code } = isCut ? { status: 0 } : reply;
  if (!isKeptOut) context.invalid.add(status, reply.headers?.['x-ratelimit-scope']);
  const record = { route, path: url.pathname, at: world.clock.now(), status, ...(code !== undefined && { code }) };
  keepLast(requestLog.requests, record, maxLogged);
  if (isCut) request.socket.destroy();
  else send(response, reply);
}

async function answer(context: ApiContext, found: ReturnType<typeof match>, received: ReceivedRequest): Promise<Reply> {
  const { world, limits } = context;
  if (!found) return { status: 404, body: { message: errors[0][1], code: 0 }, code: 0 };
  const { route, params } = found;
  if (route.byBot && received.request.headers.authorization !== `Bot ${world.state.application.token}`) {
    return { status: 401, body: { message: '401: Unauthorized', code: 0 }, code: 0 };
  }
  const major = entry(params, 'channel') ?? entry(params, 'guild') ?? entry(params, 'token') ?? '';
  const verdict = limits(nameOf(route), major, route.limit, route.byBot);
  if (verdict.retryAfterMs !== undefined) {
    return tooMany(verdict.retryAfterMs, verdict.global ?? false, verdict.headers);
  }
  const reply = await handle(context, route, params, received);
  return { ...reply, headers: { ...verdict.headers, ...reply.headers } };
}

async function handle(
  context: ApiContext,
  route: Route,
  params: Call['params'],
  received: ReceivedRequest,
): Promise<Reply> {
  const { world, requestLog } = context;
  const { request, url, bytes } = received;
  try {
    if (!bytes) throw new DiscordError(40005);
    const { json, uploads } = await parseBody(bytes, request.headers['content-type'] ?? '');
    return await route.handle({ world, params, query: url.searchParams, body: json, uploads });
  } catch (error) {
    if (!(error instanceof DiscordError)) throw error;
    const { code, message, fieldErrors, status, retryAfterMs } = error;
    const kind = code === 50035 ? 'schema' : 'rule';
    keepLast(requestLog.violations, { kind, route: nameOf(route), code, message, fieldErrors }, maxLogged);
    const headers = retryAfterMs === undefined ? {} : retryHeaders(retryAfterMs, 'shared');
    return { status, code, body: error.body(), headers };
  }
}

function pathOf(url: URL): string {
  return url.pathname.replace(/^\/api\/v10/, '');
}

function nameOf({ method, path }: Route): string {
  return `${method} ${path}`;
}

/** The reply of a planned fault; undefined if the route answers. */
function replyOf(fault: Fault): Reply | undefined {
  switch (fault.kind) {
    case 'status':
      return { status: fault.status, body: { message: fault.message ?? 'Planned fault', code: fault.code ?? 0 } };
    case 'rate limit':
      return tooMany(
        fault.retryAfterMs,
        fault.global ?? false,
        retryHeaders(fault.retryAfterMs, fault.global ? 'global' : 'user'),
      );
    case 'proxy':
      return proxyAnswer(fault.retryAfterMs);
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

/** The reply to an error in the playground itself, marked as such so that nobody looks for it in the bot. */
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
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

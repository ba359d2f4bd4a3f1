import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInvalidRequests } from './api/invalidRequests.js';
import type { InvalidRequests } from './api/invalidRequests.js';
import { createApi } from './api/server.js';
import { serveAttachment } from './cdn/serveAttachment.js';
import { createClock } from './clock.js';
import type { Clock } from './clock.js';
import { createFaults } from './faults.js';
import type { Faults } from './faults.js';
import { createGateway } from './gateway/gateway.js';
import type { Gateway } from './gateway/gateway.js';
import { createMember } from './member/member.js';
import type { Member } from './member/member.js';
import { refusalReason } from './originCheck.js';
import { persistWorld, readPersisted } from './persistence.js';
import type { RequestRecord, RequestLog, Violation } from './requestLog.js';
import { createSite } from './site/site.js';
import type { SiteOptions } from './site/site.js';
import { entry } from './world/find.js';
import { guildHandle } from './world/guildHandle.js';
import type { Guild } from './world/guildHandle.js';
import { seedState, defaultGuilds } from './world/seed.js';
import type { GuildSpec } from './world/seed.js';
import { restore, takeSnapshot } from './world/snapshot.js';
import type { Snapshot } from './world/snapshot.js';
import type { GuildState } from './world/state.js';
import { createWorld, defaultRules, waitFor } from './world/world.js';
import type { Ping, Rules, World } from './world/world.js';

export interface DiscordOptions {
  /** 0: any that is free. */
  readonly port?: number;
  readonly guilds?: readonly GuildSpec[];
  /** Tests give one that they can move. */
  readonly clock?: Clock;
  readonly rules?: Partial<Rules>;
  /** Bits of privileged intents that the bot may ask for; none. */
  readonly privilegedIntents?: number;
  /** Serves the chat page at `url` as well. */
  readonly page?: SiteOptions;
  /** Continues from what `save()` returned; `guilds` are then ignored. */
  readonly saved?: Snapshot;
  /** The folder in which everything is stored. If it has a state, that is continued, and `guilds` are ignored. */
  readonly folder?: string;
}

/** A Discord on loopback. */
export interface Discord {
  /** `http://127.0.0.1:PORT`. Attachments lie below it. */
  readonly url: string;
  /** For the client's `rest: { api }`. */
  readonly api: string;
  readonly token: string;
  readonly applicationId: string;
  readonly faults: Faults;
  readonly gateway: Gateway;
  guild(name: string): Guild;
  /** A member of a guild (the first), in its first channel. */
  member(name: string, guildName?: string): Member;
  /** Resolves once the bot is connected and identified. */
  connected(timeoutMs?: number): Promise<void>;
  /** The bot's REST requests, in order. */
  requests(): readonly RequestRecord[];
  /** What the real Discord would have refused. */
  violations(): readonly Violation[];
  /** The bot's messages that pinged somebody. */
  pings(): readonly Ping[];
  /** Requests of the last ten minutes that were answered 401, 403 or 429. */
  invalidRequests(): number;
  save(): Snapshot;
  /** Resolves once the current state is stored in the folder. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const defaultTimeoutMs = 10_000;

export async function startDiscord(options: DiscordOptions = {}): Promise<Discord> {
  const server = createServer();
  const origin = await listen(server, options.port ?? 0);
  const saved = options.saved ?? (options.folder === undefined ? undefined : await readPersisted(options.folder));
  const world = openWorld({ ...options, ...(saved && { saved }) }, origin);
  const persistence =
    options.folder === undefined ? undefined : persistWorld(options.folder, world, tellOnStandardError);
  const { application } = world.state;
  const faults = createFaults();
  const requestLog: RequestLog = { requests: [], violations: [] };
  const { gateway, upgrade, shutDown } = createGateway(world, requestLog);
  const site = options.page && createSite(world, gateway.isConnected, options.page);
  const invalid = createInvalidRequests(world.clock);
  route(server, world, faults, requestLog, invalid, site);
  const port = Number(new URL(origin).port);
  server.on('upgrade', (request, socket, head) => {
    if (refusalReason(request.headers, port) === undefined) upgrade(request, socket, head);
    else socket.destroy();
  });
  return {
    url: origin,
    api: `${origin}/api`,
    get token() {
      return application.token;
    },
    applicationId: application.id,
    faults,
    gateway,
    guild: (name) => guildHandle(world, guildNamed(world, name)),
    member: (name, guildName) => memberNamed(world, name, guildName),
    connected: async (timeoutMs = defaultTimeoutMs) => {
      const find = () => (gateway.isConnected() ? true : undefined);
      await waitFor(world, find, timeoutMs, () => 'no bot connected');
    },
    requests: () => requestLog.requests,
    violations: () => requestLog.violations,
    pings: () => world.pings,
    invalidRequests: invalid.count,
    save: () => takeSnapshot(world),
    flush: async () => {
      await persistence?.flush();
    },
    close: async () => {
      shutDown();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await persistence?.stop();
    },
  };
}

function tellOnStandardError(error: unknown): void {
  process.stderr.write(`playground: what happened is not kept: ${String(error)}\n`);
}

/** Listens on loopback only, because there are no passwords. */
async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function openWorld(options: DiscordOptions, origin: string): World {
  const { saved, guilds = defaultGuilds, privilegedIntents = 0, clock = createClock() } = options;
  const { state, files } = saved
    ? restore(saved)
    : { state: seedState(clock, guilds, privilegedIntents), files: new Map<string, Uint8Array>() };
  return createWorld({ state, files, clock, origin, rules: { ...defaultRules, ...options.rules } });
}

/** Sends requests to the page's site, the CDN or REST; those of other sites are refused. */
function route(
  server: Server,
  world: World,
  faults: Faults,
  requestLog: RequestLog,
  invalid: InvalidRequests,
  site: ReturnType<typeof createSite> | undefined,
): void {
  const api = createApi(world, faults, requestLog, invalid);
  const serveCdn = (url: URL, response: ServerResponse) => {
    const fault = faults.take('GET cdn');
    if (fault?.kind === 'drop') response.destroy();
    else if (fault?.kind === 'redirect') response.writeHead(302, { location: fault.to }).end();
    else if (fault?.kind === 'status') response.writeHead(fault.status).end();
    else serveAttachment(world, url, response);
  };
  const port = Number(new URL(world.origin).port);
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = refusalReason(request.headers, port);
    if (refused !== undefined) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end(refused);
      return;
    }
    const url = new URL(request.url ?? '/', world.origin);
    if (await site?.(request, response, url)) return;
    if (request.method === 'GET' && /^\/(ephemeral-)?attachments\//.test(url.pathname)) serveCdn(url, response);
    else await api(request, response);
  };
  server.on('request', (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
}

function guildNamed(world: World, name: string): GuildState {
  const found = Object.values(world.state.guilds).find((guild) => guild.name === name);
  if (!found) throw new Error(`no guild ${name}`);
  return found;
}

function memberNamed(world: World, name: string, guildName: string | undefined): Member {
  const { guilds, users } = world.state;
  const guild = guildName === undefined ? Object.values(guilds).at(0) : guildNamed(world, guildName);
  const member = guild?.members.find(({ userId }) => entry(users, userId)?.username === name);
  const channel = guild?.channels.find(({ deleted }) => !deleted);
  if (!member || !channel) throw new Error(`no member ${name} in ${guild?.name ?? 'no guild'}`);
  return createMember(world, member.userId, channel.id);
}

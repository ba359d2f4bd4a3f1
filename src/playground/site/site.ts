import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ApplicationCommandType } from 'discord.js';
import { ZodError } from 'zod';
import { parseBody, readBytes } from '../api/body.js';
import { DiscordError } from '../api/errors.js';
import { actorIn, FormGone, NotOffered, availableCommands } from '../member/availability.js';
import { NoResponse } from '../member/botResponse.js';
import { localizedCommand } from '../member/localizedCommand.js';
import { contentTypeOf } from '../world/attachments.js';
import { findChannel } from '../world/find.js';
import type { World } from '../world/world.js';
import { serveAsset } from './assets.js';
import { performAction } from './clientActions.js';
import { membersOf } from './directory.js';
import { streamEvents } from './eventStream.js';
import { exampleSets, readExample } from './examples.js';
import type { ExampleFolder } from './examples.js';
import { olderThan } from './history.js';
import { createMessageRevisions } from './messageRevisions.js';
import type { ActionFailure, AvailableCommands, Person } from './protocol.js';

export interface SiteOptions {
  /** The folder of the page's bundle; by default that of the build. */
  readonly bundle?: string;
  /** The example pictures of the pack; none by default. */
  readonly examples?: readonly ExampleFolder[];
}

/** Answers a request for or by the page. Resolves to false if the path is not of the page. */
type Site = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

const ownBundle = fileURLToPath(new URL('../page', import.meta.url));

export function createSite(world: World, isBotConnected: () => boolean, options: SiteOptions): Site {
  const { bundle = ownBundle, examples = [] } = options;
  const streamContext = { world, revisions: createMessageRevisions(world), isBotConnected };
  const memberAsked = (url: URL): Person => {
    const people = membersOf(world);
    const asked = url.searchParams.get('as');
    const found = people.find(({ id }) => id === asked) ?? people.at(0);
    if (!found) throw new NotOffered('nobody lives here');
    return found;
  };

  return async (request, response, url) => {
    const { method, headers } = request;
    const { pathname, searchParams } = url;
    if (pathname !== '/' && !pathname.startsWith('/page/')) return false;
    if (method === 'POST' && pathname === '/page/actions') {
      await answerAction(world, request, response);
    } else if (method !== 'GET') {
      respond(response, 405, { error: 'GET, or POST to /page/actions' });
    } else if (pathname === '/page/events') {
      const last = headers['last-event-id'];
      const since = typeof last === 'string' ? last : (searchParams.get('since') ?? undefined);
      streamEvents(streamContext, memberAsked(url), request, response, since);
    } else if (pathname === '/page/messages') {
      const channel = searchParams.get('channel') ?? '';
      respond(response, 200, olderThan(world, memberAsked(url), channel, searchParams.get('before') ?? ''));
    } else if (pathname === '/page/commands') {
      const channel = searchParams.get('channel') ?? '';
      respond(response, 200, commandsFor(world, memberAsked(url), channel, searchParams.get('locale')));
    } else if (pathname === '/page/examples') {
      respond(response, 200, exampleSets(examples));
    } else if (pathname.startsWith('/page/examples/')) {
      const [set = '', picture = ''] = pathname.split('/').slice(3).map(decodeURIComponent);
      const bytes = await readExample(examples, set, picture);
      if (bytes)
        response.writeHead(200, { 'content-type': contentTypeOf(picture), 'cache-control': 'no-cache' }).end(bytes);
      else respond(response, 404, { error: 'no such picture' });
    } else if (!(await serveAsset(bundle, pathname, response))) {
      respond(response, 404, { error: 'nothing here' });
    }
    return true;
  };
}

function commandsFor(world: World, me: Person, channelId: string, locale: string | null): AvailableCommands {
  if (!findChannel(world, channelId)) return { slash: [], message: [] };
  const actor = actorIn(world, me.id, channelId);
  const commands = (type: ApplicationCommandType) =>
    availableCommands(actor, type).map((one) => localizedCommand(one, locale ?? actor.member.locale));
  return { slash: commands(ApplicationCommandType.ChatInput), message: commands(ApplicationCommandType.Message) };
}

async function answerAction(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await readBytes(request);
  const failed = (status: number, error: string, code?: ActionFailure['code']): void => {
    respond(response, status, { error, ...(code && { code }) } satisfies ActionFailure);
  };
  if (!bytes) {
    failed(413, 'Those files are larger than Discord takes at once (25 MiB).');
    return;
  }
  try {
    const { json, uploads } = await parseBody(bytes, request.headers['content-type'] ?? '');
    const files = [...uploads].sort((a, b) => a.index - b.index);
    respond(response, 200, await performAction(world, json, files));
  } catch (error) {
    if (error instanceof ZodError || error instanceof DiscordError) failed(400, error.message);
    else if (error instanceof FormGone) failed(422, error.message, 'formGone');
    else if (error instanceof NotOffered) failed(422, error.message);
    else if (error instanceof NoResponse) failed(504, error.message, 'noResponse');
    else failed(504, error instanceof Error ? error.message : String(error));
  }
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(JSON.stringify(body));
}

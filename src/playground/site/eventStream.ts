import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../world/world.js';
import { directoryFor, channelsSeenBy } from './directory.js';
import { latestOfEach } from './history.js';
import type { MessageRevisions } from './messageRevisions.js';
import { toPageMessage } from './pageMessage.js';
import type { Events, Person } from './protocol.js';

const heartbeatMs = 15_000;

interface StreamContext {
  readonly world: World;
  readonly revisions: MessageRevisions;
  readonly isBotConnected: () => boolean;
}

/**
 * What a member sees, live, as server-sent events. Each has the revision as its id; with that of the last one seen (the header
 * `Last-Event-ID`, or `since`) the stream goes on where it was.
 */
export function streamEvents(
  { world, revisions, isBotConnected }: StreamContext,
  me: Person,
  request: IncomingMessage,
  response: ServerResponse,
  since: string | undefined,
): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const send = <N extends keyof Events>(name: N, data: Events[N]): void => {
    response.write(`id: ${revisions.epoch}.${revisions.revision()}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const known = knownRevision(revisions, since);
  let [sentRevision, wasConnected] = [known ?? 0, isBotConnected()];
  const directory = directoryFor(world, me);
  let sentDirectory = JSON.stringify(directory);
  send('hello', { directory, reset: known === undefined, botConnected: wasConnected });
  const sendDirectory = (): void => {
    const now = directoryFor(world, me);
    if (JSON.stringify(now) === sentDirectory) return;
    sentDirectory = JSON.stringify(now);
    send('directory', now);
  };
  const sendChanges = (isHistory: boolean): void => {
    const changed = revisions.since(sentRevision);
    sentRevision = revisions.revision();
    const channels = channelsSeenBy(world, me.id);
    const mine = changed.filter(
      ({ channelId, visibleTo }) => channels.has(channelId) && (visibleTo === null || visibleTo === me.id),
    );
    const there = mine.filter(({ deleted }) => !deleted);
    const deletedIds = mine.filter(({ deleted }) => deleted).map(({ id }) => id);
    const shown = isHistory ? latestOfEach(there) : there;
    if (shown.length > 0)
      send(
        'messages',
        shown.map((message) => toPageMessage(world, message, me.id)),
      );
    if (deletedIds.length > 0 && !isHistory) send('deleted', deletedIds);
    if (wasConnected !== isBotConnected()) send('bot', { connected: (wasConnected = isBotConnected()) });
  };
  sendChanges(known === undefined);
  const unwatch = revisions.watch(() => {
    sendDirectory();
    sendChanges(false);
  });
  // Keeps the connection open. A page that receives nothing for longer knows that it is lost.
  const heartbeat = setInterval(() => {
    sendDirectory();
    send('bot', { connected: (wasConnected = isBotConnected()) });
  }, heartbeatMs);
  request.on('close', () => {
    clearInterval(heartbeat);
    unwatch();
  });
}

function knownRevision(revisions: MessageRevisions, since: string | undefined): number | undefined {
  const [epoch, revision] = (since ?? '').split('.');
  const number = Number(revision);
  return epoch === revisions.epoch && Number.isSafeInteger(number) ? number : undefined;
}

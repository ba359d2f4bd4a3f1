import { historyPerChannel } from '../rules/limits.js';
import { messagesIn } from '../world/find.js';
import type { MessageState } from '../world/state.js';
import type { World } from '../world/world.js';
import { channelsSeenBy } from './directory.js';
import { toPageMessage } from './pageMessage.js';
import type { OlderMessages, Person } from './protocol.js';

/** The newest messages of each channel, oldest first. */
export function latestOfEach(messages: readonly MessageState[]): MessageState[] {
  const counts = new Map<string, number>();
  const newestFirst = [...messages].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? 1 : -1));
  const kept = newestFirst.filter(({ channelId }) => {
    const count = (counts.get(channelId) ?? 0) + 1;
    counts.set(channelId, count);
    return count <= historyPerChannel;
  });
  return kept.reverse();
}

/** Messages of a channel that are older than one, as a member sees them. */
export function olderThan(world: World, me: Person, channelId: string, before: string): OlderMessages {
  if (!channelsSeenBy(world, me.id).has(channelId) || !/^\d{1,20}$/.test(before))
    return { messages: [], hasMore: false };
  const older = messagesIn(world, channelId).filter(
    ({ id, visibleTo }) => BigInt(id) < BigInt(before) && (visibleTo === null || visibleTo === me.id),
  );
  const shown = older.slice(-historyPerChannel);
  return { messages: shown.map((one) => toPageMessage(world, one, me.id)), hasMore: shown.length < older.length };
}

import type { PageMessage } from '../../../site/protocol.js';
import { compareIds } from '../../state/pageState.js';
import type { Notice } from '../../state/pageState.js';
import { continuesGroup } from './messageGrouping.js';

/** What stands in a channel, from top to bottom. */
export type TimelineItem =
  | { readonly type: 'day'; readonly at: number }
  | { readonly type: 'new' }
  | { readonly type: 'message'; readonly message: PageMessage; readonly continued: boolean }
  | { readonly type: 'notice'; readonly notice: Notice };

interface Timeline {
  /** Oldest first. */
  readonly messages: readonly PageMessage[];
  /** In the order in which they came. */
  readonly notices: readonly Notice[];
  /** The last message that had been read when the channel was opened; null: no divider. */
  readonly newAfter: string | null;
  readonly meId: string;
}

/** Messages with the notices where they happened, a divider before each day, and one before what is new. */
export function timelineOf({ messages, notices, newAfter, meId }: Timeline): TimelineItem[] {
  const items: TimelineItem[] = [];
  const left = [...notices];
  let before: PageMessage | undefined;
  let isNewShown = false;
  for (const message of messages) {
    while (left[0] && (left[0].after === null || compareIds(left[0].after, message.id) < 0))
      items.push({ type: 'notice', notice: left.shift()! });
    const isNewDay = before === undefined || dayOf(before.createdAt) !== dayOf(message.createdAt);
    if (isNewDay) items.push({ type: 'day', at: message.createdAt });
    const isNew = newAfter !== null && compareIds(message.id, newAfter) > 0 && message.author.id !== meId;
    const isDivided = isNew && !isNewShown;
    if (isDivided) items.push({ type: 'new' });
    isNewShown ||= isNew;
    const isAlone = isNewDay || isDivided || items.at(-1)?.type === 'notice';
    items.push({ type: 'message', message, continued: !isAlone && continuesGroup(before, message) });
    before = message;
  }
  return [...items, ...left.map((notice) => ({ type: 'notice' as const, notice }))];
}

function dayOf(at: number): string {
  return new Date(at).toDateString();
}

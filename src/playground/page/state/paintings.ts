import { flatten } from '../../rules/components.js';
import type { PageMessage } from '../../site/protocol.js';
import { messagesIn, placeOf, textOf } from './pageState.js';
import type { PageState } from './pageState.js';

/** The button that the bot puts below every picture that is done. */
const steer = /^1:stronger:/;

/** Whether a message has a picture that is done, and that the member asked for. */
function isPainted(message: PageMessage, meId: string): boolean {
  const isMine = message.command?.user.id === meId || textOf(message).includes(`<@${meId}>`);
  return isMine && flatten(message.components).some(({ custom_id: id }) => steer.test(id ?? ''));
}

/** The member's paintings that are done after a change and were not before, as messages. */
export function newlyPainted(before: PageState, after: PageState): PageMessage[] {
  const meId = after.directory?.me.id;
  if (meId === undefined || before.directory?.me.id !== meId || before.messages === after.messages) return [];
  return Object.values(after.messages).filter((message) => {
    const was = before.messages[message.id];
    // What the page receives when it opens is not new.
    const isNew = was !== message && Object.keys(before.messages).length > 0;
    return isNew && isPainted(message, meId) && !(was !== undefined && isPainted(was, meId));
  });
}

/** The page's title: paintings that were done while nobody looked, and the channel. */
export function titleOf(state: PageState): string {
  const place = placeOf(state);
  const name = place ? `#${place.channel.name} · ${place.guild.name}` : 'Aesthete';
  const marks = state.unseenPaintings > 0 ? `(${state.unseenPaintings}) ✓ ` : '';
  return `${marks}${name}`;
}

/** Whether the open channel has a request of the member's that is being worked on. */
export function isWaiting(state: PageState): boolean {
  const meId = state.directory?.me.id ?? '';
  const newest = messagesIn(state, state.channelId).findLast(({ command }) => command?.user.id === meId);
  return newest !== undefined && /^\/imagine\b/.test(newest.command?.name ?? '') && !isPainted(newest, meId);
}

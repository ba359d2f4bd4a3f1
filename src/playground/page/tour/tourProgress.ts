import { flatten } from '../../rules/components.js';
import type { PageMessage } from '../../site/protocol.js';
import { placeOf } from '../state/pageState.js';
import type { PageState } from '../state/pageState.js';

/** The bot's button that the third step presses, by its id: its label is in the server's language. */
const stronger = /^\d+:stronger:/;

/** The progress of the tour in a guild, derived from the messages in its channels. */
export interface TourProgress {
  /** The newest picture whose button the third step presses. */
  readonly painted: { readonly message: PageMessage; readonly customId: string; readonly label: string } | undefined;
  /** Whether a finished picture, with such a button itself, replies to another. */
  readonly strengthened: boolean;
}

export function tourProgress(state: PageState): TourProgress {
  const channels = new Set(placeOf(state)?.guild.channels.map(({ id }) => id));
  const here = Object.values(state.messages).filter(({ channelId }) => channels.has(channelId));
  const painted = here.flatMap((message) => {
    const button = flatten(message.components).find(({ custom_id: id }) => stronger.test(id ?? ''));
    return button?.custom_id === undefined ? [] : [{ message, customId: button.custom_id, label: button.label ?? '' }];
  });
  const ids = painted.map(({ message }) => message.id);
  const answered = painted.some(({ message }) => message.replyTo !== null && ids.includes(message.replyTo));
  const inSight = painted.filter(({ message }) => message.channelId === state.channelId && message.replyTo === null);
  return { painted: inSight.sort((a, b) => a.message.createdAt - b.message.createdAt).at(-1), strengthened: answered };
}

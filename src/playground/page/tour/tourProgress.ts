import { flatten } from '../../rules/components.js';
import type { PageMessage, Person } from '../../site/protocol.js';
import { placeOf, textOf } from '../state/pageState.js';
import type { PageState } from '../state/pageState.js';

/** The bot's buttons that the third and the fourth step press, by their ids: labels are in the server's language. */
const stronger = /^\d+:stronger:/;
const like = /^\d+:likePicture:/;
const anyLike = /^\d+:like(Picture)?:/;
/** The number of the component in which the bot says how many votes there are. */
const tallyNumber = 1_000;

/** A button of the bot, and the message that it is below. */
interface ShownButton {
  readonly message: PageMessage;
  readonly customId: string;
  readonly label: string;
}

/** The progress of the tour in a guild, derived from the messages in its channels. */
export interface TourProgress {
  /** The newest picture whose button the third step presses. */
  readonly painted: ShownButton | undefined;
  /** Whether a finished picture, with such a button itself, replies to another. */
  readonly strengthened: boolean;
  /** The newest picture without votes, on which the fourth step votes, and who does: votes on one's own pictures do not count. */
  readonly vote: (ShownButton & { readonly voter: Person }) | undefined;
  /** Whether a picture or a card has a vote that counts. */
  readonly voted: boolean;
}

export function tourProgress(state: PageState): TourProgress {
  const channels = new Set(placeOf(state)?.guild.channels.map(({ id }) => id));
  const here = Object.values(state.messages).filter(({ channelId }) => channels.has(channelId));
  const painted = withButton(here, stronger);
  const ids = painted.map(({ message }) => message.id);
  const answered = painted.some(({ message }) => message.replyTo !== null && ids.includes(message.replyTo));
  const newest = (buttons: readonly ShownButton[]): ShownButton | undefined =>
    buttons
      .filter(({ message }) => message.channelId === state.channelId)
      .sort((a, b) => a.message.createdAt - b.message.createdAt)
      .at(-1);
  // Of a picture with votes, another press might take one back.
  const liked = newest(withButton(here, like).filter(({ message }) => !hasVotes(message)));
  const voter = liked && voterOn(state, liked.message);
  return {
    painted: newest(painted.filter(({ message }) => message.replyTo === null)),
    strengthened: answered,
    vote: liked && voter && { ...liked, voter },
    voted: withButton(here, anyLike).some(({ message }) => hasVotes(message)),
  };
}

function withButton(messages: readonly PageMessage[], customId: RegExp): ShownButton[] {
  return messages.flatMap((message) => {
    const button = flatten(message.components).find(({ custom_id: id }) => customId.test(id ?? ''));
    return button?.custom_id === undefined ? [] : [{ message, customId: button.custom_id, label: button.label ?? '' }];
  });
}

function hasVotes({ components }: PageMessage): boolean {
  return components.some(({ id }) => id === tallyNumber);
}

/** The member who looks at the page, or another one where the picture names that member as who asked for it. */
function voterOn({ directory }: PageState, message: PageMessage): Person | undefined {
  const asker = /<@(\d+)>/.exec(textOf(message))?.[1];
  if (!directory || directory.me.id !== asker) return directory?.me;
  return directory.members.find(({ id }) => id !== asker) ?? directory.me;
}

import type { PageMessage } from '../../../site/protocol.js';
import { usePage } from '../../state/pageContext.js';
import { mentionName, textOf } from '../../state/pageState.js';
import { plainText } from '../../text/markdown.js';
import { Avatar } from '../Avatar.js';
import { Icon } from '../Icon.js';

interface Props {
  readonly id: string;
  readonly answered: PageMessage['answered'];
}

/** A one-line preview of the message that another one replies to. */
export function RepliedMessage({ id, answered }: Props) {
  const { state, texts } = usePage();
  const message = state.messages[id];
  // Of one that is older than what the page has, what it was when the answer came.
  const shown = message ? { author: message.author, text: textOf(message) } : answered;
  if (!shown) {
    return (
      <p class="reply-context">
        <Icon name="reply" />
        <i>{texts.message.gone}</i>
      </p>
    );
  }
  const { author, text } = shown;
  const [first = ''] = plainText(text, (one) => mentionName(state, texts, one)).split('\n');
  return (
    <p class="reply-context">
      <Icon name="reply" />
      <Avatar id={author.id} name={author.name} bot={author.bot} />
      <b>{author.name}</b> <span class="reply-text">{first}</span>
    </p>
  );
}

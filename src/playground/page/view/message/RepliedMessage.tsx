import { usePage } from '../../state/pageContext.js';
import { mentionName, textOf } from '../../state/pageState.js';
import { plainText } from '../../text/markdown.js';
import { Avatar } from '../Avatar.js';
import { Icon } from '../Icon.js';

/** A one-line preview of the message that another one replies to. */
export function RepliedMessage({ id }: { readonly id: string }) {
  const { state, texts } = usePage();
  const message = state.messages[id];
  if (!message) {
    return (
      <p class="reply-context">
        <Icon name="reply" />
        <i>{texts.message.gone}</i>
      </p>
    );
  }
  const { author } = message;
  const [first = ''] = plainText(textOf(message), (one) => mentionName(state, texts, one)).split('\n');
  return (
    <p class="reply-context">
      <Icon name="reply" />
      <Avatar id={author.id} name={author.name} bot={author.bot} />
      <b>{author.name}</b> <span class="reply-text">{first}</span>
    </p>
  );
}

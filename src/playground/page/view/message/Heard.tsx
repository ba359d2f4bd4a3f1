import { usePage } from '../../state/page.js';
import { mentionName, textOf } from '../../state/state.js';
import { plainText } from '../../text/markdown.js';
import { Avatar } from '../Avatar.js';
import { Icon } from '../Icon.js';

/** The message that another one answers, in a line. */
export function Heard({ id }: { readonly id: string }) {
  const { state } = usePage();
  const message = state.messages[id];
  if (!message) {
    return (
      <p class="answers">
        <Icon name="reply" />
        <i>A message that is not here any more</i>
      </p>
    );
  }
  const { author } = message;
  const [first = ''] = plainText(textOf(message), (one) => mentionName(state, one)).split('\n');
  return (
    <p class="answers">
      <Icon name="reply" />
      <Avatar id={author.id} name={author.name} bot={author.bot} />
      <b>{author.name}</b> <span class="heard">{first}</span>
    </p>
  );
}

import { usePage } from '../state/pageContext.js';
import { Icon } from '../view/Icon.js';

/** Says whose message the next one answers. */
export function ReplyBar({ id, onCancel }: { readonly id: string; readonly onCancel: () => void }) {
  const { state, texts } = usePage();
  const name = state.messages[id]?.author.name ?? texts.message.unknownMention;
  return (
    <p class="reply-bar">
      <Icon name="reply" />
      <span>{texts.composer.replyingTo(name)}</span>
      <button type="button" class="tool" aria-label={texts.composer.noReply} onClick={onCancel}>
        <Icon name="close" />
      </button>
    </p>
  );
}

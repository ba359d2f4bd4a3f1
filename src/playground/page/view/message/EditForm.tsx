import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { maxContentLength } from '../../../rules/limits.js';
import type { PageMessage } from '../../../site/protocol.js';
import { withMentions, withNames } from '../../composer/mentions.js';
import { usePage } from '../../state/pageContext.js';
import { selectableGuild } from '../../state/pageState.js';

/** A message's text while it is changed. Enter saves, Escape leaves it as it was. */
export function EditForm({ message }: { readonly message: PageMessage }) {
  const { state, actions, texts } = usePage();
  const guild = selectableGuild(state);
  const field = useRef<HTMLTextAreaElement>(null);
  const before = guild ? withNames(message.content, guild) : message.content;
  const [text, setText] = useState(before);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);
  const leave = (): void => {
    actions.setEditing(null);
    document.getElementById('composer')?.focus();
  };
  const save = async (): Promise<void> => {
    if (text === before || (await actions.edit(message.id, guild ? withMentions(text, guild) : text))) leave();
  };
  return (
    <form
      class="edit-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        ref={field}
        rows={Math.min(10, text.split('\n').length)}
        value={text}
        maxLength={maxContentLength}
        aria-label={texts.message.edit}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
          else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void save();
          else return;
          event.preventDefault();
        }}
      />
      <p>
        <button type="submit" class="button primary">
          {texts.message.save}
        </button>
        <button type="button" class="button" onClick={leave}>
          {texts.form.cancel}
        </button>
      </p>
    </form>
  );
}

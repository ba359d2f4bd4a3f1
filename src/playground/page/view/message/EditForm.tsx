import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { maxContentLength } from '../../../rules/limits.js';
import type { PageMessage } from '../../../site/protocol.js';
import { SuggestionList } from '../../composer/SuggestionList.js';
import { mentionText, withMentions, withNames } from '../../composer/mentions.js';
import { useMentions } from '../../composer/useMentions.js';
import { usePage } from '../../state/pageContext.js';
import { selectableGuild } from '../../state/pageState.js';
import { nextIndex } from '../listNavigation.js';
import { useTextHeight } from '../useTextHeight.js';

/** A message's text while it is changed. Enter saves, Escape leaves it as it was; while a mention is completed, they take it and close the list. */
export function EditForm({ message }: { readonly message: PageMessage }) {
  const { state, actions, texts } = usePage();
  const id = useId();
  const guild = selectableGuild(state);
  const field = useRef<HTMLTextAreaElement>(null);
  const before = guild ? withNames(message.content, guild) : message.content;
  const [text, setText] = useState(before);
  const [active, setActive] = useState(0);
  // A mention at the end is complete when the form opens.
  const [isHidden, setHidden] = useState(true);
  const mentions = useMentions(text, field, !isHidden, setText);
  const hasFound = mentions.found.length > 0;
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);
  useTextHeight(field, text);
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
      {hasFound && (
        <SuggestionList
          id={`${id}-list`}
          title={texts.composer.mentions}
          suggestions={mentions.found.map((one) => ({ key: one.id, name: mentionText(one) }))}
          active={active}
          onTake={mentions.take}
        />
      )}
      <textarea
        ref={field}
        rows={1}
        value={text}
        maxLength={maxContentLength}
        aria-label={texts.message.edit}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={hasFound ? `${id}-list` : undefined}
        aria-activedescendant={hasFound ? `${id}-list-${active}` : undefined}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          mentions.onCaret(currentTarget.selectionStart);
          setActive(0);
          setHidden(false);
        }}
        onSelect={({ currentTarget }) => {
          mentions.onCaret(currentTarget.selectionStart);
        }}
        onKeyDown={(event) => {
          const to = nextIndex(event.key, active, mentions.found.length);
          const isTaking = event.key === 'Tab' || event.key === 'Enter';
          if (to !== undefined) setActive(to);
          else if (isTaking && !event.shiftKey && !event.isComposing && hasFound) mentions.take(active);
          else if (event.key === 'Escape' && hasFound) setHidden(true);
          else if (event.key === 'Escape') leave();
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

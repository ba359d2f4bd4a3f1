import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { admitFiles } from '../../rules/fileLimits.js';
import { maxAttachments, maxContentLength, maxRequestBytes } from '../../rules/limits.js';
import { useFileDrop } from '../state/fileDrop.js';
import { usePage } from '../state/pageContext.js';
import { messagesIn, selectableGuild } from '../state/pageState.js';
import { fileProblems } from '../text/fileProblems.js';
import { FileChip } from '../view/FileChip.js';
import { Icon } from '../view/Icon.js';
import { nextIndex } from '../view/listNavigation.js';
import { useTextHeight } from '../view/useTextHeight.js';
import { ReplyBar } from './ReplyBar.js';
import { SuggestionList } from './SuggestionList.js';
import { leavesOf, matching } from './commands.js';
import type { Leaf } from './commands.js';
import { mentionText, withMentions } from './mentions.js';
import { useMentions } from './useMentions.js';

interface Props {
  readonly draftKey: string;
  readonly channelName: string;
  /** Bytes of the largest file. */
  readonly fileLimit: number;
  readonly onCommand: (leaf: Leaf) => void;
  /** Called with the text of a whole command. Returns false if it is none. */
  readonly onWhole: (leaves: readonly Leaf[], text: string) => boolean;
}

/** The input for a message. A slash opens the list of commands. */
export function MessageForm({ draftKey, channelName, fileLimit, onCommand, onWhole }: Props) {
  const { state, actions, drafts, texts } = usePage();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(() => drafts.of(draftKey).text);
  const [files, setFiles] = useState(() => drafts.of(draftKey).files);
  const [problem, setProblem] = useState<string>();
  const [active, setActive] = useState(0);
  const [isHidden, setHidden] = useState(false);
  const leaves = leavesOf(state.commands.slash);
  const isCommand = text.startsWith('/') && !text.includes('\n');
  const guild = selectableGuild(state);
  const mentions = useMentions(text, field, !isCommand && !isHidden, setText);
  const mentioned = mentions.found;
  const replyTo = state.replyTo[draftKey];
  const found = isCommand && !isHidden ? matching(leaves, text) : [];
  const isComplete = leaves.some(({ path }) => text.startsWith(`/${path}`));
  const note = leaves.length === 0 ? texts.composer.commandsLoading : texts.composer.noCommand(text);

  useLayoutEffect(() => {
    // A touch screen's keyboard would cover half of the page.
    if (matchMedia('(pointer: fine)').matches && document.querySelector('dialog[open]') === null)
      field.current?.focus();
  }, []);
  // Before the browser can leave the page.
  useLayoutEffect(() => {
    drafts.save(draftKey, { text, files });
  }, [text, files]);
  useTextHeight(field, text);

  const add = (added: Iterable<File>): void => {
    const limits = { most: maxAttachments, bytes: fileLimit, total: maxRequestBytes };
    const { admitted, refused } = admitFiles(files, [...added], limits);
    setProblem(fileProblems(refused, limits, texts));
    if (admitted.length > 0) setFiles([...files, ...admitted]);
    field.current?.focus();
  };
  useFileDrop(add);
  const send = async (): Promise<void> => {
    if (isCommand && onWhole(leaves, text)) return;
    if (isCommand && leaves.length === 0) {
      actions.notice(texts.notices.noBot);
      return;
    }
    if (text.trim() === '' && files.length === 0) return;
    setText('');
    setFiles([]);
    setProblem(undefined);
    actions.setReplyTo(draftKey, null);
    if (await actions.post(guild ? withMentions(text, guild) : text, files, replyTo)) return;
    if (replyTo !== undefined) actions.setReplyTo(draftKey, replyTo);
    // What was written meanwhile stays behind it, in whatever channel one is now.
    const now = drafts.of(draftKey);
    const back = { text: [text, now.text].filter((one) => one !== '').join('\n'), files: [...files, ...now.files] };
    drafts.save(draftKey, back);
    setText(back.text);
    setFiles(back.files);
  };
  const take = (index: number): void => {
    const leaf = found[index];
    if (leaf && !onWhole([leaf], text)) onCommand(leaf);
  };
  useEffect(() => {
    if (replyTo !== undefined) field.current?.focus();
  }, [replyTo]);
  const editLast = (): void => {
    const last = messagesIn(state, state.channelId).findLast(({ editable }) => editable);
    if (last) actions.setEditing(last.id);
  };
  const onKey = (event: KeyboardEvent): void => {
    const to = nextIndex(event.key, active, found.length + mentioned.length);
    const isTaking = event.key === 'Tab' || event.key === 'Enter';
    if (to !== undefined) setActive(to);
    else if (isTaking && !event.shiftKey && !event.isComposing && mentioned.length > 0) mentions.take(active);
    else if (event.key === 'Escape' && mentioned.length > 0) setHidden(true);
    else if (event.key === 'Escape' && replyTo !== undefined) actions.setReplyTo(draftKey, null);
    else if (event.key === 'ArrowUp' && text === '' && files.length === 0) editLast();
    else if (event.key === 'Escape' && isCommand && !isHidden) setHidden(true);
    else if (event.key === 'Tab' && !event.shiftKey && found.length > 0) take(active);
    else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      if (found.length > 0 && !text.includes(':')) take(active);
      else void send();
    } else return;
    event.preventDefault();
  };

  return (
    <form
      class="message-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {isCommand && !isHidden && !(isComplete && found.length === 0) && (
        <SuggestionList
          id={`${id}-list`}
          title={texts.composer.commands}
          hint={text.length > 1 ? texts.composer.matching(text) : undefined}
          suggestions={found.map(({ path, description }) => ({ key: path, name: `/${path}`, description }))}
          active={active}
          note={found.length === 0 ? note : undefined}
          onTake={take}
        />
      )}
      {mentioned.length > 0 && (
        <SuggestionList
          id={`${id}-list`}
          title={texts.composer.mentions}
          suggestions={mentioned.map((one) => ({ key: one.id, name: mentionText(one) }))}
          active={active}
          onTake={mentions.take}
        />
      )}
      {replyTo !== undefined && (
        <ReplyBar
          id={replyTo}
          onCancel={() => {
            actions.setReplyTo(draftKey, null);
          }}
        />
      )}
      {files.length > 0 && (
        <ul class="chips" aria-label={texts.composer.attached}>
          {files.map((file, i) => (
            <FileChip
              key={`${file.name}-${i}`}
              file={file}
              onRemove={() => {
                setFiles(files.filter((_, at) => at !== i));
                setProblem(undefined);
              }}
            />
          ))}
        </ul>
      )}
      <div class="line">
        <input
          ref={picker}
          type="file"
          class="visually-hidden"
          tabIndex={-1}
          aria-label={texts.composer.filesToAttach}
          multiple
          onChange={({ currentTarget }) => {
            add(currentTarget.files ?? []);
            currentTarget.value = '';
          }}
        />
        <button
          type="button"
          class="tool"
          aria-label={texts.composer.commands}
          title={texts.composer.commands}
          onClick={() => {
            if (text === '') setText('/');
            setHidden(false);
            field.current?.focus();
          }}
        >
          <Icon name="slash" />
        </button>
        <button type="button" class="tool" aria-label={texts.composer.attach} onClick={() => picker.current?.click()}>
          <Icon name="plus" />
        </button>
        <textarea
          ref={field}
          id="composer"
          rows={1}
          value={text}
          maxLength={maxContentLength}
          placeholder={texts.composer.placeholder(channelName)}
          aria-label={texts.composer.placeholder(channelName)}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={found.length + mentioned.length > 0 ? `${id}-list` : undefined}
          aria-activedescendant={found.length + mentioned.length > 0 ? `${id}-list-${active}` : undefined}
          onInput={({ currentTarget }) => {
            setText(currentTarget.value);
            mentions.onCaret(currentTarget.selectionStart);
            setActive(0);
            setHidden(false);
          }}
          onSelect={({ currentTarget }) => {
            mentions.onCaret(currentTarget.selectionStart);
          }}
          onKeyDown={onKey}
          onPaste={(event) => {
            const pasted = event.clipboardData?.files ?? [];
            if (pasted.length > 0) add(pasted);
          }}
        />
        <button type="submit" class="tool" aria-label={texts.composer.send}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { admitFiles } from '../../rules/fileLimits.js';
import { maxRequestBytes } from '../../rules/limits.js';
import type { CommandDraft } from '../state/drafts.js';
import { useFileDrop } from '../state/fileDrop.js';
import { usePage } from '../state/pageContext.js';
import { fileProblems } from '../text/fileProblems.js';
import { ConfirmDialog } from '../view/ConfirmDialog.js';
import { Icon } from '../view/Icon.js';
import { OptionPill } from './OptionPill.js';
import { optionalOptionsName, OptionalOptions } from './OptionalOptions.js';
import type { Leaf } from './commands.js';
import { freeForFiles, isFilled, placeFiles, problemOf, toSend } from './optionValues.js';
import type { Pill, Pills } from './optionValues.js';

interface Props {
  readonly leaf: Leaf;
  readonly first: CommandDraft;
  /** Bytes of the largest file. */
  readonly fileLimit: number;
  readonly onChange: (draft: CommandDraft) => void;
  readonly onEnd: () => void;
}

/** A command: its options as pills, those that are needed first. Enter sends, Escape leaves. */
export function CommandForm({ leaf, first, fileLimit, onChange, onEnd }: Props) {
  const { actions, texts } = usePage();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [pills, setPills] = useState<Pills>(first.pills);
  const [shown, setShown] = useState(first.shown);
  const [isLeaving, setLeaving] = useState(false);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [fileProblem, setFileProblem] = useState<string>();
  const [isSending, setSending] = useState(false);

  // A layout effect, so that fast typing loses no letters.
  const wanted = useRef<string | undefined>(
    shown.find((name) => first.pills[name] === undefined) ?? optionalOptionsName,
  );
  const focus = (name: string): void => {
    const field = form.current?.querySelector<HTMLElement>(`[data-option="${CSS.escape(name)}"]`);
    wanted.current = field ? undefined : name;
    field?.focus();
  };
  useLayoutEffect(() => {
    if (wanted.current !== undefined) focus(wanted.current);
  });

  useLayoutEffect(() => {
    onChange({ leaf, pills, shown });
  }, [leaf, pills, shown]);
  const leave = (): void => {
    if (Object.values(pills).some(isFilled)) setLeaving(true);
    else onEnd();
  };

  const setPill = (name: string, pill: Pill | undefined): void => {
    setPills((before) => ({ ...before, [name]: pill }));
    setProblems({});
    setFileProblem(undefined);
  };
  const show = (name: string): void => {
    setShown([...shown, name]);
    focus(name);
  };
  const hide = (name: string): void => {
    const at = shown.indexOf(name);
    setShown(shown.filter((one) => one !== name));
    setPill(name, undefined);
    focus(shown[at - 1] ?? optionalOptionsName);
  };
  const addFiles = (list: Iterable<File>, name?: string): void => {
    const free = freeForFiles(leaf, pills);
    const present = Object.values(pills).flatMap((pill) => pill?.file ?? []);
    const types = leaf.options.find((one) => one.name === (name ?? free[0]?.name))?.file_types;
    const most = present.length + free.length;
    const limits = { most, bytes: fileLimit, total: maxRequestBytes, types: types ?? [] };
    const { admitted, refused } = admitFiles(present, [...list], limits);
    setFileProblem(fileProblems(refused, limits, texts));
    if (admitted.length === 0) return;
    const placed = placeFiles(leaf, pills, admitted, name);
    setPills(placed);
    setShown(leaf.options.map((one) => one.name).filter((one) => shown.includes(one) || placed[one]?.file));
    focus(optionalOptionsName);
  };
  const send = async (): Promise<void> => {
    if (isSending) return;
    const wrong = leaf.options.flatMap((option) => {
      const problem = problemOf(option, pills[option.name], texts);
      return problem === undefined ? [] : [[option.name, problem] as const];
    });
    setProblems(Object.fromEntries(wrong));
    const name = wrong[0]?.[0];
    if (name !== undefined) {
      if (!shown.includes(name)) setShown([...shown, name]);
      focus(name);
      return;
    }
    setSending(true);
    const { options, files } = toSend(leaf, pills);
    const sent = await actions.slash(leaf.path, options, files);
    if (sent) onEnd();
    else setSending(false);
  };
  useFileDrop(addFiles);
  const problem = Object.values(problems)[0] ?? fileProblem;

  return (
    <>
      <form
        ref={form}
        class="command-form"
        aria-label={`/${leaf.path}`}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.defaultPrevented) leave();
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData?.files ?? [];
          if (pasted.length === 0) return;
          event.preventDefault();
          addFiles(pasted);
        }}
      >
        {problem !== undefined && (
          <p class="problem" role="alert" id={`${id}-problem`}>
            {problem}
          </p>
        )}
        <div class="line">
          <button type="button" class="tool" aria-label={texts.composer.leave(`/${leaf.path}`)} onClick={leave}>
            <Icon name="close" />
          </button>
          <div class="pills">
            <span class="command" title={leaf.description}>
              /{leaf.path}
            </span>
            {leaf.options
              .filter(({ name }) => shown.includes(name))
              .sort((a, b) => shown.indexOf(a.name) - shown.indexOf(b.name))
              .map((option) => (
                <OptionPill
                  key={option.name}
                  leaf={leaf}
                  option={option}
                  pills={pills}
                  problem={problems[option.name]}
                  onChange={(pill) => {
                    setPill(option.name, pill);
                  }}
                  onFiles={(list) => {
                    addFiles(list ?? [], option.name);
                  }}
                  onRemove={() => {
                    if (option.required !== true) hide(option.name);
                    else if (shown[0] === option.name) leave();
                  }}
                  onDone={() => {
                    focus(shown[shown.indexOf(option.name) + 1] ?? optionalOptionsName);
                  }}
                  onSend={() => void send()}
                />
              ))}
            <OptionalOptions
              options={leaf.options.filter(({ name }) => !shown.includes(name))}
              onShow={show}
              onBack={() => {
                const last = shown.at(-1);
                if (last === undefined) leave();
                else focus(last);
              }}
              onSend={() => void send()}
            />
          </div>
          <button
            type="submit"
            class={`tool${isSending ? ' busy' : ''}`}
            aria-label={texts.composer.send}
            aria-disabled={isSending}
          >
            <Icon name="send" />
          </button>
        </div>
      </form>
      {isLeaving && (
        <ConfirmDialog
          title={texts.discard.command(`/${leaf.path}`)}
          onKeep={() => {
            setLeaving(false);
          }}
          onDiscard={onEnd}
        />
      )}
    </>
  );
}

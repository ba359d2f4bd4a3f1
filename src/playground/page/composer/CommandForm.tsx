import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { Icon } from '../view/Icon.js';
import { OptionPill } from './OptionPill.js';
import { optionalOptionsName, OptionalOptions } from './OptionalOptions.js';
import type { Leaf } from './commands.js';
import { placeFiles, problemOf, toSend } from './optionValues.js';
import type { Pill, Pills } from './optionValues.js';

interface Props {
  readonly leaf: Leaf;
  readonly first: Pills;
  readonly tooLarge: (files: readonly File[]) => boolean;
  readonly onEnd: () => void;
}

/** A command: its options as pills, those that are needed first. Enter sends, Escape leaves. */
export function CommandForm({ leaf, first, tooLarge, onEnd }: Props) {
  const { actions, texts } = usePage();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [pills, setPills] = useState<Pills>(first);
  const [shown, setShown] = useState<readonly string[]>(() => {
    const needed = leaf.options.filter((one) => one.required === true || first[one.name] !== undefined);
    return needed.map(({ name }) => name);
  });
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [isSending, setSending] = useState(false);

  // A layout effect, so that fast typing loses no letters.
  const wanted = useRef<string | undefined>(shown.find((name) => first[name] === undefined) ?? optionalOptionsName);
  const focus = (name: string): void => {
    const field = form.current?.querySelector<HTMLElement>(`[data-option="${CSS.escape(name)}"]`);
    wanted.current = field ? undefined : name;
    field?.focus();
  };
  useLayoutEffect(() => {
    if (wanted.current !== undefined) focus(wanted.current);
  });

  const setPill = (name: string, pill: Pill | undefined): void => {
    setPills((before) => ({ ...before, [name]: pill }));
    setProblems({});
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
  const addFiles = (list: FileList | null | undefined, name?: string): void => {
    const files = [...(list ?? [])];
    if (files.length === 0 || tooLarge(files)) return;
    const placed = placeFiles(leaf, pills, files, name);
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
  const problem = Object.values(problems)[0];

  return (
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
        if (event.key === 'Escape' && !event.defaultPrevented) onEnd();
      }}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        addFiles(event.dataTransfer?.files);
      }}
      onPaste={(event) => {
        if ((event.clipboardData?.files.length ?? 0) > 0) event.preventDefault();
        addFiles(event.clipboardData?.files);
      }}
    >
      {problem !== undefined && (
        <p class="problem" role="alert" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      <div class="line">
        <button type="button" class="tool" aria-label={texts.composer.leave(`/${leaf.path}`)} onClick={onEnd}>
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
                  addFiles(list, option.name);
                }}
                onRemove={() => {
                  if (option.required !== true) hide(option.name);
                  else if (shown[0] === option.name) onEnd();
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
              if (last === undefined) onEnd();
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
  );
}

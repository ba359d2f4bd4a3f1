import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { CommandOption } from '../../rules/commandOptions.js';
import { optionType } from '../../rules/discordEnums.js';
import { acceptAttribute } from '../../rules/fileTypes.js';
import { usePage } from '../state/pageContext.js';
import { comboboxProps, nextIndex } from '../view/listNavigation.js';
import { SuggestionList } from './SuggestionList.js';
import type { Leaf } from './commands.js';
import type { Pill, Pills } from './optionValues.js';
import { useSuggestions } from './useSuggestions.js';

interface Props {
  readonly leaf: Leaf;
  readonly option: CommandOption;
  readonly pills: Pills;
  readonly problem: string | undefined;
  readonly onChange: (pill: Pill) => void;
  readonly onFiles: (files: FileList | null) => void;
  readonly onRemove: () => void;
  /** The value is complete: the focus moves on. */
  readonly onDone: () => void;
  readonly onSend: () => void;
}

/** An option with its value. */
export function OptionPill(props: Props) {
  const { option, problem } = props;
  return (
    <span class={`pill${problem === undefined ? '' : ' wrong'}`}>
      {option.type === optionType.attachment ? <FilePill {...props} /> : <TextPill {...props} />}
    </span>
  );
}

function FilePill({ option, pills, problem, onFiles, onRemove }: Props) {
  const { texts } = usePage();
  const input = useRef<HTMLInputElement>(null);
  const file = pills[option.name]?.file;
  return (
    <>
      <span class="name" aria-hidden="true">
        {option.name}
      </span>
      <input
        ref={input}
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        aria-label={texts.composer.fileOf(option.name)}
        multiple
        accept={acceptAttribute(option.file_types ?? [])}
        onChange={({ currentTarget }) => {
          onFiles(currentTarget.files);
          currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="file"
        data-option={option.name}
        aria-label={`${option.name}: ${file?.name ?? texts.composer.chooseAFile}`}
        aria-invalid={problem !== undefined}
        title={option.description}
        onClick={() => input.current?.click()}
        onKeyDown={({ key }) => {
          if (key === 'Backspace' || key === 'Delete') onRemove();
        }}
      >
        {file?.name ?? texts.composer.chooseDropOrPaste}
      </button>
    </>
  );
}

function TextPill({ leaf, option, pills, problem, onChange, onRemove, onDone, onSend }: Props) {
  const id = useId();
  const { name, description, required } = option;
  const pill = pills[name] ?? { text: '' };
  const [isFocused, setFocused] = useState(false);
  const [isHidden, setHidden] = useState(false);
  const [active, setActive] = useState(-1);
  const isSettled = pill.chosen !== undefined;
  const { texts } = usePage();
  const { choices: found, status } = useSuggestions(leaf, option, pills, isFocused && !isSettled && !isHidden);
  const isStale = status === 'loading';
  // Enter came before the answer to what was typed.
  const [isWaiting, setWaiting] = useState(false);
  const take = (index: number): void => {
    const choice = found[index];
    if (!choice) return;
    onChange({ text: choice.name, chosen: choice.value });
    setActive(-1);
    onDone();
  };
  useEffect(() => {
    if (!isWaiting || isStale) return;
    setWaiting(false);
    // Nobody has seen them: only what was meant without doubt is taken.
    const only = found.length === 1 ? 0 : found.findIndex((one) => one.name.toLowerCase() === pill.text.toLowerCase());
    if (only >= 0) take(only);
  }, [isWaiting, isStale]);
  const onKey = (event: KeyboardEvent): void => {
    const to = nextIndex(event.key, active, found.length);
    if (to !== undefined) setActive(to);
    else if (event.key === 'Escape' && found.length > 0) setHidden(true);
    else if (event.key === 'Backspace' && pill.text === '') onRemove();
    else if (event.key === 'Enter' && !event.isComposing) {
      if (isStale && pill.text !== '') setWaiting(true);
      else if (active >= 0 && found.length > 0) take(active);
      else onSend();
    } else if (event.key === 'Tab' && !event.shiftKey && active >= 0 && found.length > 0 && !isStale) take(active);
    else return;
    event.preventDefault();
  };
  return (
    <>
      {isFocused && (
        <SuggestionList
          id={`${id}-list`}
          title={name}
          hint={description}
          suggestions={found.map((choice) => ({ key: String(choice.value), name: choice.name }))}
          active={active}
          note={status === 'ready' ? undefined : texts.composer[status]}
          isStale={isStale}
          onTake={take}
        />
      )}
      <label>
        <span class="name">{name}</span>
        <input
          data-option={name}
          value={pill.text}
          size={Math.min(48, Math.max(4, pill.text.length + 1))}
          aria-label={`${name}: ${description}`}
          aria-required={required === true}
          aria-invalid={problem !== undefined}
          {...comboboxProps(`${id}-list`, found.length, active)}
          onFocus={() => {
            setFocused(true);
            setHidden(false);
          }}
          onBlur={() => {
            setFocused(false);
            setWaiting(false);
            setActive(-1);
          }}
          onInput={({ currentTarget: { value } }) => {
            onChange({ text: value });
            setHidden(false);
            setWaiting(false);
            setActive(value === '' ? -1 : 0);
          }}
          onKeyDown={onKey}
        />
      </label>
    </>
  );
}

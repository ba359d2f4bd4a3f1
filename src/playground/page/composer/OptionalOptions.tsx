import { useId, useState } from 'preact/hooks';
import type { CommandOption } from '../../rules/commandOptions.js';
import { usePage } from '../state/pageContext.js';
import { comboboxProps, nextIndex } from '../view/listNavigation.js';
import { SuggestionList } from './SuggestionList.js';

interface Props {
  readonly options: readonly CommandOption[];
  readonly onShow: (name: string) => void;
  /** Backspace in the empty field. */
  readonly onBack: () => void;
  readonly onSend: () => void;
}

/** Names the field behind the pills; no option can have this name. */
export const optionalOptionsName = ' more';

/** The field behind the pills, which lists the options that are not filled in. */
export function OptionalOptions({ options, onShow, onBack, onSend }: Props) {
  const { texts } = usePage();
  const id = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const found = options.filter(({ name }) => name.includes(text.trim().toLowerCase().replace(/:$/, '')));
  const suggestions = isOpen ? found : [];
  const take = (index: number): void => {
    const option = found[index];
    if (!option) return;
    setText('');
    setActive(-1);
    onShow(option.name);
  };
  const onKey = (event: KeyboardEvent): void => {
    const to = nextIndex(event.key, active, suggestions.length);
    if (to !== undefined) setActive(to);
    else if (event.key === 'Escape' && suggestions.length > 0) setOpen(false);
    else if (event.key === 'Backspace' && text === '') onBack();
    else if (event.key === 'Enter' && !event.isComposing) {
      if (active >= 0) take(active);
      else onSend();
    } else if (event.key === 'Tab' && !event.shiftKey && active >= 0 && suggestions.length > 0) take(active);
    else return;
    event.preventDefault();
  };
  if (options.length === 0) {
    return (
      <input
        class="optional-options"
        data-option={optionalOptionsName}
        readOnly
        aria-label={texts.composer.allFilled}
        onKeyDown={onKey}
      />
    );
  }
  return (
    <>
      {suggestions.length > 0 && (
        <SuggestionList
          id={`${id}-list`}
          title={texts.composer.options}
          hint={texts.composer.enterSends}
          suggestions={suggestions.map(({ name, description }) => ({ key: name, name, description }))}
          active={active}
          onTake={take}
        />
      )}
      <input
        class="optional-options"
        data-option={optionalOptionsName}
        value={text}
        placeholder={texts.composer.optional(options.length)}
        aria-label={texts.composer.addOptional(options.length)}
        {...comboboxProps(`${id}-list`, suggestions.length, active)}
        onFocus={() => {
          setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
          setActive(-1);
        }}
        onInput={({ currentTarget: { value } }) => {
          const named = options.find(({ name }) => value.trim() === `${name}:`);
          if (named) take(found.indexOf(named));
          else {
            setText(value);
            setOpen(true);
            setActive(value.trim() === '' ? -1 : 0);
          }
        }}
        onKeyDown={onKey}
      />
    </>
  );
}

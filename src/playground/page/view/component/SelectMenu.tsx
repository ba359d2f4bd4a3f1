import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { SelectOption } from '../../../rules/components.js';
import { Icon } from '../Icon.js';
import { nextIndex } from '../listNavigation.js';
import { usePopup } from '../usePopup.js';

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly options: readonly SelectOption[];
  readonly chosen: readonly string[];
  readonly max: number;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  /** Called at once for a single value, and when the list closes for several. */
  readonly onChoose: (values: readonly string[]) => void;
}

/** A select as Discord draws it: a button, and a list with descriptions. Keys as in a native one. */
export function SelectMenu({ label, placeholder, options, chosen, max, disabled, describedBy, onChoose }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [ticked, setTicked] = useState<readonly string[]>(chosen);
  const several = max > 1;
  const now = open && several ? ticked : chosen;
  const names = options.filter(({ value }) => now.includes(value)).map((one) => one.label);

  usePopup(list, open, () => button.current, { placement: 'bottom-start', sameWidth: true, maxHeight: 280 });
  useEffect(() => {
    if (open) list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [open, active]);

  const show = (): void => {
    setTicked(chosen);
    setActive(
      Math.max(
        0,
        options.findIndex(({ value }) => chosen.includes(value)),
      ),
    );
    setOpen(true);
  };
  const hide = (): void => {
    setOpen(false);
    const changed = ticked.length !== chosen.length || ticked.some((one) => !chosen.includes(one));
    if (open && several && changed) onChoose(ticked);
  };
  const take = (index: number): void => {
    const option = options[index];
    if (!option) return;
    if (!several) {
      setOpen(false);
      onChoose([option.value]);
    } else if (ticked.includes(option.value)) setTicked(ticked.filter((one) => one !== option.value));
    else if (ticked.length < max) setTicked([...ticked, option.value]);
  };
  const onKey = (event: KeyboardEvent): void => {
    const to = nextIndex(event.key, active, options.length, false);
    if (to !== undefined) {
      if (!open) show();
      else setActive(to);
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (open) take(active);
      else show();
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      hide();
    } else return;
    event.preventDefault();
  };

  return (
    <div class="select-menu">
      <button
        ref={button}
        type="button"
        role="combobox"
        aria-label={`${label}: ${names.length > 0 ? names.join(', ') : placeholder}`}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open ? `${id}-${active}` : undefined}
        aria-describedby={describedBy}
        disabled={disabled}
        onClick={() => {
          if (open) hide();
          else show();
        }}
        onBlur={hide}
        onKeyDown={onKey}
      >
        <span class={names.length > 0 ? '' : 'placeholder'}>{names.length > 0 ? names.join(', ') : placeholder}</span>
        <Icon name="down" />
      </button>
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label} aria-multiselectable={several} hidden={!open}>
        {options.map((option, index) => (
          <li
            key={option.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={now.includes(option.value)}
            class={index === active ? 'active' : ''}
            // Before the button loses the focus, which closes the list.
            onMouseDown={(event) => {
              event.preventDefault();
              take(index);
            }}
          >
            <span class="label">{option.label}</span>
            {option.description && <span class="description">{option.description}</span>}
            {now.includes(option.value) && <Icon name="check" />}
          </li>
        ))}
      </ul>
    </div>
  );
}

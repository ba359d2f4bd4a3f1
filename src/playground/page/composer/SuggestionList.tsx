import { useEffect, useRef } from 'preact/hooks';
import { usePopup } from '../view/usePopup.js';

/** A line of the list above the composer. */
interface Suggestion {
  readonly key: string;
  readonly name: string;
  readonly description?: string;
}

interface Props {
  readonly id: string;
  /** What the list is about, above it. */
  readonly title: string;
  readonly hint?: string | undefined;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  /** What is said instead of suggestions, or of those that are out of date. */
  readonly note?: string | undefined;
  /** The suggestions belong to an earlier text: they cannot be taken. */
  readonly isStale?: boolean;
  readonly onTake: (index: number) => void;
}

/** Suggestions above the composer. The field below keeps the focus and says which one is active. */
export function SuggestionList({ id, title, hint, suggestions, active, note, isStale = false, onTake }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  usePopup(popup, true, () => popup.current?.closest('form'), { placement: 'top', sameWidth: true, gap: 6 });
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div ref={popup} class="popup">
      <p class="title">
        <b>{title}</b>
        {hint !== undefined && <span> {hint}</span>}
      </p>
      {note !== undefined && (
        <p class="note" role="status">
          {note}
        </p>
      )}
      <ul
        ref={list}
        id={id}
        class={isStale ? 'stale' : ''}
        role="listbox"
        aria-label={title}
        aria-busy={isStale}
        hidden={suggestions.length === 0}
      >
        {suggestions.map(({ key, name, description }, index) => (
          <li
            key={key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active && !isStale}
            aria-disabled={isStale}
            // Before the field loses the focus.
            onMouseDown={(event) => {
              event.preventDefault();
              if (!isStale) onTake(index);
            }}
          >
            <span class="name">{name}</span>
            {description !== undefined && <span class="description">{description}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

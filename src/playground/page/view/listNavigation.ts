/**
 * The index to which an arrow key moves in a list, from the last to the first and back; Home and End are for lists whose field has no
 * text, which they would move in. Undefined for other keys.
 */
export function nextIndex(key: string, active: number, count: number, hasText = true): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (active + 1) % count;
    case 'ArrowUp':
      return active <= 0 ? count - 1 : active - 1;
    case 'Home':
      return hasText ? undefined : 0;
    case 'End':
      return hasText ? undefined : count - 1;
    default:
      return undefined;
  }
}

/** Attributes of the field that a list belongs to. */
export function comboboxProps(listId: string, count: number, active: number) {
  const isOpen = count > 0;
  return {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-expanded': isOpen,
    'aria-controls': isOpen ? listId : undefined,
    'aria-activedescendant': isOpen && active >= 0 ? `${listId}-${active}` : undefined,
    autoComplete: 'off',
  } as const;
}

import { useEffect, useRef } from 'preact/hooks';
import type { PageMessage } from '../../../site/protocol.js';
import { usePage } from '../../state/pageContext.js';
import { mentionName, textOf } from '../../state/pageState.js';
import { plainText } from '../../text/markdown.js';
import { usePopup } from '../usePopup.js';

interface Props {
  readonly message: PageMessage;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

interface Item {
  readonly name: string;
  readonly isApp: boolean;
  readonly act: () => unknown;
}

/** What can be done with a message: the bot's commands first. Arrow keys move, Escape closes. */
export function MessageMenu({ message, at, onClose }: Props) {
  const { state, actions, texts } = usePage();
  const menu = useRef<HTMLDivElement>(null);
  const text = plainText(textOf(message), (id) => mentionName(state, texts, id));
  const items: Item[] = [
    ...state.commands.message.map(({ name, name_localized = name }) => ({
      name: name_localized,
      isApp: true,
      act: () => actions.context(message, name),
    })),
    ...(text === ''
      ? []
      : [{ name: texts.message.copy, isApp: false, act: () => navigator.clipboard.writeText(text) }]),
    ...(message.deletable ? [{ name: texts.message.delete, isApp: false, act: () => actions.remove(message) }] : []),
  ];
  usePopup(menu, true, () => ({ getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) }), {
    placement: 'bottom-start',
    gap: 0,
  });
  useEffect(() => {
    menu.current?.querySelector('button')?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const leave = (event: PointerEvent): void => {
      if (!menu.current?.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
    };
  }, [onClose]);
  const onKey = (event: KeyboardEvent): void => {
    const buttons = [...(menu.current?.querySelectorAll('button') ?? [])];
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const moves: Record<string, number> = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 };
    const to = moves[event.key];
    if (to !== undefined) buttons.at(to % buttons.length)?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div ref={menu} class="menu" role="menu" aria-label={texts.message.menu} onKeyDown={onKey}>
      {items.map(({ name, isApp, act }) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose();
            act();
          }}
        >
          {name}
          {isApp && <span class="badge app">APP</span>}
        </button>
      ))}
      {items.length === 0 && <p class="small">{texts.message.nothingToDo}</p>}
    </div>
  );
}

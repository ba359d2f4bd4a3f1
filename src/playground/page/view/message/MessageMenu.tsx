import { useEffect, useRef } from 'preact/hooks';
import type { PageMessage } from '../../../site/protocol.js';
import { draftKey } from '../../state/drafts.js';
import { addressOf } from '../../state/navigation.js';
import { usePage } from '../../state/pageContext.js';
import { mentionName, textOf } from '../../state/pageState.js';
import { plainText } from '../../text/markdown.js';
import { nextIndex } from '../listNavigation.js';
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
  const draft = draftKey(state.directory?.me.id ?? '', message.channelId);
  const text = plainText(textOf(message), (id) => mentionName(state, texts, id));
  const link = `${location.origin}/${addressOf(message.channelId, message.id)}`;
  const items: Item[] = [
    ...state.commands.message.map(({ name, name_localized = name }) => ({
      name: name_localized,
      isApp: true,
      act: () => actions.context(message, name),
    })),
    ...(message.ephemeral || message.loading
      ? []
      : [
          {
            name: texts.message.reply,
            isApp: false,
            act: () => {
              actions.setReplyTo(draft, message.id);
            },
          },
        ]),
    ...(message.editable
      ? [
          {
            name: texts.message.edit,
            isApp: false,
            act: () => {
              actions.setEditing(message.id);
            },
          },
        ]
      : []),
    ...(text === '' ? [] : [{ name: texts.message.copy, isApp: false, act: () => actions.copy(text) }]),
    { name: texts.message.copyLink, isApp: false, act: () => actions.copy(link) },
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
    const to = nextIndex(event.key, now, buttons.length, false);
    if (to !== undefined) buttons[to]?.focus();
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
    </div>
  );
}

import { useId, useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { isUnread } from '../state/pageState.js';
import { Icon } from './Icon.js';
import { comboboxProps, nextIndex } from './listNavigation.js';
import { useModalDialog } from './useModalDialog.js';

/** Finds a channel of any server by its name. */
export function QuickSwitcher({ onClose }: { readonly onClose: () => void }) {
  const { state, actions, texts } = usePage();
  const dialog = useModalDialog();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const wanted = typed.replace(/^#/, '').trim().toLowerCase();
  const all = (state.directory?.guilds ?? []).flatMap((guild) =>
    guild.channels.map((channel) => ({ ...channel, guildName: guild.name, isUnread: isUnread(state, channel.id) })),
  );
  const found = all
    .filter(({ name, guildName }) => `${name} ${guildName}`.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.isUnread) - Number(a.isUnread));
  const open = (index: number): void => {
    const channel = found[index];
    if (!channel) return;
    actions.openChannel(channel.id);
    dialog.current?.close();
    document.getElementById('composer')?.focus();
  };
  return (
    <dialog ref={dialog} class="modal switcher" aria-label={texts.switcher.label} onClose={onClose}>
      <input
        type="text"
        autoFocus
        value={typed}
        placeholder={texts.switcher.label}
        aria-label={texts.switcher.label}
        {...comboboxProps(`${id}-list`, found.length, active)}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          const to = nextIndex(event.key, active, found.length);
          if (to !== undefined) setActive(to);
          else if (event.key === 'Enter' && !event.isComposing) open(active);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={texts.sidebar.channels} hidden={found.length === 0}>
        {found.map((channel, index) => (
          <li
            key={channel.id}
            id={`${id}-list-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => {
              open(index);
            }}
          >
            <Icon name={channel.threadOf === null ? 'hash' : 'thread'} />
            <span class="name">{channel.name}</span>
            <span class="small">{channel.guildName}</span>
            {channel.isUnread && <span class="visually-hidden">{`, ${texts.sidebar.unread}`}</span>}
            {channel.isUnread && <span class="dot" aria-hidden="true" />}
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p class="small" role="status">
          {texts.switcher.none}
        </p>
      )}
    </dialog>
  );
}

import { useEffect, useRef } from 'preact/hooks';
import { useBack } from '../state/navigation.js';
import { usePage } from '../state/pageContext.js';
import { isUnread, placeOf } from '../state/pageState.js';
import { ChannelLink } from './ChannelLink.js';
import { MemberPanel } from './MemberPanel.js';
import { initials } from './avatarStyle.js';

/** The servers, the channels of the open one, and the member. On a phone it is a drawer. */
export function Sidebar() {
  const { state, actions, texts } = usePage();
  const { directory, drawer } = state;
  const place = placeOf(state);
  const ref = useRef<HTMLDivElement>(null);
  useBack(drawer, () => {
    actions.setDrawer(false);
    return true;
  });
  useEffect(() => {
    if (!drawer) return;
    ref.current?.querySelector<HTMLElement>('[aria-current="page"]')?.focus();
    // On the window, so that it works wherever the focus is.
    const close = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') actions.setDrawer(false);
    };
    addEventListener('keydown', close);
    return () => {
      removeEventListener('keydown', close);
    };
  }, [drawer]);
  if (!directory) return null;
  return (
    <>
      <div ref={ref} class={`sidebar${drawer ? ' open' : ''}`}>
        <nav class="guilds" aria-label={texts.sidebar.servers}>
          <ul>
            {directory.guilds.map((guild) => {
              const isOpen = guild.id === place?.guild.id;
              const unread = guild.channels.some(({ id }) => isUnread(state, id));
              return (
                <li key={guild.id} class={isOpen ? 'current' : ''}>
                  <button
                    type="button"
                    title={guild.name}
                    aria-current={isOpen ? 'true' : undefined}
                    onClick={() => {
                      const first = guild.channels[0];
                      if (first && !isOpen) actions.openChannel(first.id);
                    }}
                  >
                    <span aria-hidden="true">{initials(guild.name)}</span>
                    <span class="visually-hidden">{`${guild.name}${unread ? `, ${texts.sidebar.unread}` : ''}`}</span>
                  </button>
                  {unread && !isOpen && <span class="dot" aria-hidden="true" />}
                </li>
              );
            })}
          </ul>
        </nav>
        <div class="channels">
          <h1>{place?.guild.name}</h1>
          <nav aria-label={texts.sidebar.channels}>
            <ul>
              {place?.guild.channels.map((channel) => (
                <ChannelLink key={channel.id} channel={channel} />
              ))}
            </ul>
          </nav>
          <MemberPanel />
        </div>
      </div>
      {drawer && (
        <button
          type="button"
          class="backdrop"
          aria-label={texts.sidebar.close}
          onClick={() => {
            actions.setDrawer(false);
          }}
        />
      )}
    </>
  );
}

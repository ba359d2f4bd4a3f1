import { useEffect, useRef } from 'preact/hooks';
import { Composer } from '../composer/Composer.js';
import { draftKey } from '../state/drafts.js';
import { usePage } from '../state/pageContext.js';
import { placeOf } from '../state/pageState.js';
import { Icon } from './Icon.js';
import { NotificationOffer } from './NotificationOffer.js';
import { MessageList } from './message/MessageList.js';

/** The open channel: its name, its messages, and the composer. */
export function Channel() {
  const { state, actions, drafts, texts } = usePage();
  const place = placeOf(state);
  const menu = useRef<HTMLButtonElement>(null);
  const wasDrawer = useRef(state.drawer);
  useEffect(() => {
    // Closing the drawer moves the focus to its button, unless it is in the channel already.
    const isElsewhere = document.activeElement?.closest('main.channel') === null;
    if (wasDrawer.current && !state.drawer && isElsewhere) menu.current?.focus();
    wasDrawer.current = state.drawer;
  }, [state.drawer]);
  const key = draftKey(state.directory?.me.id ?? '', place?.channel.id ?? '');
  useEffect(() => {
    const open = drafts.of(key).forms.findLast(({ isOpen }) => isOpen);
    if (open && place && !state.modal) actions.openModal({ ...open.form, channelId: place.channel.id });
  }, [key]);
  if (!place) return <main class="channel">{texts.channel.none}</main>;
  const { channel, guild } = place;
  return (
    <main class="channel" inert={state.drawer} aria-label={texts.channel.label(channel.name, guild.name)}>
      <header>
        <button
          ref={menu}
          type="button"
          class="tool narrow-only"
          aria-label={texts.channel.list}
          aria-expanded={state.drawer}
          onClick={() => {
            actions.setDrawer(!state.drawer);
          }}
        >
          <Icon name="menu" />
        </button>
        <h2>
          <Icon name={channel.threadOf ? 'thread' : 'hash'} />
          {channel.name}
        </h2>
        {channel.ageRestricted && <span class="badge">{texts.channel.ageRestricted}</span>}
        <span class="guild-name">{guild.name}</span>
      </header>
      {!state.online && (
        <p class="banner" role="status">
          {texts.channel.offline}
        </p>
      )}
      {state.online && !state.botConnected && (
        <p class="banner" role="status">
          {texts.channel.botOffline}
        </p>
      )}
      <NotificationOffer />
      <MessageList key={channel.id} channelId={channel.id} name={channel.name} />
      {channel.postRefusal === null ? (
        <Composer key={key} draftKey={key} channelName={channel.name} fileLimit={guild.fileLimit} />
      ) : (
        <p class="refusal" id="composer" tabIndex={-1}>
          {texts.composer.refusal[channel.postRefusal]}
        </p>
      )}
    </main>
  );
}

import type { PageChannel } from '../../site/protocol.js';
import { usePage } from '../state/pageContext.js';
import { isUnread } from '../state/pageState.js';
import { Icon } from './Icon.js';

/** A channel in the list. */
export function ChannelLink({ channel }: { readonly channel: PageChannel }) {
  const { state, actions, texts } = usePage();
  const { id, name, ageRestricted, threadOf } = channel;
  const isOpen = id === state.channelId;
  const unread = isUnread(state, id);
  const notes = [
    threadOf ? texts.sidebar.thread : '',
    ageRestricted ? texts.sidebar.ageRestricted : '',
    unread ? texts.sidebar.unread : '',
  ];
  const spoken = notes.filter((one) => one !== '').map((one) => `, ${one}`);
  const classes = ['channel-link', threadOf ? 'thread' : '', unread ? 'unread' : ''].filter((one) => one !== '');
  return (
    <li>
      <button
        type="button"
        class={classes.join(' ')}
        aria-current={isOpen ? 'page' : undefined}
        onClick={() => {
          actions.openChannel(id);
        }}
      >
        <Icon name={threadOf ? 'thread' : 'hash'} />
        <span class="name">{name}</span>
        {ageRestricted && (
          <span class="badge" title={texts.channel.ageRestricted}>
            18+
          </span>
        )}
        {spoken.length > 0 && <span class="visually-hidden">{spoken}</span>}
        {unread && <span class="dot" aria-hidden="true" />}
      </button>
    </li>
  );
}

import type { PageChannel } from '../../site/protocol.js';
import { usePage } from '../state/pageContext.js';
import { isUnread } from '../state/pageState.js';
import { Icon } from './Icon.js';

/** A channel in the list. */
export function ChannelLink({ channel }: { readonly channel: PageChannel }) {
  const { state, actions } = usePage();
  const { id, name, ageRestricted, threadOf } = channel;
  const isOpen = id === state.channelId;
  const unread = isUnread(state, id);
  const notes = [threadOf ? 'thread' : '', ageRestricted ? 'age-restricted' : '', unread ? 'unread messages' : ''];
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
          <span class="badge" title="Age-restricted">
            18+
          </span>
        )}
        {spoken.length > 0 && <span class="visually-hidden">{spoken}</span>}
        {unread && <span class="dot" aria-hidden="true" />}
      </button>
    </li>
  );
}

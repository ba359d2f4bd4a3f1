import { useEffect, useRef } from 'preact/hooks';
import { usePage } from '../../state/pageContext.js';
import { compareIds, mentionName, messagesIn, olderIn } from '../../state/pageState.js';
import { formatDay } from '../../text/formatTime.js';
import { Icon } from '../Icon.js';
import { MessageView } from './MessageView.js';
import { NoticeView } from './NoticeView.js';
import { screenReaderText } from './screenReaderText.js';
import { timelineOf } from './timeline.js';
import { useScroll } from './useScroll.js';

/** A channel's messages. The list stays scrolled to the end if it was there. */
export function MessageList({ channelId, name }: { readonly channelId: string; readonly name: string }) {
  const { state, actions, texts } = usePage();
  const messages = messagesIn(state, channelId);
  const older = olderIn(state, channelId);
  const { list, isAway, leaveEnd, onScroll, toPresent } = useScroll(messages[0]?.id, () => {
    if (older === 'more') void actions.loadOlder(channelId);
  });
  const meId = state.directory?.me.id ?? '';
  const notices = state.notices.filter((one) => one.channelId === channelId && one.memberId === meId);
  const items = timelineOf({ messages, notices, newAfter: state.newAfter, meId });

  const nameOf = (id: string): string => mentionName(state, texts, id);
  /** The oldest message when the channel was opened. What is older is no news. */
  const first = useRef<string | undefined>(undefined);
  const told = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const words = messages.map((one) => [`${one.id} ${screenReaderText(one, texts)}`, one] as const);
    const before = told.current;
    told.current = new Set(words.map(([key]) => key));
    if (!before) {
      first.current = messages[0]?.id;
      return;
    }
    const isNews = ([key, { id }]: (typeof words)[number]): boolean =>
      !before.has(key) && (first.current === undefined || compareIds(id, first.current) >= 0);
    const fresh = words.filter(isNews).map(([, one]) => screenReaderText(one, texts, nameOf));
    const liveText = fresh.filter((one) => one !== '').join('. ');
    if (liveText !== '') actions.announce(liveText);
  });
  const target = state.target !== null && messages.some(({ id }) => id === state.target) ? state.target : null;
  useEffect(() => {
    if (state.target !== null && target === null && older === 'more') void actions.loadOlder(channelId);
    const shown = target === null ? null : document.getElementById(`message-${target}`);
    if (!shown) return;
    leaveEnd();
    shown.scrollIntoView({ block: 'center' });
    shown.classList.add('target');
    shown.querySelector<HTMLElement>('article')?.focus({ preventScroll: true });
    actions.setTarget(null);
  }, [state.target, target, older, messages.length]);

  return (
    <div class="message-area">
      <div
        ref={list}
        class="messages"
        tabIndex={0}
        role="region"
        aria-label={texts.channel.messages(name)}
        onScroll={onScroll}
      >
        {older === 'none' ? (
          <div class="channel-intro">
            <h3>{texts.channel.welcome(name)}</h3>
            <p>{texts.channel.typeSlash(<kbd>/</kbd>)}</p>
          </div>
        ) : (
          <p class="older">
            <button
              type="button"
              class={`button${older === 'loading' ? ' busy' : ''}`}
              aria-disabled={older === 'loading'}
              onClick={() => void actions.loadOlder(channelId)}
            >
              {older === 'failed' ? texts.channel.olderFailed : texts.channel.older}
            </button>
          </p>
        )}
        <ol>
          {items.map((item) => {
            switch (item.type) {
              case 'day':
                return (
                  <li key={`day ${item.at}`} class="divider">
                    <time dateTime={new Date(item.at).toISOString()}>{formatDay(item.at, state.locale)}</time>
                  </li>
                );
              case 'new':
                return (
                  <li key="new" class="divider new">
                    <span>{texts.channel.new}</span>
                  </li>
                );
              case 'notice':
                return <NoticeView key={item.notice.id} notice={item.notice} />;
              case 'message':
                return <MessageView key={item.message.id} message={item.message} continued={item.continued} />;
            }
          })}
        </ol>
      </div>
      {isAway && (
        <button type="button" class="button primary to-present" onClick={toPresent}>
          {texts.channel.toPresent} <Icon name="down" />
        </button>
      )}
    </div>
  );
}

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { usePage } from '../../state/pageContext.js';
import { mentionName, messagesIn } from '../../state/pageState.js';
import { formatDay } from '../../text/formatTime.js';
import { MessageView } from './MessageView.js';
import { NoticeView } from './NoticeView.js';
import { screenReaderText } from './screenReaderText.js';
import { timelineOf } from './timeline.js';

/** How close to the end the list must be scrolled to follow new messages. */
const nearPx = 160;

/** A channel's messages. The list stays scrolled to the end if it was there. */
export function MessageList({ channelId, name }: { readonly channelId: string; readonly name: string }) {
  const { state, actions, texts } = usePage();
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const messages = messagesIn(state, channelId);
  const meId = state.directory?.me.id ?? '';
  const notices = state.notices.filter((one) => one.channelId === channelId && one.memberId === meId);
  const items = timelineOf({ messages, notices, newAfter: state.newAfter, meId });

  const nameOf = (id: string): string => mentionName(state, texts, id);
  const told = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const words = messages.map((one) => [`${one.id} ${screenReaderText(one, texts)}`, one] as const);
    const before = told.current;
    told.current = new Set(words.map(([key]) => key));
    if (!before) return;
    const fresh = words.filter(([key]) => !before.has(key)).map(([, one]) => screenReaderText(one, texts, nameOf));
    const liveText = fresh.filter((one) => one !== '').join('. ');
    if (liveText !== '') actions.announce(liveText);
  });
  useLayoutEffect(() => {
    const element = list.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  });
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  return (
    <div
      ref={list}
      class="messages"
      tabIndex={0}
      role="region"
      aria-label={texts.channel.messages(name)}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < nearPx;
      }}
    >
      <div class="channel-intro">
        <h3>{texts.channel.welcome(name)}</h3>
        <p>{texts.channel.typeSlash(<kbd>/</kbd>)}</p>
      </div>
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
  );
}

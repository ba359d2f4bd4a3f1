import { memo } from 'preact/compat';
import { useRef, useState } from 'preact/hooks';
import { componentType, asNumber } from '../../../rules/discordEnums.js';
import { isImageFile } from '../../../rules/fileTypes.js';
import type { PageMessage } from '../../../site/protocol.js';
import { usePage } from '../../state/pageContext.js';
import { formatTime } from '../../text/formatTime.js';
import { Avatar } from '../Avatar.js';
import { Icon } from '../Icon.js';
import { Markdown } from '../Markdown.js';
import { ComponentView } from '../component/ComponentView.js';
import { FileCard } from '../component/FileCard.js';
import { Gallery } from '../component/Gallery.js';
import { EditForm } from './EditForm.js';
import { EmbedView } from './EmbedView.js';
import { MessageMenu } from './MessageMenu.js';
import { RepliedMessage } from './RepliedMessage.js';
import { ThinkingIndicator } from './ThinkingIndicator.js';

interface Props {
  readonly message: PageMessage;
  /** Whether the header with the author is left out. */
  readonly continued: boolean;
}

/** A message: its author, what it replies to, its content and its menu. */
export const MessageView = memo(function MessageView({ message, continued }: Props) {
  const { state, actions, texts } = usePage();
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const more = useRef<HTMLButtonElement>(null);
  const { author, command, replyTo, ephemeral, loading } = message;
  // An embed shows its own.
  const embedded = message.embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]);
  const pictures = message.attachments.filter(
    ({ filename }) => isImageFile(filename) && !embedded.includes(`attachment://${filename}`),
  );
  const files = message.attachments.filter(({ filename }) => !isImageFile(filename));
  const isPlain = message.components.every((one) => asNumber(one.type) === componentType.actionRow);
  const openMenu = (): void => {
    const box = more.current?.getBoundingClientRect();
    setMenu({ x: box?.right ?? 0, y: box?.bottom ?? 0 });
  };
  const closeMenu = (): void => {
    setMenu(null);
    more.current?.focus();
  };
  return (
    <li
      id={`message-${message.id}`}
      class={`message${continued ? ' continued' : ''}${ephemeral ? ' ephemeral' : ''}`}
      onContextMenu={(event) => {
        // A link's or a picture's own menu stays reachable with the shift key.
        if (
          event.shiftKey ||
          (event.target as Element).closest('a, input, textarea') ||
          getSelection()?.type === 'Range'
        )
          return;
        event.preventDefault();
        setMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <article tabIndex={-1} aria-label={`${author.name}, ${formatTime(message.createdAt, state.locale)}`}>
        {command && (
          <p class="reply-context">
            <Icon name="reply" />
            <Avatar id={command.user.id} name={command.user.name} />
            <span>{texts.message.used(<b>{command.user.name}</b>, <span class="command">{command.name}</span>)}</span>
          </p>
        )}
        {!command && replyTo !== null && <RepliedMessage id={replyTo} answered={message.answered} />}
        {!continued && (
          <>
            <Avatar id={author.id} name={author.name} bot={author.bot} />
            <p class="byline">
              <b>{author.name}</b>
              {author.bot && <span class="badge app">APP</span>}
              <time dateTime={new Date(message.createdAt).toISOString()}>
                {formatTime(message.createdAt, state.locale)}
              </time>
            </p>
          </>
        )}
        <div class="body">
          {loading && <ThinkingIndicator name={author.name} since={message.createdAt} />}
          {state.editing === message.id ? (
            <EditForm message={message} />
          ) : (
            message.content !== '' && <Markdown source={message.content} />
          )}
          {message.embeds.map((embed, i) => (
            <EmbedView key={i} embed={embed} attachments={message.attachments} />
          ))}
          {isPlain && pictures.length > 0 && (
            <Gallery
              pictures={pictures.map(({ url, description, filename, width, height }) => ({
                url,
                alt: description ?? filename,
                width,
                height,
              }))}
              room={pictures.length > 1 ? 192 : 384}
            />
          )}
          {isPlain && files.map((file) => <FileCard key={file.id} attachment={file} />)}
          {message.components.map((component, i) => (
            <ComponentView key={component.id ?? i} component={component} message={message} />
          ))}
          {message.edited && <span class="edited">{texts.message.edited}</span>}
          {ephemeral && (
            <p class="small only-you">
              <Icon name="eye" /> {texts.message.onlyYou} ·{' '}
              <button type="button" class="as-link" onClick={() => void actions.remove(message)}>
                {texts.message.dismiss}
              </button>
            </p>
          )}
        </div>
        {state.editing !== message.id && (
          <button
            ref={more}
            type="button"
            class="more tool"
            aria-label={texts.message.more(author.name)}
            aria-haspopup="menu"
            aria-expanded={menu !== null}
            onClick={openMenu}
          >
            <Icon name="more" />
          </button>
        )}
      </article>
      {menu && <MessageMenu key={`${menu.x} ${menu.y}`} message={message} at={menu} onClose={closeMenu} />}
    </li>
  );
});

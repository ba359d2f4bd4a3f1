import type { PageAttachment, PageEmbed } from '../../../site/protocol.js';
import { usePage } from '../../state/pageContext.js';
import { formatTime } from '../../text/formatTime.js';
import { Markdown } from '../Markdown.js';
import { Gallery } from '../component/Gallery.js';
import { colorOf } from '../component/colorOf.js';

interface Props {
  readonly embed: PageEmbed;
  readonly attachments: readonly PageAttachment[];
}

/** An embed with all that Discord shows of it. Pictures are those of the message: the page fetches nothing from elsewhere. */
export function EmbedView({ embed, attachments }: Props) {
  const { state } = usePage();
  const { title, url, description, color, author, fields = [], image, thumbnail, footer, timestamp } = embed;
  const pictureOf = (media: { readonly url: string } | undefined) => {
    const name = media && /^attachment:\/\/(.+)$/.exec(media.url)?.[1];
    const found = attachments.find((one) => one.filename === name);
    return found && { url: found.url, alt: found.description ?? '', width: found.width, height: found.height };
  };
  const [large, small] = [pictureOf(image), pictureOf(thumbnail)];
  const at = timestamp === undefined ? undefined : formatTime(Date.parse(timestamp), state.locale);
  return (
    <div class="container embed" style={colorOf(color)}>
      <div class="section">
        <div>
          {author && <p class="small">{linked(author.name, author.url)}</p>}
          {title !== undefined && (
            <p>
              <b>{linked(title, url)}</b>
            </p>
          )}
          {description !== undefined && <Markdown source={description} />}
        </div>
        {small && <Gallery pictures={[small]} room={80} />}
      </div>
      {fields.length > 0 && (
        <dl>
          {fields.map(({ name, value, inline = false }, i) => (
            <div key={i} class={inline ? 'inline' : ''}>
              <dt>{name}</dt>
              <dd>
                <Markdown source={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {large && <Gallery pictures={[large]} room={384} />}
      {(footer !== undefined || at !== undefined) && (
        <p class="small">{[footer?.text, at].filter((one) => one !== undefined).join(' · ')}</p>
      )}
    </div>
  );
}

function linked(text: string, url: string | undefined) {
  if (url === undefined || !/^https?:/.test(url)) return text;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener nofollow">
      {text}
    </a>
  );
}

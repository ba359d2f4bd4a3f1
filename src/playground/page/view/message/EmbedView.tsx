import type { PageEmbed } from '../../../site/protocol.js';
import { Markdown } from '../Markdown.js';

/** An embed: title, text and fields. */
export function EmbedView({ embed }: { readonly embed: PageEmbed }) {
  return (
    <div class="container">
      {embed.title !== undefined && (
        <p>
          <b>{embed.title}</b>
        </p>
      )}
      {embed.description !== undefined && <Markdown source={embed.description} />}
      {embed.fields?.map(({ name, value }, i) => (
        <div key={i}>
          <b>{name}</b>
          <Markdown source={value} />
        </div>
      ))}
    </div>
  );
}

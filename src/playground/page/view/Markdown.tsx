import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { commandRequest } from '../state/commandRequest.js';
import { addressOf } from '../state/navigation.js';
import { usePage } from '../state/pageContext.js';
import { mentionName } from '../state/pageState.js';
import { formatTimestamp } from '../text/formatTime.js';
import { parseMarkdown } from '../text/markdown.js';
import type { Block, Inline } from '../text/markdown.js';

/** Discord's address of a channel or a message, which leads to it in this page. */
const messageLink = /^https:\/\/discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/;

/** A message's text as Discord shows it. Everything becomes text nodes, so that nothing in it is interpreted as HTML. */
export function Markdown({ source }: { readonly source: string }) {
  const blocks = useMemo(() => parseMarkdown(source), [source]);
  return (
    <div class="markdown">
      {blocks.map((block, i) => (
        <BlockView key={i} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.type) {
    case 'heading': {
      const Level = (['h3', 'h4', 'h5'] as const)[block.level - 1]!;
      return <Level class={`level-${block.level}`}>{inline(block.children)}</Level>;
    }
    case 'small':
      return <p class="small">{inline(block.children)}</p>;
    case 'quote':
      return (
        <blockquote>
          {block.children.map((child, i) => (
            <BlockView key={i} block={child} />
          ))}
        </blockquote>
      );
    case 'list': {
      const items = block.items.map(({ depth, children }, i) => (
        <li key={i} class={`depth-${depth}`}>
          {inline(children)}
        </li>
      ));
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case 'paragraph':
      return <p>{inline(block.children)}</p>;
  }
}

function inline(parts: readonly Inline[]): ComponentChildren {
  return parts.map((part, i) => <InlineView key={i} part={part} />);
}

function InlineView({ part }: { readonly part: Inline }) {
  const { state } = usePage();
  switch (part.type) {
    case 'text':
      return <>{part.text}</>;
    case 'break':
      return <br />;
    case 'strong':
      return <strong>{inline(part.children)}</strong>;
    case 'em':
      return <em>{inline(part.children)}</em>;
    case 'underline':
      return <u>{inline(part.children)}</u>;
    case 'strike':
      return <s>{inline(part.children)}</s>;
    case 'spoiler':
      return <Spoiler>{inline(part.children)}</Spoiler>;
    case 'code':
      return <code>{part.text}</code>;
    case 'link': {
      const [, channelId, messageId] = messageLink.exec(part.url) ?? [];
      if (channelId !== undefined) return <a href={addressOf(channelId, messageId)}>{inline(part.children)}</a>;
      return (
        <a href={part.url} target="_blank" rel="noreferrer noopener nofollow">
          {inline(part.children)}
        </a>
      );
    }
    case 'user':
    case 'channel':
    case 'role':
      return <Mention kind={part.type} id={part.id} />;
    case 'command':
      return (
        <button
          type="button"
          class="mention"
          onClick={() => {
            commandRequest.value = part.name;
          }}
        >
          /{part.name}
        </button>
      );
    case 'time':
      return (
        <time dateTime={new Date(part.seconds * 1_000).toISOString()}>
          {formatTimestamp(part.seconds * 1_000, part.style, state.locale)}
        </time>
      );
    case 'emoji':
      return <>:{part.name}:</>;
  }
}

function Mention({ kind, id }: { readonly kind: 'user' | 'channel' | 'role'; readonly id: string }) {
  const { state, actions, texts } = usePage();
  const name = mentionName(state, texts, id);
  const isOpen = kind === 'channel' && name !== texts.message.unknownMention;
  if (!isOpen) return <span class="mention">{name}</span>;
  return (
    <button
      type="button"
      class="mention"
      onClick={() => {
        actions.openChannel(id);
      }}
    >
      {name}
    </button>
  );
}

function Spoiler({ children }: { readonly children: ComponentChildren }) {
  const { texts } = usePage();
  const [shown, setShown] = useState(false);
  if (shown) return <span class="spoiler shown">{children}</span>;
  return (
    <button
      type="button"
      class="spoiler"
      aria-label={texts.message.spoiler}
      onClick={() => {
        setShown(true);
      }}
    >
      <span aria-hidden="true">{children}</span>
    </button>
  );
}

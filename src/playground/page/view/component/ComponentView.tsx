import type { Component } from '../../../rules/components.js';
import { componentType as type, asNumber } from '../../../rules/discordEnums.js';
import type { PageMessage } from '../../../site/protocol.js';
import { usePage } from '../../state/pageContext.js';
import { Markdown } from '../Markdown.js';
import { Button } from './Button.js';
import { FileCard } from './FileCard.js';
import { Gallery } from './Gallery.js';
import { MessageSelect } from './MessageSelect.js';
import { colorOf } from './colorOf.js';
import { pictureOf } from './pictureOf.js';

interface Props {
  readonly component: Component;
  readonly message: PageMessage;
}

/** A component of a message and its children. For an unknown type it shows a note. */
export function ComponentView({ component, message }: Props) {
  const { texts } = usePage();
  const inside = (component.components ?? []).map((one, i) => (
    <ComponentView key={one.id ?? i} component={one} message={message} />
  ));
  switch (asNumber(component.type)) {
    case type.actionRow:
      return <div class="action-row">{inside}</div>;
    case type.button:
      return <Button component={component} message={message} />;
    case type.stringSelect:
    case type.userSelect:
    case type.roleSelect:
    case type.mentionableSelect:
    case type.channelSelect:
      return <MessageSelect component={component} message={message} />;
    case type.section:
      return (
        <div class="section">
          <div>{inside}</div>
          {component.accessory && <ComponentView component={component.accessory} message={message} />}
        </div>
      );
    case type.textDisplay:
      return <Markdown source={component.content ?? ''} />;
    case type.thumbnail:
      return component.media ? (
        <Gallery
          pictures={[pictureOf({ media: component.media, description: component.description ?? null })]}
          room={96}
        />
      ) : null;
    case type.mediaGallery: {
      const items = component.items ?? [];
      const hidden = items.map(({ spoiler }) => spoiler === true);
      return <Gallery pictures={items.map(pictureOf)} hidden={hidden} room={items.length > 1 ? 256 : 384} />;
    }
    case type.file: {
      const attachment = message.attachments.find(({ url }) => url.split('?')[0] === component.file?.url.split('?')[0]);
      return attachment ? <FileCard attachment={attachment} /> : null;
    }
    case type.separator:
      return <hr class={`${component.divider === false ? 'bare' : ''}${component.spacing === 2 ? ' wide' : ''}`} />;
    case type.container:
      return <Container component={component}>{inside}</Container>;
    default:
      return <p class="small">{texts.message.unknownComponent(asNumber(component.type))}</p>;
  }
}

function Container({
  component,
  children,
}: {
  readonly component: Component;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <div class="container" style={colorOf(component.accent_color)}>
      {children}
    </div>
  );
}

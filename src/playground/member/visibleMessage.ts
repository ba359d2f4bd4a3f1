import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import { flatten, isSelect } from '../rules/components.js';
import type { Component, SelectOption } from '../rules/components.js';
import { isLoading, messagePayload } from '../world/messages.js';
import type { MessageContent, MessageState } from '../world/state.js';
import type { World } from '../world/world.js';

/** A message as a member sees it at one moment. */
export interface VisibleMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  /** All its text: content, text components, embeds. */
  readonly text: string;
  readonly components: readonly Component[];
  readonly buttons: readonly VisibleButton[];
  readonly selects: readonly VisibleSelect[];
  /** Pictures of galleries and thumbnails, with links that are valid now. */
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly attachments: readonly { readonly id: string; readonly filename: string; readonly url: string }[];
  readonly flags: number;
  readonly ephemeral: boolean;
  /** Whether it shows "… is thinking". */
  readonly loading: boolean;
  readonly deleted: boolean;
  /** Its text before each edit, oldest first. */
  readonly earlier: readonly string[];
}

interface VisibleButton {
  readonly label: string;
  readonly customId: string | undefined;
  readonly url: string | undefined;
  readonly disabled: boolean;
}

interface VisibleSelect {
  readonly customId: string;
  readonly placeholder: string;
  readonly options: readonly SelectOption[];
}

export function toVisibleMessage(world: World, message: MessageState): VisibleMessage {
  const payload = messagePayload(world, message) as {
    readonly components: readonly Component[];
    readonly attachments: VisibleMessage['attachments'];
  };
  const all = flatten(payload.components);
  return {
    id: message.id,
    channelId: message.channelId,
    authorId: message.authorId,
    text: textOf(message.now),
    components: payload.components,
    buttons: all.filter(({ type }) => type === ComponentType.Button).map(visibleButton),
    selects: all
      .filter(({ type }) => isSelect(type))
      .map(({ custom_id = '', placeholder = '', options = [] }) => ({ customId: custom_id, placeholder, options })),
    images: all.flatMap(imagesOf),
    attachments: payload.attachments,
    flags: message.now.flags,
    ephemeral: message.visibleTo !== null,
    loading: isLoading(message),
    deleted: message.deleted,
    earlier: message.before.map((content) => ((content.flags & MessageFlags.Loading) === 0 ? textOf(content) : '…')),
  };
}

function visibleButton({ label = '', custom_id, url, disabled, style }: Component): VisibleButton {
  return { label, customId: style === ButtonStyle.Link ? undefined : custom_id, url, disabled: disabled ?? false };
}

function imagesOf({ items = [], media, description }: Component): VisibleMessage['images'] {
  const all = media ? [...items, { media, description: description ?? null }] : items;
  return all.map((item) => ({ url: item.media.url, alt: item.description ?? '' }));
}

function textOf({ content, components, embeds }: MessageContent): string {
  const texts = flatten(components).flatMap((component) =>
    component.type === ComponentType.TextDisplay ? (component.content ?? '') : [],
  );
  const ofEmbeds = embeds.map((embed) => {
    const { title = '', description = '' } = embed as { title?: string; description?: string };
    return `${title}\n${description}`;
  });
  return [content, ...texts, ...ofEmbeds].filter((text) => text !== '').join('\n');
}

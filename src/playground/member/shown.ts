import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import { isSelect } from '../api/form/controls.js';
import { flat } from '../world/components.js';
import type { Component, SelectOption } from '../world/components.js';
import { isLoading, messagePayload } from '../world/messages.js';
import type { MessageContent, MessageState } from '../world/state.js';
import type { World } from '../world/world.js';

/** A message as a member sees it at one moment. */
export interface Shown {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  /** All that can be read: content, texts of components, embeds. */
  readonly text: string;
  readonly components: readonly Component[];
  readonly buttons: readonly ShownButton[];
  readonly selects: readonly ShownSelect[];
  /** Pictures of galleries and thumbnails, with links that work now. */
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  readonly attachments: readonly { readonly id: string; readonly filename: string; readonly url: string }[];
  readonly flags: number;
  readonly ephemeral: boolean;
  /** "… is thinking". */
  readonly loading: boolean;
  readonly deleted: boolean;
  /** What could be read before each edit, oldest first. */
  readonly earlier: readonly string[];
}

interface ShownButton {
  readonly label: string;
  readonly customId: string | undefined;
  readonly url: string | undefined;
  readonly disabled: boolean;
}

interface ShownSelect {
  readonly customId: string;
  readonly placeholder: string;
  readonly options: readonly SelectOption[];
}

export function show(world: World, message: MessageState): Shown {
  const payload = messagePayload(world, message) as {
    readonly components: readonly Component[];
    readonly attachments: Shown['attachments'];
  };
  const all = flat(payload.components);
  return {
    id: message.id,
    channelId: message.channelId,
    authorId: message.authorId,
    text: textOf(message.now),
    components: payload.components,
    buttons: all.filter(({ type }) => type === ComponentType.Button).map(shownButton),
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

function shownButton({ label = '', custom_id, url, disabled, style }: Component): ShownButton {
  return { label, customId: style === ButtonStyle.Link ? undefined : custom_id, url, disabled: disabled ?? false };
}

function imagesOf({ items = [], media, description }: Component): Shown['images'] {
  const all = media ? [...items, { media, description: description ?? null }] : items;
  return all.map((item) => ({ url: item.media.url, alt: item.description ?? '' }));
}

function textOf({ content, components, embeds }: MessageContent): string {
  const texts = flat(components).flatMap((component) =>
    component.type === ComponentType.TextDisplay ? (component.content ?? '') : [],
  );
  const ofEmbeds = embeds.map((embed) => {
    const { title = '', description = '' } = embed as { title?: string; description?: string };
    return `${title}\n${description}`;
  });
  return [content, ...texts, ...ofEmbeds].filter((text) => text !== '').join('\n');
}

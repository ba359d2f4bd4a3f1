import { ComponentType, MessageFlags } from 'discord.js';
import type { FieldError } from '../../requestLog.js';
import { mediaOf, walk } from '../../rules/components.js';
import type { Component, LocatedComponent } from '../../rules/components.js';
import { maxContentLength } from '../../rules/limits.js';
import { attachmentIdIn } from '../../world/attachmentLinks.js';
import type { MessageContent } from '../../world/state.js';
import type { World } from '../../world/world.js';
import { DiscordError } from '../errors.js';
import { errorsOfControl } from './componentRules.js';

const maxComponents = 40;
/** Of content, and of all texts of a Components V2 message (undocumented: discord-api-docs#8562). */
const maxText = 4_000;
const maxEmbedText = 6_000;

/**
 * The rules that a message must keep as a whole, beyond what the schema says of its parts. `namedFiles`: files that `attachment://` may
 * name; by default all of the message.
 * @throws DiscordError 50035, or 50006 if nothing would be shown
 */
export function checkMessage(
  world: World,
  message: MessageContent,
  namedFiles: MessageContent['attachments'] = message.attachments,
): void {
  const v2 = isV2(message.flags);
  const wrong = [
    ...(v2 ? errorsOfV2(message) : errorsOfLegacy(message)),
    ...[...walk(message.components, ['components'])].flatMap(errorsOfControl),
    ...errorsOfIds(message.components),
    ...errorsOfFiles(message.components),
    ...errorsOfMedia(world, { ...message, attachments: namedFiles }),
  ];
  if (wrong.length > 0) throw new DiscordError(50035, wrong);
  const { content, embeds, components, attachments } = message;
  const shown = v2
    ? components.length > 0
    : content !== '' || embeds.length + components.length + attachments.length > 0;
  if (!shown) throw new DiscordError(50006);
}

function isV2(flags: number): boolean {
  return (flags & MessageFlags.IsComponentsV2) !== 0;
}

function errorsOfV2({ content, embeds, components }: MessageContent): FieldError[] {
  const all = [...walk(components, ['components'])];
  const textLength = all
    .filter(({ component }) => component.type === ComponentType.TextDisplay)
    .reduce((sum, { component }) => sum + (component.content ?? '').length, 0);
  const legacy = (field: string): FieldError => ({
    path: [field],
    code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    message: `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
  });
  return [
    ...(content === '' ? [] : [legacy('content')]),
    ...(embeds.length === 0 ? [] : [legacy('embeds')]),
    ...(all.length > maxComponents
      ? [lengthOf(['components'], 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${maxComponents} in length.`)]
      : []),
    ...(textLength > maxText
      ? [lengthOf(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', `Displayable text exceeds ${maxText}.`)]
      : []),
  ];
}

function errorsOfLegacy({ content, embeds, components }: MessageContent): FieldError[] {
  const notRows = [...components.entries()].filter(([, { type }]) => type !== ComponentType.ActionRow);
  const embedText = embeds.reduce((sum, embed) => sum + embedTexts(embed).length, 0);
  return [
    ...(content.length > maxContentLength
      ? [lengthOf(['content'], 'BASE_TYPE_MAX_LENGTH', `Must be ${maxContentLength} or fewer in length.`)]
      : []),
    ...(components.length > 5
      ? [lengthOf(['components'], 'BASE_TYPE_MAX_LENGTH', 'Must be 5 or fewer in length.')]
      : []),
    ...(embedText > maxEmbedText
      ? [lengthOf(['embeds'], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${maxEmbedText}`)]
      : []),
    ...notRows.map(([i]) => ({
      path: ['components', i, 'type'],
      code: 'UNION_TYPE_CHOICES',
      message: 'Value of field "type" must be one of (1,).',
    })),
  ];
}

function embedTexts(embed: object): string {
  const {
    title = '',
    description = '',
    fields = [],
    footer,
    author,
  } = embed as {
    title?: string;
    description?: string;
    fields?: { name: string; value: string }[];
    footer?: { text: string };
    author?: { name: string };
  };
  const inFields = fields.map(({ name, value }) => name + value).join('');
  return title + description + inFields + (footer?.text ?? '') + (author?.name ?? '');
}

/** A custom_id, and a component's number, may occur once. */
function errorsOfIds(components: readonly Component[]): FieldError[] {
  const all = [...walk(components, ['components'])];
  const twice = (key: 'custom_id' | 'id', code: string): FieldError[] => {
    const seen = new Set<unknown>();
    return all.flatMap(({ component, path }: LocatedComponent) => {
      const value = component[key];
      const again = seen.has(value) && value !== undefined && value !== 0;
      seen.add(value);
      return again ? [{ path: [...path, key], code, message: `Component ${key} cannot be duplicated` }] : [];
    });
  };
  return [...twice('custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED'), ...twice('id', 'COMPONENT_ID_DUPLICATED')];
}

/** A File component shows a file of the message, and nothing of the web (components/reference, "file"). */
function errorsOfFiles(components: readonly Component[]): FieldError[] {
  return [...walk(components, ['components'])].flatMap(({ component: { type, file }, path }) =>
    type !== ComponentType.File || file?.url.startsWith('attachment://') === true
      ? []
      : [
          {
            path: [...path, 'file', 'url'],
            code: 'URL_TYPE_INVALID_SCHEME',
            message: 'Scheme must be one of (attachment).',
          },
        ],
  );
}

/** `attachment://name` must name an attachment of the message; other addresses are the web's or this CDN's. */
function errorsOfMedia(world: World, { components, attachments }: MessageContent): FieldError[] {
  const media = [...walk(components, ['components'])].flatMap(mediaOf);
  return media.flatMap(({ media: { url }, path }) => {
    const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
    const known =
      name === undefined
        ? /^https?:\/\//.test(url) || attachmentIdIn(world, url) !== undefined
        : attachments.some(({ filename }) => filename === name);
    if (known) return [];
    return [
      {
        path: [...path, 'url'],
        code: name === undefined ? 'URL_TYPE_INVALID_SCHEME' : 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
        message: name === undefined ? 'Scheme must be one of (http, https, attachment).' : `No attachment "${name}".`,
      },
    ];
  });
}

function lengthOf(path: readonly (string | number)[], code: string, message: string): FieldError {
  return { path, code, message };
}

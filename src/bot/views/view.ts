import { ButtonStyle, ComponentType } from 'discord.js';
import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIComponentInMessageActionRow,
  APIMediaGalleryComponent,
  APIMessageTopLevelComponent,
  APISelectMenuOption,
  APIStringSelectComponent,
  APITextDisplayComponent,
} from 'discord.js';
import { cut } from '../../text/clean.js';
import { customId } from './customId.js';
import type { ButtonAction, SelectAction } from './customId.js';
import { short } from './markdown.js';

/** A message in Components V2, as data: no `content`, files shown only where a component names them. */
export interface View {
  readonly components: readonly APIMessageTopLevelComponent[];
  readonly files: readonly ViewFile[];
  /** In an edit: files that the message has, which stay, so that components can name them. Others go. */
  readonly kept?: readonly KeptFile[];
}

/** An attachment of a message, by Discord's id and its name. */
interface KeptFile {
  readonly id: string;
  readonly name: string;
}

export interface ViewFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Discord takes 4,000 characters in all text of a message (discord-api-docs#8562); some room is left for what wraps a text. */
const maxText = 3_800;
/** Of one picture's alt text. */
const maxAltText = 1_024;

/** A paragraph. Longer than a message holds, it is cut. */
export function paragraph(text: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content: text.length > maxText ? `${cut(text, maxText)}…` : text };
}

/** Pictures by the names of the view's files, each with what a screen reader says. */
export function gallery(items: readonly { file: string; alt: string }[]): APIMediaGalleryComponent {
  return {
    type: ComponentType.MediaGallery,
    items: items.map(({ file, alt }) => ({
      media: { url: `attachment://${file}` },
      description: short(alt, maxAltText),
    })),
  };
}

export function row<C extends APIComponentInMessageActionRow>(...components: C[]): APIActionRowComponent<C> {
  return { type: ComponentType.ActionRow, components };
}

/** A picture as a file. Its content says what it is: too large for a channel, a PNG is sent as WebP. */
export function imageFile(name: string, bytes: Uint8Array): ViewFile {
  const isWebp = Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'RIFF';
  return { name: `${name}.${isWebp ? 'webp' : 'png'}`, bytes };
}

/** A button that works for ever: its id says what it does and to what. */
export function button(
  action: ButtonAction,
  id: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style, label, custom_id: customId(action, id) };
}

/** A list to choose one from. */
export function select(
  action: SelectAction,
  id: string,
  placeholder: string,
  options: APISelectMenuOption[],
): APIStringSelectComponent {
  return { type: ComponentType.StringSelect, custom_id: customId(action, id), placeholder, options };
}

/** A message of text alone. */
export function textView(...paragraphs: readonly string[]): View {
  return { components: paragraphs.map(paragraph), files: [] };
}

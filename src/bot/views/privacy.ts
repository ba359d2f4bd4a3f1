import { ButtonStyle, ComponentType } from 'discord.js';
import type { Texts } from '../i18n/index.js';
import { button, paragraph, row } from './view.js';
import type { View } from './view.js';

/** A file to take away, with a word about it. */
export function fileView(words: string, name: string, bytes: Uint8Array): View {
  return {
    components: [paragraph(words), { type: ComponentType.File, file: { url: `attachment://${name}` } }],
    files: [{ name, bytes }],
  };
}

/** What erasing means, and the button that does it. */
export function eraseView({ answers: t }: Texts, userId: string): View {
  return {
    components: [paragraph(t.eraseAsk), row(button('erase', userId, t.eraseButton, ButtonStyle.Danger))],
    files: [],
  };
}

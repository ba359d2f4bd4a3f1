import { flatten } from '../../../rules/components.js';
import type { PageMessage } from '../../../site/protocol.js';
import type { PageTexts } from '../../i18n/index.js';
import { textOf } from '../../state/pageState.js';
import { plainText } from '../../text/markdown.js';

/**
 * What a screen reader says of a message: its first line and what its pictures show. Steps and times of a progress are not in it, so
 * that it is said when the message comes, when the first preview comes, and when the pictures are there.
 */
export function screenReaderText(message: PageMessage, texts: PageTexts, nameOf?: (id: string) => string): string {
  if (message.loading) return '';
  const [text = ''] = plainText(textOf(message), nameOf).split('\n');
  const pictures = flatten(message.components).flatMap(({ items = [] }) => items);
  const shown = pictures.map(({ description }) => description ?? texts.picture.undescribed);
  return [`${message.author.name}: ${text}`, ...shown].join('. ');
}

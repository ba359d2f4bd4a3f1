import type { PageMessage } from '../../../site/protocol.js';
import { buttonStyle, componentType, plain } from '../../discord.js';
import { flatten, textOf } from '../../state/state.js';
import { plainText } from '../../text/markdown.js';

/**
 * What a screen reader says of a message, once: nothing while it can still be cancelled, since its progress would never let one
 * hear anything else.
 */
export function announcement(message: PageMessage, nameOf?: (id: string) => string): string {
  const buttons = flatten(message.components).filter(({ type }) => plain(type) === componentType.button);
  const pictures = flatten(message.components).flatMap(({ items = [] }) => items);
  const isUnderWay = buttons.length === 1 && plain(buttons[0]?.style ?? 0) !== buttonStyle.primary && pictures.length <= 1;
  if (message.loading || (isUnderWay && message.command !== null)) return '';
  const text = plainText(textOf(message), nameOf).split('\n')[0] ?? '';
  const shown = pictures.length === 0 ? '' : `, ${pictures.length} picture${pictures.length === 1 ? '' : 's'}`;
  return `${message.author.name}: ${text}${shown}`;
}

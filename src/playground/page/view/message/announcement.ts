import type { PageMessage } from '../../../site/protocol.js';
import { buttonStyle, componentType } from '../../discord.js';
import { flatten, textOf } from '../../state/state.js';
import { plainText } from '../../text/markdown.js';

/**
 * What a screen reader says of a message, once: nothing while it can still be cancelled, since its progress would never let one
 * hear anything else.
 */
export function announcement(message: PageMessage): string {
  const buttons = flatten(message.components).filter(({ type }) => (type as number) === componentType.button);
  const pictures = flatten(message.components).flatMap(({ items = [] }) => items);
  const isUnderWay = buttons.length === 1 && buttons[0]?.style !== buttonStyle.primary && pictures.length <= 1;
  if (message.loading || (isUnderWay && message.command !== null)) return '';
  const text = plainText(textOf(message)).split('\n')[0] ?? '';
  const shown = pictures.length === 0 ? '' : `, ${pictures.length} picture${pictures.length === 1 ? '' : 's'}`;
  return `${message.author.name}: ${text}${shown}`;
}

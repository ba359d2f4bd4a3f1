import type { PageMessage } from '../../../site/protocol.js';

const togetherMs = 7 * 60_000;

/** Whether a message is shown without a header because the one before is by the same author. */
export function continuesGroup(before: PageMessage | undefined, message: PageMessage): boolean {
  return (
    before?.author.id === message.author.id &&
    message.createdAt - before.createdAt < togetherMs &&
    message.command === null &&
    message.replyTo === null &&
    before.ephemeral === message.ephemeral
  );
}

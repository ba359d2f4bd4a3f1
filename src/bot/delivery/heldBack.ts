import { errorData } from '../errors.js';
import type { StoredGeneration } from '../repositories/index.js';
import { youngToken } from './editOrPost.js';
import type { DeliveryEvent } from './event.js';
import { showEndEvent } from './showEnd.js';
import type { EndContext, ShownEnd } from './showEnd.js';

/**
 * Shows how a generation ended. What the safety checker held back is for whoever asked alone: a private message says it, and the reply, which
 * everybody reads, does not. Where the interaction's token is too old for that, or Discord refuses it, the reply says it.
 * A process that dies between the two tells it twice. @throws whatever may pass: the job is tried again
 */
export async function showEndDiscreetly(
  context: EndContext,
  generation: StoredGeneration,
  end: DeliveryEvent,
): Promise<ShownEnd> {
  const heldBack = heldBackOf(generation, end);
  const at = heldBack && youngToken(generation.reply, context.now());
  if (!at) return showEndEvent(context, generation, end);
  // First the reply: while it is deferred, a follow-up would take its place, for everybody to read.
  const shown = await showEndEvent(context, generation, withoutReason(end));
  const told = await context.messenger.followUp(at, await context.render(heldBack));
  return 'refused' in told ? showEndEvent(context, generation, end) : shown;
}

function heldBackOf(
  generation: StoredGeneration,
  end: DeliveryEvent,
): Extract<DeliveryEvent, { kind: 'heldBack' }> | undefined {
  if (end.kind === 'failed') {
    const { reason } = end.error;
    return typeof reason === 'object' && reason.code === 'flagged'
      ? { kind: 'heldBack', generation, count: reason.params.count, all: true }
      : undefined;
  }
  if (end.kind !== 'pictures') return undefined;
  for (const notice of end.outcome.notices)
    if (typeof notice === 'object' && notice.code === 'flagged')
      return { kind: 'heldBack', generation, count: notice.count, all: false };
  return undefined;
}

function withoutReason(end: DeliveryEvent): DeliveryEvent {
  if (end.kind === 'failed') return { ...end, error: { ...end.error, reason: errorData('toldPrivately') } };
  if (end.kind !== 'pictures') return end;
  const notices = end.outcome.notices.filter((notice) => typeof notice === 'string' || notice.code !== 'flagged');
  return { ...end, outcome: { ...end.outcome, notices } };
}

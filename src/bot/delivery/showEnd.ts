import { errorData } from '../errors.js';
import type { Failure } from '../errors.js';
import { say, textsFor } from '../i18n/index.js';
import { failGeneration } from '../repositories/index.js';
import type { Store, StoredGeneration } from '../repositories/index.js';
import { textView } from '../views/view.js';
import type { View } from '../views/view.js';
import { editOrPostReply } from './editOrPost.js';
import type { DeliveryEvent, Messenger, Refused, Render, Sent } from './event.js';
import { fileBudget, fitPictures, smallerBudget } from './fitPictures.js';
import { isRefusedFor, remedyOf } from './refusals.js';

/** What showing an end needs. */
export interface EndContext {
  readonly store: Store;
  readonly messenger: Messenger;
  readonly render: Render;
  readonly log: { readonly refused: (generation: StoredGeneration, code: number) => void };
  readonly now: () => number;
}

/** What Discord was shown at last, and what it said. */
export interface ShownEnd {
  readonly event: DeliveryEvent;
  readonly view: View;
  readonly delivered: Sent | Refused;
}

/** Pictures are sent so often, each time smaller. */
const mostSizes = 3;

/**
 * Shows how a generation ended. Pictures that Discord finds too large are sent smaller; where it refuses what the message holds, the
 * reply says so instead, and the generation is failed. @throws whatever may pass: the job is tried again
 */
export async function showEndEvent(
  context: EndContext,
  generation: StoredGeneration,
  end: DeliveryEvent,
): Promise<ShownEnd> {
  const shown = await (end.kind === 'pictures'
    ? showPictures(context, generation, end)
    : show(context, generation, end));
  const { delivered } = shown;
  if (!isRefusedFor(delivered, 'smaller', 'tell')) return shown;
  context.log.refused(generation, delivered.refused);
  switch (end.kind) {
    case 'pictures':
      return tell(context, generation, delivered.refused);
    case 'made': {
      const reason = errorData('refusedByDiscord', { code: delivered.refused });
      return tellPlainly(context, generation, shown, { kind: 'operator', reason });
    }
    case 'failed':
      return tellPlainly(context, generation, shown, end.error);
    default:
      return shown;
  }
}

async function showPictures(
  context: EndContext,
  generation: StoredGeneration,
  end: Extract<DeliveryEvent, { kind: 'pictures' }>,
): Promise<ShownEnd> {
  const { attachmentLimit } = generation.reply;
  let pictures = await fitPictures(end.pictures, fileBudget(attachmentLimit));
  let shown = await show(context, generation, { ...end, pictures });
  for (let sizes = 1; sizes < mostSizes && isRefusedFor(shown.delivered, 'smaller'); sizes++) {
    pictures = await fitPictures(end.pictures, smallerBudget(attachmentLimit, pictures));
    shown = await show(context, generation, { ...end, pictures });
  }
  return shown;
}

/** Says that Discord refused the pictures. */
async function tell(context: EndContext, generation: StoredGeneration, code: number): Promise<ShownEnd> {
  const reason = errorData(remedyOf(code) === 'smaller' ? 'tooLargeForDiscord' : 'refusedByDiscord', { code });
  const error: Failure = { kind: 'operator', reason };
  await failGeneration(context.store.client, generation.id, error, context.now());
  const told = await show(context, generation, { kind: 'failed', generation, error });
  return isRefusedFor(told.delivered, 'tell') ? tellPlainly(context, generation, told, error) : told;
}

/** The reason alone: the request's own words may be what Discord refuses. */
async function tellPlainly(
  context: EndContext,
  generation: StoredGeneration,
  refused: ShownEnd,
  { reason }: Failure,
): Promise<ShownEnd> {
  const view = textView(say(reason, textsFor(generation.reply.locale)));
  return { ...refused, view, delivered: await send(context, generation, view) };
}

async function show(context: EndContext, generation: StoredGeneration, event: DeliveryEvent): Promise<ShownEnd> {
  const view = await context.render(event);
  return { event, view, delivered: await send(context, generation, view) };
}

function send(
  { store, messenger, now }: EndContext,
  generation: StoredGeneration,
  view: View,
): Promise<Sent | Refused> {
  return editOrPostReply(store, messenger, generation, view, now);
}

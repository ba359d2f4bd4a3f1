import { say } from '../i18n/index.js';
import { findPublishedPack } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import { cardView } from '../views/cards.js';
import { pictureView } from '../views/picture.js';
import { cancelledView, failedView, paintingView, waitingView } from '../views/progress.js';
import { textView } from '../views/view.js';
import type { View } from '../views/view.js';
import type { DeliveryEvent, Render } from './event.js';

type Views = {
  readonly [K in DeliveryEvent['kind']]: (event: Extract<DeliveryEvent, { kind: K }>) => View | Promise<View>;
};

/** What each news of a generation looks like on Discord. */
export function createRender({ client }: Store): Render {
  const views: Views = {
    place: ({ generation, position }) => waitingView(generation, position),
    progress: ({ generation, progress: { stage, done, total }, preview, seconds }) =>
      paintingView(generation, {
        stage,
        done,
        total,
        ...(seconds !== undefined && { seconds }),
        ...(preview && { preview: { bytes: preview, format: 'png' as const } }),
      }),
    pictures: async ({ generation, outcome, pictures }) => {
      const pack = await findPublishedPack(client, generation.pack);
      return pictureView({ ...generation, outcome }, pictures, pack?.settings.presets);
    },
    failed: ({ generation, error }) => failedView(generation, say(error.reason)),
    cancelled: ({ generation }) => cancelledView(generation),
    card: ({ generation: { imagineOptions }, card }) =>
      imagineOptions.aesthetic
        ? cardView(imagineOptions.card?.said ?? '', imagineOptions.aesthetic, card)
        : textView(imagineOptions.card?.said ?? ''),
  };
  // The table is total, and each entry takes its own kind: what the compiler cannot see across the union.
  return (event) => (views[event.kind] as (event: DeliveryEvent) => View | Promise<View>)(event);
}

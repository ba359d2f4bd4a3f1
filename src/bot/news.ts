import { findPublishedPack } from './data/index.js';
import type { Store } from './data/index.js';
import type { News, Render } from './jobs/news.js';
import { cardView } from './views/cards.js';
import { pictureView } from './views/picture.js';
import { cancelledView, failedView, paintingView, waitingView } from './views/progress.js';
import { textView } from './views/view.js';
import type { View } from './views/view.js';

type Views = { readonly [K in News['kind']]: (news: Extract<News, { kind: K }>) => View | Promise<View> };

/** What each news of a generation looks like on Discord. */
export function createRender({ client }: Store): Render {
  const views: Views = {
    place: ({ generation, standing }) => waitingView(generation, standing),
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
    failed: ({ generation, error }) => failedView(generation, error.text),
    cancelled: ({ generation }) => cancelledView(generation),
    card: ({ generation: { wish }, card }) =>
      wish.aesthetic ? cardView(wish.card?.said ?? '', wish.aesthetic, card) : textView(wish.card?.said ?? ''),
  };
  // The table is total, and each entry takes its own kind: what the compiler cannot see across the union.
  return (news) => (views[news.kind] as (news: News) => View | Promise<View>)(news);
}

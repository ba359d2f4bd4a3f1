import { say, textsFor } from '../i18n/index.js';
import type { Texts } from '../i18n/index.js';
import { aestheticCounts, findPublishedPack, labelledCard } from '../repositories/index.js';
import type { Store, StoredGeneration } from '../repositories/index.js';
import type { CardState } from '../types.js';
import { cardView } from '../views/cards.js';
import { openDuelView, revealedDuelView } from '../views/duels.js';
import { cancelledMakingView, failedMakingView, madeView, readingMakingView } from '../views/making.js';
import type { ShownMaking } from '../views/making.js';
import { pictureView } from '../views/picture.js';
import { cancelledView, failedView, heldBackView, paintingView, waitingView } from '../views/progress.js';
import { textView } from '../views/view.js';
import type { View } from '../views/view.js';
import type { DeliveryEvent, Render } from './event.js';
import { withTally } from './tally.js';

type Views = {
  readonly [K in DeliveryEvent['kind']]: (
    texts: Texts,
    event: Extract<DeliveryEvent, { kind: K }>,
  ) => View | Promise<View>;
};

/** What each delivery event of a generation looks like on Discord, in its server's language. */
export function createRender({ client }: Store): Render {
  const views: Views = {
    place: (texts, { generation, position }) => waitingView(texts, generation, position),
    progress: (texts, { generation, progress: { stage, done, total }, preview, seconds }) =>
      paintingView(texts, generation, {
        stage,
        done,
        total,
        ...(seconds !== undefined && { seconds }),
        ...(preview && { preview: { bytes: preview, format: 'png' as const } }),
      }),
    pictures: async (texts, { generation, outcome, pictures, closesAt }) => {
      if (closesAt !== undefined) return openDuelView(texts, { ...generation, outcome }, pictures, closesAt);
      const pack = await findPublishedPack(client, generation.pack);
      return pictureView(texts, { ...generation, outcome }, pictures, pack?.settings.presets);
    },
    reveal: (texts, { generation, duel: { id, result, pictures } }) =>
      revealedDuelView(texts, generation, id, result, pictures),
    failed: (texts, { generation, error }) => {
      const making = makingOf(generation);
      return making
        ? failedMakingView(texts, making, say(error.reason, texts))
        : failedView(texts, generation, say(error.reason, texts));
    },
    cancelled: (texts, { generation }) => {
      const making = makingOf(generation);
      return making ? cancelledMakingView(texts, making) : cancelledView(texts, generation);
    },
    heldBack: (texts, { generation, count, all }) => heldBackView(texts, generation, count, all),
    reading: (texts, { generation, progress }) => {
      const making = makingOf(generation);
      return making ? readingMakingView(texts, making, progress.done) : textView('');
    },
    made: (texts, { generation, said, aesthetic, card }) =>
      withVotes(client, generation, aesthetic.id, madeView(texts, said, aesthetic, card), card),
    card: async (texts, { generation, card }) => {
      const { guildId, imagineOptions } = generation;
      const { said = '', before } = imagineOptions.card ?? {};
      const { aesthetic } = imagineOptions;
      if (!aesthetic) return textView(said);
      const shown = before && (await labelledCard(client, guildId, before));
      return withVotes(client, generation, aesthetic.id, cardView(texts, said, aesthetic, card, shown), card);
    },
  };
  // The table is total, and each entry takes its own kind: what the compiler cannot see across the union.
  return (event) => {
    const view = views[event.kind] as (texts: Texts, event: DeliveryEvent) => View | Promise<View>;
    return view(textsFor(event.generation.reply.locale), event);
  };
}

/** With the votes on the card that it shows. */
async function withVotes(
  client: Store['client'],
  { guildId, reply }: StoredGeneration,
  aestheticId: string,
  view: View,
  card: CardState | undefined,
): Promise<View> {
  if (card?.state !== 'painted') return view;
  const { votes } = await aestheticCounts(client, guildId, aestheticId);
  return { ...view, components: withTally(view.components, votes, reply.locale) ?? view.components };
}

/** As the views of requests for aesthetics take it. */
function makingOf({ id, imagineOptions: { making } }: StoredGeneration): ShownMaking | undefined {
  if (!making) return undefined;
  const { what, files } = making;
  return { id, name: what.kind === 'add' ? what.aesthetic.name : what.name, files: files.length };
}

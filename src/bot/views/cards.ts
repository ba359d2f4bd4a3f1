import type { APIMessageTopLevelComponent } from 'discord.js';
import { decimal } from '../i18n/decimal.js';
import { say } from '../i18n/index.js';
import type { Texts } from '../i18n/index.js';
import type { AestheticLabel, Card, CardState, LabelledCard } from '../types.js';
import { escape, sentence, short, small } from './markdown.js';
import { labelText } from './proof.js';
import { about } from './time.js';
import { button, gallery, paragraph, row } from './view.js';
import type { View, ViewFile } from './view.js';
import { voteRow } from './voteButtons.js';

const promptLength = 60;

/** What is said of an aesthetic, and its card, or how it comes to one; above it the card of what was before. `said` is markdown. */
export function cardView(
  texts: Texts,
  said: string,
  aesthetic: AestheticLabel,
  card: CardState,
  before?: LabelledCard,
): View {
  const earlier = before && { name: `before-${before.label.id}.webp`, bytes: before.card.picture };
  const t = texts.taste;
  return {
    components: [
      paragraph(said),
      ...(before && earlier
        ? [
            paragraph(small(t.cardBefore(labelText(texts, before.label)))),
            gallery([{ file: earlier.name, alt: cardAlt(texts, before.label, before.card) }]),
            paragraph(small(t.cardAfter(labelText(texts, aesthetic)))),
          ]
        : []),
      ...below(texts, aesthetic, card),
    ],
    files: [...(earlier ? [earlier] : []), ...(card.state === 'painted' ? [cardFile(aesthetic, card.card)] : [])],
  };
}

function cardAlt(texts: Texts, { name }: AestheticLabel, card: Card): string {
  return texts.answers.cards.alt(name, measured(texts, card));
}

function below(texts: Texts, aesthetic: AestheticLabel, card: CardState): APIMessageTopLevelComponent[] {
  const t = texts.answers.cards;
  switch (card.state) {
    case 'painted':
      return [...cardParts(texts, aesthetic, card.card), voteRow(aesthetic.id)];
    case 'painting':
      if (card.shownIn !== undefined) return [paragraph(small(t.paintingThere(card.shownIn)))];
      return [paragraph(small(t.painting)), row(button('cancel', card.generationId, texts.pictures.buttons.cancel))];
    case 'offered':
      return [offer(texts, aesthetic, card.seconds)];
    case 'cancelled':
      return [paragraph(small(t.cancelled)), offer(texts, aesthetic)];
    case 'failed':
      return [paragraph(small(`${t.failed} ${escape(sentence(say(card.reason, texts)))}`)), offer(texts, aesthetic)];
  }
}

/** The button that has a card painted. */
function offer(texts: Texts, aesthetic: AestheticLabel, seconds?: number) {
  return row(cardButton(texts, aesthetic, seconds));
}

export function cardButton(texts: Texts, { id }: AestheticLabel, seconds?: number) {
  return button('card', id, texts.answers.cards.paint(seconds === undefined ? undefined : about(texts, seconds)));
}

/** The picture by its file, and below it what was measured. */
export function cardParts(texts: Texts, aesthetic: AestheticLabel, card: Card): APIMessageTopLevelComponent[] {
  const t = texts.answers.cards;
  const columns = measured(texts, card);
  return [
    gallery([{ file: cardFile(aesthetic, card).name, alt: cardAlt(texts, aesthetic, card) }]),
    ...(columns.length > 0 ? [paragraph(small(t.proof(columns)))] : []),
  ];
}

/** Named by the aesthetic: of several in one message each has a name of its own. */
export function cardFile({ id }: AestheticLabel, { picture }: Card): ViewFile {
  return { name: `card-${id}.webp`, bytes: picture };
}

/** `a castle −0.34 → −0.01`, of each prompt. */
function measured({ locale, answers }: Texts, { columns }: Card): string[] {
  return columns.map(({ prompt, before, after }) =>
    answers.cards.column(escape(short(prompt, promptLength)), decimal(locale, before), decimal(locale, after)),
  );
}

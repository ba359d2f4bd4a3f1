import type { APIMessageTopLevelComponent } from 'discord.js';
import { decimal } from '../i18n/decimal.js';
import { say, text } from '../i18n/index.js';
import type { AestheticLabel, Card, CardState } from '../types.js';
import { escape, sentence, short, small } from './markdown.js';
import { about } from './time.js';
import { button, gallery, paragraph, row } from './view.js';
import type { View, ViewFile } from './view.js';

const t = text.answers.cards;
const promptLength = 60;

/** What is said of an aesthetic, and its card, or how it comes to one. `said` is markdown. */
export function cardView(said: string, aesthetic: AestheticLabel, card: CardState): View {
  return {
    components: [paragraph(said), ...below(aesthetic, card)],
    files: card.state === 'painted' ? [cardFile(aesthetic, card.card)] : [],
  };
}

function below(aesthetic: AestheticLabel, card: CardState): APIMessageTopLevelComponent[] {
  switch (card.state) {
    case 'painted':
      return cardParts(aesthetic, card.card);
    case 'painting':
      return [paragraph(small(t.painting)), row(button('cancel', card.generationId, text.pictures.buttons.cancel))];
    case 'offered':
      return [offer(aesthetic, card.seconds)];
    case 'cancelled':
      return [paragraph(small(t.cancelled)), offer(aesthetic)];
    case 'failed':
      return [paragraph(small(`${t.failed} ${escape(sentence(say(card.reason)))}`)), offer(aesthetic)];
  }
}

/** The button that has a card painted. */
function offer(aesthetic: AestheticLabel, seconds?: number) {
  return row(cardButton(aesthetic, seconds));
}

export function cardButton({ id }: AestheticLabel, seconds?: number) {
  return button('card', id, t.paint(seconds === undefined ? undefined : about(seconds)));
}

/** The picture by its file, and below it what was measured. */
export function cardParts(aesthetic: AestheticLabel, card: Card): APIMessageTopLevelComponent[] {
  return [
    gallery([{ file: cardFile(aesthetic, card).name, alt: cardAlt(aesthetic, card) }]),
    ...(card.columns.length > 0 ? [paragraph(small(t.proof(measured(card))))] : []),
  ];
}

/** Named by the aesthetic: of several in one message each has a name of its own. */
export function cardFile({ id }: AestheticLabel, { picture }: Card): ViewFile {
  return { name: `card-${id}.webp`, bytes: picture };
}

function cardAlt({ name }: AestheticLabel, card: Card): string {
  return t.alt(name, measured(card));
}

/** `a castle −0.34 → −0.01`, of each prompt. */
function measured({ columns }: Card): string[] {
  return columns.map(({ prompt, before, after }) =>
    t.column(escape(short(prompt, promptLength)), decimal(before), decimal(after)),
  );
}

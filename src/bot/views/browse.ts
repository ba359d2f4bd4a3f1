import type { APIMessageTopLevelComponent } from 'discord.js';
import type { Texts } from '../i18n/index.js';
import type { AestheticDetails } from '../types.js';
import { aestheticFacts } from './aesthetics.js';
import { cardButton, cardFile, cardParts } from './cards.js';
import { small } from './markdown.js';
import { button, paragraph, row, textView } from './view.js';
import type { View } from './view.js';
import { voteRow } from './voteButtons.js';

/** Aesthetics on one page of the gallery. */
export const browseSize = 3;

/**
 * One page of the gallery of cards; `page` and `pages` count from 1. What has no card yet has a button for one. Where the bot may not
 * paint, neither is shown.
 */
export function browseView(
  texts: Texts,
  aesthetics: readonly AestheticDetails[],
  page: number,
  pages: number,
  paints: boolean,
): View {
  const t = texts.answers;
  if (aesthetics.length === 0) return textView(t.noAesthetics);
  const turn = [
    ...(page > 1 ? [button('browse', String(page - 1), t.earlier)] : []),
    ...(page < pages ? [button('browse', String(page + 1), t.later)] : []),
  ];
  return {
    components: [
      ...aesthetics.flatMap((one) => [
        paragraph(aestheticFacts(texts, one)),
        ...(paints ? cardOrButton(texts, one) : []),
      ]),
      ...(pages > 1 ? [paragraph(small(t.pages(page, pages))), row(...turn)] : []),
    ],
    files: aesthetics.flatMap((one) => (paints && one.card ? [cardFile(one, one.card)] : [])),
  };
}

function cardOrButton(texts: Texts, one: AestheticDetails): APIMessageTopLevelComponent[] {
  if (one.card) return [...cardParts(texts, one, one.card), voteRow(one.id)];
  return one.unusable === undefined ? [row(cardButton(texts, one))] : [];
}

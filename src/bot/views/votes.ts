import { ButtonStyle } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { Texts } from '../i18n/index.js';
import type { AestheticDetails, Tally, VotablePicture } from '../types.js';
import { aestheticFacts } from './aesthetics.js';
import { cardFile, cardParts } from './cards.js';
import type { ButtonAction } from './customId.js';
import { escape, small } from './markdown.js';
import { button, gallery, paragraph, row, textView } from './view.js';
import type { View, ViewFile } from './view.js';
import { thumbs } from './voteButtons.js';

/** What somebody voted, and what others did. */
export function votedOnAesthetic(texts: Texts, name: string, tally: Tally): View {
  return textView(...voted(texts, `**${escape(name)}**`, tally, texts.votes.ownAesthetic));
}

export function votedOnPicture(texts: Texts, tally: Tally): View {
  return textView(...voted(texts, texts.votes.thisPicture, tally, texts.votes.ownPicture));
}

function voted(texts: Texts, what: string, tally: Tally, own: string): string[] {
  const { votes: t } = texts;
  const { mine } = tally;
  const said = mine === undefined ? t.withdrawn(what) : mine > 0 ? t.liked(what) : t.disliked(what);
  return [
    [said, counted(texts, tally), ...(tally.own ? [own] : [])].join(' '),
    ...(mine === undefined ? [] : [small(t.hint)]),
  ];
}

/** `9 of 12 votes are 👍`; where there are none that count, or how others voted is not to be told, their number alone. */
function counted({ votes: t }: Texts, { votes, likes }: Tally): string {
  return likes === undefined || votes === 0 ? `${t.count(votes)}.` : t.tally(likes, votes);
}

/** The stream of cards: the next one, below what was just voted. Without a card, its end. */
export function voteView(
  texts: Texts,
  { card, left }: { readonly card?: AestheticDetails; readonly left: number },
  before?: Tally & { readonly name: string },
): View {
  const t = texts.votes;
  const said = before ? [voted(texts, `**${escape(before.name)}**`, before, t.ownAesthetic)[0]] : [];
  if (!card?.card) return textView(...said, left > 0 ? t.lastCard(left) : t.noCards);
  const { id } = card;
  return {
    components: [
      ...said.map(paragraph),
      paragraph(aestheticFacts(texts, card)),
      ...cardParts(texts, card, card.card),
      row(button('likeNext', id, thumbs.like), button('dislikeNext', id, thumbs.dislike), button('skip', id, t.skip)),
      paragraph(small(t.left(left))),
    ],
    files: [cardFile(card, card.card)],
  };
}

/** Of each, four components and a line: a message takes 40 components. */
const mostPictures = 5;

/** Several pictures, as many messages as they need. */
export function pictureVotesViews(texts: Texts, pictures: readonly VotablePicture[]): View[] {
  const count = Math.ceil(pictures.length / mostPictures);
  return Array.from({ length: count }, (_, i) => {
    const first = i * mostPictures;
    const shown = pictures.slice(first, first + mostPictures);
    return {
      components: [
        ...shown.flatMap((picture, k) => votablePicture(texts, picture, first + k + 1)),
        paragraph(small([...(i === 0 ? [texts.votes.pictures] : []), texts.votes.hint].join(' '))),
      ],
      files: shown.map(thumbnailFile),
    };
  });
}

/** The one of them that shows a picture. */
export function pictureVotesView(texts: Texts, pictures: readonly VotablePicture[], id: string): View | undefined {
  const index = pictures.findIndex((picture) => picture.id === id);
  return pictureVotesViews(texts, pictures).at(Math.floor(index / mostPictures));
}

function votablePicture(texts: Texts, picture: VotablePicture, number: number): APIMessageTopLevelComponent[] {
  const { id, mine, own } = picture;
  const t = texts.votes;
  const yours = mine === undefined ? [] : [t.yours(mine > 0 ? thumbs.like : thumbs.dislike)];
  const told = [counted(texts, picture), ...(own ? [t.ownPicture] : [])].join(' ');
  const line = [`**${t.picture(number)}**`, ...yours, told].join(' · ');
  const press = (action: ButtonAction, label: string, isMine: boolean) =>
    button(action, id, label, isMine ? ButtonStyle.Success : ButtonStyle.Secondary);
  return [
    gallery([{ file: thumbnailFile(picture).name, alt: t.picture(number) }]),
    paragraph(line),
    row(press('likeShown', thumbs.like, mine === 1), press('dislikeShown', thumbs.dislike, mine === -1)),
  ];
}

function thumbnailFile({ id, thumbnail }: VotablePicture): ViewFile {
  return { name: `picture-${id}.webp`, bytes: thumbnail };
}

import type { Texts } from '../i18n/index.js';
import type { GalleryPage, GalleryPicture, GallerySort } from '../types.js';
import { escape, member, short, small } from './markdown.js';
import { labelText } from './proof.js';
import { button, gallery, paragraph, row, textView } from './view.js';
import type { View, ViewFile } from './view.js';

const promptLength = 120;

/** What a page of the gallery was asked for, as its buttons carry it. */
export interface GalleryPlace {
  readonly page: number;
  readonly sort: GallerySort;
  /** Of who asked for the pictures. */
  readonly memberId?: string;
  /** Of the aesthetic; `null`: painted without one. */
  readonly aestheticId?: string | null;
}

const none = 'none';
const shape = /^(\d{1,6})([bn])(\d{0,20})_([\w-]{22}|none|)$/;

/** `2b200_AZVJ…`: page, order, member, aesthetic. */
export function galleryPlaceId({ page, sort, memberId = '', aestheticId }: GalleryPlace): string {
  return `${page}${sort === 'best' ? 'b' : 'n'}${memberId}_${aestheticId === null ? none : (aestheticId ?? '')}`;
}

/** Undefined for what this bot never made. */
export function parseGalleryPlace(id: string): GalleryPlace | undefined {
  const found = shape.exec(id);
  if (!found) return undefined;
  const [, page, sort, memberId, aestheticId] = found;
  return {
    page: Number(page),
    sort: sort === 'b' ? 'best' : 'newest',
    ...(memberId && { memberId }),
    ...(aestheticId && { aestheticId: aestheticId === none ? null : aestheticId }),
  };
}

/** One page of pictures, each with its number, a link to its message, and how many voted: never how, before one has voted. */
export function galleryView(
  texts: Texts,
  guildId: string,
  place: GalleryPlace,
  { pictures, page, pages, first }: GalleryPage,
): View {
  const { answers, gallery: t } = texts;
  if (pictures.length === 0) return textView(t.empty);
  const files = pictures.map(({ thumbnail }, i): ViewFile => ({ name: `picture-${first + i}.webp`, bytes: thumbnail }));
  const turn = [
    ...(page > 1 ? [turnTo({ ...place, page: page - 1 }, answers.earlier)] : []),
    ...(page < pages ? [turnTo({ ...place, page: page + 1 }, answers.later)] : []),
  ];
  return {
    components: [
      paragraph(`## ${place.sort === 'best' ? t.best : t.newest}`),
      gallery(pictures.map((picture, i) => ({ file: files[i].name, alt: `${first + i}. ${altText(texts, picture)}` }))),
      paragraph(pictures.map((picture, i) => `**${first + i}.** ${pictureLine(texts, guildId, picture)}`).join('\n')),
      ...(pages > 1 ? [paragraph(small(answers.pages(page, pages))), row(...turn)] : []),
    ],
    files,
  };
}

/** `[a castle](link) · gloomcore v2 · @member · 12 votes`. */
export function pictureLine(texts: Texts, guildId: string, picture: GalleryPicture): string {
  const { prompt, aesthetic, askerId, votes } = picture;
  return [
    `[${escape(short(prompt, promptLength))}](${messageLink(guildId, picture)})`,
    aesthetic ? labelText(texts, aesthetic) : texts.pictures.noAesthetic,
    member(askerId),
    texts.gallery.votes(votes),
  ].join(' · ');
}

export function messageLink(
  guildId: string,
  { channelId, messageId }: Pick<GalleryPicture, 'channelId' | 'messageId'>,
): string {
  return `https://discord.com/channels/${guildId}/${channelId}/${messageId}`;
}

export function altText({ pictures: t }: Texts, { prompt, aesthetic }: GalleryPicture): string {
  return t.alt(short(prompt, 900), aesthetic?.name);
}

function turnTo(place: GalleryPlace, label: string) {
  return button('gallery', galleryPlaceId(place), label);
}

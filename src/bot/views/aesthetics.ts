import { ButtonStyle } from 'discord.js';
import { shortDecimal } from '../i18n/decimal.js';
import { say } from '../i18n/index.js';
import type { Texts } from '../i18n/index.js';
import type { AestheticDetails, AestheticSummary } from '../types.js';
import { cardButton, cardFile, cardParts } from './cards.js';
import { escape, member, short, small } from './markdown.js';
import { button, gallery, paragraph, row, select, textView } from './view.js';
import type { View, ViewFile } from './view.js';
import { voteButtons } from './voteButtons.js';

/** Names of 32 characters and notes of 120, escaped, fit into a message's text ten times. */
const pageSize = 10;
const noteLength = 120;
/** Of one message. */
const mostFiles = 10;

/** One page of a server's aesthetics. Pages count from 1; beyond the last, the last is shown. */
export function aestheticList(texts: Texts, aesthetics: readonly AestheticSummary[], wanted = 1): View {
  const t = texts.answers;
  if (aesthetics.length === 0) return textView(t.noAesthetics);
  const pages = Math.ceil(aesthetics.length / pageSize);
  const page = Math.min(Math.max(wanted, 1), pages);
  const entries = aesthetics.slice((page - 1) * pageSize, page * pageSize).map((one) => aestheticFacts(texts, one));
  const turn = [
    ...(page > 1 ? [button('page', String(page - 1), t.earlier)] : []),
    ...(page < pages ? [button('page', String(page + 1), t.later)] : []),
  ];
  return {
    components: [
      paragraph(`## ${t.aesthetics}\n${entries.join('\n')}`),
      ...(pages > 1 ? [paragraph(small(t.pages(page, pages))), row(...turn)] : []),
    ],
    files: [],
  };
}

/**
 * One aesthetic with its images; buttons to change it only for who may. Its card, or a button for one, only where the bot may paint: what
 * it painted is shown nowhere else. `family`: its tree (`familyPart`), where it has one.
 */
export function aestheticDetails(
  texts: Texts,
  aesthetic: AestheticDetails,
  mayChange: boolean,
  paints: boolean,
  family?: View,
): View {
  const t = texts.answers;
  const { id, name, images, unusable } = aesthetic;
  const card = paints ? aesthetic.card : undefined;
  const given = thumbnails(aesthetic).slice(0, mostFiles - (card ? 1 : 0) - (family ? 1 : 0));
  const shown = given.map(({ name: file }, i) => ({ file, alt: t.thumbnail(i + 1, name) }));
  const buttons = [
    ...(mayChange ? [button('rename', id, t.rename)] : []),
    ...(mayChange && images.length > 1 ? [button('remove', id, t.remove)] : []),
    ...(paints && !card && unusable === undefined ? [cardButton(texts, aesthetic)] : []),
  ];
  return {
    components: [
      paragraph([`## ${escape(name)}`, aestheticFacts(texts, aesthetic), ...origin(texts, aesthetic)].join('\n')),
      ...(card ? cardParts(texts, aesthetic, card) : []),
      ...(shown.length > 0 ? [gallery(shown)] : []),
      ...(family?.components ?? []),
      row(...voteButtons(id), ...buttons),
    ],
    files: [...(card ? [cardFile(aesthetic, card)] : []), ...given, ...(family?.files ?? [])],
  };
}

/** Which image is to be taken out: thumbnails, and a select of their numbers. Of more than 25, the latest 25. */
export function removeImageView({ answers: t }: Texts, aesthetic: AestheticDetails): View {
  const { id, name, images } = aesthetic;
  const options = images.map((image, i) => ({ label: t.image(i + 1), value: image.id })).slice(-25);
  const files = thumbnails(aesthetic).slice(-10);
  const first = images.length - files.length;
  return {
    components: [
      paragraph(t.removeWhich(escape(name))),
      gallery(files.map(({ name: file }, i) => ({ file, alt: t.thumbnail(first + i + 1, name) }))),
      row(select('image', id, t.imagePlaceholder, options)),
    ],
    files,
  };
}

/** Other aesthetics for the same prompt and seed: the 25 most used that the pack can use. */
export function pickView(
  { answers, pictures: t }: Texts,
  generationId: string,
  aesthetics: readonly AestheticSummary[],
): View {
  const options = aesthetics
    .filter((one) => one.unusable === undefined)
    .slice(0, 25)
    .map(({ id, name, note }) => ({
      label: short(name, 100),
      value: id,
      ...(note && { description: short(note, 100) }),
    }));
  if (options.length === 0) return textView(answers.noAesthetics);
  return {
    components: [paragraph(t.pickTitle), row(select('pick', generationId, t.pickPlaceholder, options))],
    files: [],
  };
}

/** Deleted, and the way back. */
export function deletedView({ answers: t }: Texts, { id, name }: AestheticSummary): View {
  return {
    components: [paragraph(t.deleted(escape(name))), row(button('undo', id, t.undo, ButtonStyle.Primary))],
    files: [],
  };
}

function origin({ locale, answers: t, pictures }: Texts, { parts, adopted }: AestheticDetails): string[] {
  const named = (parts ?? []).map(({ name, version, weight }) =>
    t.part(shortDecimal(locale, weight), pictures.version(name === undefined ? t.gonePart : escape(name), version)),
  );
  return [...(named.length > 0 ? [small(t.blendOf(named))] : []), ...(adopted === true ? [small(t.adoptedFrom)] : [])];
}

function thumbnails({ images }: AestheticDetails): ViewFile[] {
  return images.map(({ thumbnail }, i) => ({ name: `image-${i + 1}.webp`, bytes: thumbnail }));
}

/** A line of facts, its note, and why it cannot be used. */
export function aestheticFacts(texts: Texts, aesthetic: AestheticSummary): string {
  const { name, version, kind, note, count, uses, votes, creatorId, unusable } = aesthetic;
  const t = texts.answers;
  const facts = [
    texts.pictures.version(`**${escape(name)}**`, version),
    kind,
    t.images(count),
    t.uses(uses),
    ...(votes > 0 ? [texts.votes.count(votes)] : []),
    creatorId === undefined ? t.ofPack : t.madeBy(member(creatorId)),
  ].join(' · ');
  const lines = [
    facts,
    ...(note ? [small(escape(short(note, noteLength)))] : []),
    ...(unusable ? [small(escape(short(say(unusable, texts), noteLength)))] : []),
  ];
  return lines.join('\n');
}

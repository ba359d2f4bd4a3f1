import { ButtonStyle } from 'discord.js';
import type { PresetName } from '../../engine/index.js';
import type { Texts } from '../i18n/index.js';
import { noticeText } from '../i18n/notices.js';
import { stripCaption } from '../i18n/strip.js';
import type { Generation, Picture, ImagineOptions } from '../types.js';
import { bestParts } from './best.js';
import { escape, member, short, small } from './markdown.js';
import { proofLine } from './proof.js';
import type { Painted } from './proof.js';
import { varyButtons } from './vary.js';
import { button, gallery, imageFile, paragraph, row } from './view.js';
import type { View } from './view.js';
import { pictureVoteButtons } from './voteButtons.js';

/** Of the prompt above a picture; alt text and recipe have all of it. */
const promptLength = 300;
const noticesLength = 1_200;

/** The finished pictures: gallery with alt text, the proof line, notices, and buttons that never expire. */
export function pictureView(
  texts: Texts,
  painted: Painted,
  pictures: readonly Picture[],
  presets?: Readonly<Record<PresetName, number>>,
): View {
  const t = texts.pictures;
  const { id, imagineOptions, outcome } = painted;
  const nameOf = (plain: boolean): string => (imagineOptions.strip === true ? 'strip' : plain ? 'plain' : 'picture');
  const files = pictures.map(({ bytes, seed, plain }) => imageFile(`${nameOf(plain)}-${seed}`, bytes));
  const items = pictures.map(({ plain }, i) => ({
    file: files[i].name,
    alt: altText(texts, asPainted(painted), plain),
  }));
  const notices = [
    ...(imagineOptions.besidePlain === true && imagineOptions.aesthetic
      ? [t.plainAndPersonalised(escape(imagineOptions.aesthetic.name))]
      : []),
    ...(imagineOptions.strip === true ? [t.strip.hint] : []),
    ...outcome.notices.map((notice) => escape(noticeText(texts, notice))),
    ...(outcome.cut.length > 0 ? [t.cut(escape(short(outcome.cut.join(' '), promptLength)))] : []),
  ];
  return {
    components: [
      paragraph(headline(asPainted(painted))),
      gallery(items),
      paragraph([proofLine(texts, painted, presets), ...limited(notices)].map(small).join('\n')),
      ...pictureButtons(texts, id, imagineOptions, pictures),
      ...bestParts(texts, id, pictures.length),
    ],
    files,
  };
}

/** With what the seed chose of `{red|blue}`. */
function asPainted(painted: Painted): Painted {
  const { imagineOptions, outcome } = painted;
  return { ...painted, imagineOptions: { ...imagineOptions, prompt: outcome.recipe.prompt } };
}

/** `**a castle** · @member`. */
export function headline({ imagineOptions, askerId }: Pick<Generation, 'imagineOptions' | 'askerId'>): string {
  return `**${escape(short(imagineOptions.prompt, promptLength))}** · ${member(askerId)}`;
}

/** For screen readers: the prompt and the aesthetic, as DISCORD's recommendation 10 asks. */
function altText(texts: Texts, { imagineOptions, outcome }: Painted, plain: boolean): string {
  const { prompt, aesthetic, strip } = imagineOptions;
  const t = texts.pictures;
  const name = plain ? undefined : aesthetic?.name;
  if (strip === true && name !== undefined)
    return t.strip.alt(
      short(prompt, 800),
      name,
      (outcome.strip ?? []).map((cosine, i) => stripCaption(texts, cosine, i)),
    );
  // What comes behind the prompt must survive the cut at 1,024 characters.
  return t.alt(short(prompt, 900), name);
}

function pictureButtons(
  texts: Texts,
  id: string,
  imagineOptions: ImagineOptions,
  pictures: readonly Picture[],
): ReturnType<typeof row>[] {
  const t = texts.pictures.buttons;
  // A strip shows all strengths, the plain picture with them.
  const single = imagineOptions.aesthetic && imagineOptions.strip !== true;
  const strengthButtons =
    single && imagineOptions.optimizer === undefined
      ? [button('stronger', id, t.stronger), button('weaker', id, t.weaker)]
      : [];
  const votable = imagineOptions.strip === true ? [] : pictures.map((picture) => picture.id);
  const largerButton = pictures.length === 1 ? [button('larger', id, t.larger)] : [];
  const beside = single ? [button('plain', id, t.plain), button('strip', id, t.strip)] : [];
  return [
    row(button('again', id, t.again, ButtonStyle.Primary), ...strengthButtons, ...beside),
    row(
      button('other', id, t.other),
      button('recipe', id, t.recipe),
      button('delete', id, t.delete, ButtonStyle.Danger),
      ...pictureVoteButtons(texts, id, votable),
    ),
    ...(imagineOptions.strip === true ? [] : [row(...largerButton, ...varyButtons(texts, id, pictures.length))]),
  ];
}

/** As many notices as fit. */
function limited(notices: readonly string[]): string[] {
  let left = noticesLength;
  return notices.filter((notice) => (left -= notice.length) >= 0);
}

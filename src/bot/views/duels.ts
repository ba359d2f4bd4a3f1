import { ButtonStyle } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { Texts } from '../i18n/index.js';
import type {
  ChoiceReason,
  ContestantName,
  DuelPictures,
  DuelResult,
  Generation,
  Picture,
  PicturePair,
  Pressed,
} from '../types.js';
import type { ButtonAction } from './customId.js';
import { escape, short, small } from './markdown.js';
import { headline } from './picture.js';
import type { Painted } from './proof.js';
import { button, gallery, imageFile, paragraph, row, textView } from './view.js';
import type { View } from './view.js';

/** What the pictures of a pair are called, and nothing else, while members vote. */
const sideNames = ['A', 'B'] as const;
const promptLength = 300;
const altPromptLength = 800;

/** The pictures of a duel, without a word of what they were painted with. `closesAt`: milliseconds since 1970. */
export function openDuelView(texts: Texts, painted: Painted, pictures: readonly Picture[], closesAt: number): View {
  const { duels: t, pictures: p } = texts;
  const { id, imagineOptions, outcome } = painted;
  const files = pictures.map(({ bytes }, i) => imageFile(sideNames[i].toLowerCase(), bytes));
  const alt = (side: string): string => t.alt(side, short(imagineOptions.prompt, altPromptLength));
  return {
    components: [
      paragraph(headline(painted)),
      gallery(files.map(({ name }, i) => ({ file: name, alt: alt(sideNames[i]) }))),
      paragraph(t.open(`<t:${Math.ceil(closesAt / 1000)}:R>`)),
      ...(outcome.cut.length > 0 ? [paragraph(small(p.cut(escape(short(outcome.cut.join(' '), promptLength)))))] : []),
      row(
        button('duelA', id, sideNames[0], ButtonStyle.Primary),
        button('duelB', id, sideNames[1], ButtonStyle.Primary),
        button('duelEqual', id, t.buttons.equal),
      ),
      row(button('duelClose', id, t.buttons.close), button('delete', id, p.buttons.delete, ButtonStyle.Danger)),
    ],
    files,
  };
}

/** Names and totals of a closed duel, with its pictures. `duelId` is on no other message of it. */
export function revealedDuelView(
  texts: Texts,
  generation: Pick<Generation, 'id' | 'askerId' | 'imagineOptions'>,
  duelId: string,
  result: DuelResult,
  pictures: DuelPictures,
): View {
  const { duels: t, pictures: p } = texts;
  const kept = 'kept' in pictures ? pictures.kept : [];
  const bytes = 'bytes' in pictures ? pictures.bytes : [];
  const files = bytes.map((one, i) => imageFile(sideNames[i].toLowerCase(), one));
  const prompt = short(generation.imagineOptions.prompt, altPromptLength);
  const items = [...kept, ...files].map(({ name: file }, i) => ({
    file,
    alt: t.altNamed(
      sideNames[i],
      prompt,
      contestantName(texts, result.sides[i], (name) => name),
    ),
  }));
  return {
    components: [
      paragraph(headline(generation)),
      ...(items.length > 0 ? [gallery(items)] : []),
      paragraph(resultText(texts, result)),
      row(
        button('rematch', duelId, t.buttons.rematch),
        button('delete', generation.id, p.buttons.delete, ButtonStyle.Danger),
      ),
    ],
    files,
    kept,
  };
}

/** Who won, and the votes of each, as markdown. */
export function resultText(texts: Texts, { sides, wins, ties, own }: DuelResult): string {
  const t = texts.duels;
  const names = sides.map((side) => contestantName(texts, side, escape));
  return [
    verdict(texts, names, { wins, ties }),
    ...names.map((name, i) => t.side(sideNames[i], name, wins[i])),
    t.equal(ties),
    ...(own > 0 ? [small(t.ownVotes(own))] : []),
  ].join('\n');
}

function verdict(
  { duels: t }: Texts,
  names: readonly string[],
  { wins: [a, b], ties }: Pick<DuelResult, 'wins' | 'ties'>,
): string {
  if (a + b + ties === 0) return t.noVotes;
  if (a === b) return t.draw;
  return a > b ? t.won(sideNames[0], names[0]) : t.won(sideNames[1], names[1]);
}

/** `gloomcore v2`; `clean`: makes a name harmless where it stands. */
function contestantName({ duels: t, pictures }: Texts, side: ContestantName, clean: (name: string) => string): string {
  if (side === 'plain') return t.plain;
  if (side === 'erased') return t.erased;
  const name = pictures.version(clean(side.name), side.version);
  return side.deleted ? t.deleted(name) : name;
}

/** What is said to a member about a choice that was counted. */
export interface ChoiceShown {
  readonly pressed: Pressed;
  /** Of the member's own work. */
  readonly own: boolean;
  /** Whether it asks for the reason of the choice of this id. */
  readonly asksWhy?: string;
}

/** For whoever pressed alone. `choice`: what was chosen, in words. */
export function choiceView(texts: Texts, choice: string, { pressed, own, asksWhy }: ChoiceShown): View {
  const t = texts.duels;
  if (pressed === 'takenBack') return textView(t.takenBack);
  return {
    components: [
      paragraph([t.chosen(choice), ...(own ? [small(t.own)] : [])].join('\n')),
      ...(asksWhy === undefined ? [] : whyParts(texts, asksWhy)),
    ],
    files: [],
  };
}

/** What a side is called in words, by the index of the picture. */
export function sideName({ duels: t }: Texts, best: number | null): string {
  return best === null ? t.buttons.equal : sideNames[best];
}

/** Voting was over: the result, where it is there. */
export function closedDuelView(texts: Texts, result: DuelResult | undefined): View {
  const t = texts.duels;
  return textView([t.closed, ...(result ? [resultText(texts, result)] : [t.closing])].join('\n'));
}

const reasonActions: Readonly<Record<ChoiceReason, ButtonAction>> = {
  colour: 'whyColour',
  texture: 'whyTexture',
  subject: 'whySubject',
};

function whyParts({ duels: t }: Texts, choiceId: string): APIMessageTopLevelComponent[] {
  const reasons = Object.entries(reasonActions) as [ChoiceReason, ButtonAction][];
  return [
    paragraph(small(t.why)),
    row(...reasons.map(([reason, action]) => button(action, choiceId, t.reasons[reason]))),
  ];
}

/** In place of the chips. */
export function reasonView({ duels: t }: Texts, reason: ChoiceReason): View {
  return textView(
    [t.reasonKept(t.reasons[reason]), ...(reason === 'subject' ? [small(t.subjectKept)] : [])].join('\n'),
  );
}

/** A pair of pictures of one prompt, without a word of what they were painted with. For one member alone. */
export function pairView(texts: Texts, pair: PicturePair, memberId: string, asksWhy?: string): View {
  const { duels: t } = texts;
  const { prompt, ids, thumbnails } = pair;
  const both = ids.join('');
  const files = thumbnails.map((bytes, i) => imageFile(sideNames[i].toLowerCase(), bytes));
  const alt = short(prompt, altPromptLength);
  return {
    components: [
      ...(asksWhy === undefined ? [] : whyParts(texts, asksWhy)),
      paragraph(`**${escape(short(prompt, promptLength))}**\n${t.pair}`),
      gallery(files.map(({ name }, i) => ({ file: name, alt: t.pairAlt(sideNames[i], alt) }))),
      row(
        button('streamA', both, sideNames[0], ButtonStyle.Primary),
        button('streamB', both, sideNames[1], ButtonStyle.Primary),
        button('streamEqual', both, t.buttons.equal),
        button('streamSkip', both, t.buttons.skip),
        button('streamStop', memberId, t.buttons.stop),
      ),
    ],
    files,
  };
}

/** There is no pair any more. */
export function noMorePairsView(texts: Texts, asksWhy?: string): View {
  return {
    components: [...(asksWhy === undefined ? [] : whyParts(texts, asksWhy)), paragraph(texts.duels.noPairs)],
    files: [],
  };
}

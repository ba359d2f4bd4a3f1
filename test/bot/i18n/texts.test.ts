import { describe, expect, test } from 'vitest';
import { errorData } from '../../../src/bot/errors.js';
import { decimal, shortDecimal } from '../../../src/bot/i18n/decimal.js';
import { locales, say, textsFor } from '../../../src/bot/i18n/index.js';
import { noticeText } from '../../../src/bot/i18n/notices.js';
import { aestheticForm, renameForm } from '../../../src/bot/views/aestheticForm.js';
import { aestheticDetails, aestheticList, pickView, removeImageView } from '../../../src/bot/views/aesthetics.js';
import { browseView } from '../../../src/bot/views/browse.js';
import { cardView } from '../../../src/bot/views/cards.js';
import {
  choiceView,
  closedDuelView,
  noMorePairsView,
  openDuelView,
  pairView,
  reasonView,
  revealedDuelView,
} from '../../../src/bot/views/duels.js';
import { pictureView } from '../../../src/bot/views/picture.js';
import { eraseView } from '../../../src/bot/views/privacy.js';
import { paintingView, waitingView } from '../../../src/bot/views/progress.js';
import { recipeView } from '../../../src/bot/views/recipe.js';
import { settingsView } from '../../../src/bot/views/settings.js';
import { sharedView } from '../../../src/bot/views/sharing.js';
import { textView } from '../../../src/bot/views/view.js';
import { pictureVotesViews, voteView } from '../../../src/bot/views/votes.js';
import type { Notice, UserErrorData } from '../../../src/engine/index.js';
import {
  details,
  engineErrorParams,
  duelResult as result,
  generation,
  gloomcore,
  guildSettings,
  pack,
  pairOfTwo,
  picture,
} from '../views/examples.js';
import { refusedBy } from '../views/messages.js';

test.each([
  ['en-US', 'en'],
  ['en-GB', 'en'],
  ['de', 'de'],
  ['es-ES', 'es'],
  ['es-419', 'es'],
  ['fr', 'fr'],
  ['ja', 'ja'],
  ['pt-BR', 'en'],
  ['constructor', 'en'],
  [null, 'en'],
  [undefined, 'en'],
])('Discord’s %s is answered in %s', (code, locale) => {
  expect(textsFor(code).locale).toBe(locale);
});

test('an error is said in the language, what is nested in it too', () => {
  const nested = errorData('unusable', { label: 'gloomcore@2', why: errorData('erasedVector') });
  for (const locale of locales) {
    const { errors } = textsFor(locale);
    expect(say(nested, textsFor(locale))).toBe(errors.unusable({ label: 'gloomcore@2', why: errors.erasedVector }));
  }
});

test('numbers have the language’s decimal sign and a real minus; what rounds to nothing has none', () => {
  expect(locales.map((locale) => decimal(locale, -0.125))).toEqual(['−0.13', '−0,13', '−0,13', '−0,13', '−0.13']);
  expect(locales.map((locale) => decimal(locale, -0.001))).toEqual(['0.00', '0,00', '0,00', '0,00', '0.00']);
  expect([decimal('en', 0.5), decimal('en', 1234)]).toEqual(['0.50', '1234.00']);
  expect([shortDecimal('de', 1.25), shortDecimal('en', 2), shortDecimal('fr', -0.3333)]).toEqual([
    '1,25',
    '2',
    '−0,333',
  ]);
});

/** The fields that Discord limits, by their name (its documentation, "Component Reference"). */
const limits: Readonly<Record<string, number>> = { title: 45, placeholder: 100 };

describe.each(locales)('in %s Discord takes', (locale) => {
  const texts = textsFor(locale);

  test('every message', () => {
    const views = [
      aestheticList(
        texts,
        Array.from({ length: 41 }, () => gloomcore),
        2,
      ),
      aestheticDetails(texts, details, true, true),
      removeImageView(texts, details),
      pickView(texts, generation.id, [gloomcore]),
      browseView(texts, [details], 2, 3, true),
      cardView(texts, 'said', gloomcore, { state: 'painting', generationId: generation.id }),
      cardView(texts, 'said', gloomcore, { state: 'offered', seconds: 400 }),
      waitingView(texts, generation, { place: 3, seconds: 40 }),
      paintingView(texts, generation, { stage: 'paint', done: 1, total: 2, seconds: 9_000 }),
      pictureView(texts, generation, [picture]),
      pictureView(texts, generation, [picture, { ...picture, seed: 43 }]),
      openDuelView(texts, generation, [picture, picture], 1_700_000_000_000),
      revealedDuelView(texts, generation, 'AZVJduel0000000000001_', result, { bytes: [picture.bytes, picture.bytes] }),
      closedDuelView(texts, result),
      closedDuelView(texts, undefined),
      choiceView(texts, 'A', { pressed: 'changed', own: true, asksWhy: 'AZVJchoice00000000001_' }),
      reasonView(texts, 'subject'),
      pairView(texts, pairOfTwo, '200', 'AZVJchoice00000000001_'),
      noMorePairsView(texts),
      recipeView(texts, generation),
      settingsView(texts, '1', guildSettings, pack, true),
      sharedView(texts, gloomcore, '0123-4567-89ABC'),
      eraseView(texts, '200'),
      textView(...texts.help),
      voteView(texts, { card: details, left: 2 }),
      ...pictureVotesViews(texts, [
        { id: picture.id, thumbnail: picture.bytes, seed: 1, plain: false, votes: 2, likes: 1, mine: 1, own: true },
      ]),
      pictureView(texts, generation, [picture, { ...picture, seed: 43 }]),
    ];
    expect(views.flatMap(refusedBy)).toEqual([]);
    expect(views.flatMap(tooLong)).toEqual([]);
  });

  test('every form', () => {
    const draft = { id: '123', count: 10 };
    const forms = [
      aestheticForm(texts, 'mean'),
      aestheticForm(texts, 'contrast', { draft }),
      renameForm(texts, gloomcore),
    ];
    expect(forms.flatMap(tooLong)).toEqual([]);
  });
});

/** Labels, titles and placeholders that are longer than Discord takes, or empty. */
function tooLong(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(tooLong);
  if (typeof value !== 'object' || value === null) return [];
  const isForm = 'component' in value;
  return Object.entries(value).flatMap(([key, one]) => {
    if (typeof one !== 'string') return tooLong(one);
    const most = { ...limits, label: isForm ? 45 : 80, ...(!('media' in value) && { description: 100 }) }[key];
    return most !== undefined && !(one.length >= 1 && one.length <= most) ? [`${key}: ${one}`] : [];
  });
}

describe.each(locales)('errors of the engine in %s', (locale) => {
  const texts = textsFor(locale);
  const all = Object.entries(engineErrorParams).map(
    ([code, params]) => ({ code, ...(params !== undefined && { params }) }) as UserErrorData,
  );
  /** What English says, with decimals as the language writes them. */
  const valuesOf = (error: UserErrorData): string[] =>
    Object.entries('params' in error ? error.params : {})
      // Said by a word of the language's own.
      .flatMap(([name, value]: [string, string | number | readonly string[]]) => (name === 'side' ? [] : value))
      .filter((value: string | number) => say(error, textsFor('en')).includes(String(value)))
      .map((value: string | number) => (typeof value === 'number' ? shortDecimal(locale, value) : value));

  test.each(all)('say $code with its values', (error) => {
    const said = say(error, texts);
    if (locale !== 'en') expect(said).not.toBe(say(error, textsFor('en')));
    for (const value of valuesOf(error)) expect(said).toContain(value);
    expect(said).not.toContain(error.code);
    expect(said).not.toMatch(/undefined|\[object|‹/);
    expect(said).not.toContain('Vips');
  });
});

test('permissions have the names of Discord’s own client in each language', () => {
  const missing = ['SendMessages', 'AttachFiles'] as const;
  expect(locales.map((locale) => say(errorData('permissions', { missing }), textsFor(locale)))).toEqual([
    expect.stringContaining('Send Messages, Attach Files'),
    expect.stringContaining('Nachrichten senden, Dateien anhängen'),
    expect.stringContaining('Enviar mensajes, Adjuntar archivos'),
    expect.stringContaining('Envoyer des messages, Joindre des fichiers'),
    expect.stringContaining('メッセージを送信、ファイルを添付'),
  ]);
});

describe.each(locales)('notices of the engine in %s', (locale) => {
  const texts = textsFor(locale);
  const all: readonly Notice[] = [
    { code: 'alreadyClose', cosine: 0.5, full: 0.55 },
    { code: 'stepsUsedUp', steps: 20, cosine: 0.41, goal: 0.5 },
    { code: 'strengthUnmeasured', kind: 'mean', cosine: 0.35 },
    { code: 'unknownSubject', pack: 'Demo icons', count: 118, examples: ['airplane', 'axe'] },
    { code: 'secondTextPlain' },
    { code: 'diversityOfOne' },
    { code: 'paintedInFp32' },
    { code: 'decodedInFp32' },
  ];

  test.each(all)('say $code with its values', (notice) => {
    const said = noticeText(texts, notice);
    if (locale !== 'en') expect(said).not.toBe(noticeText(textsFor('en'), notice));
    const { code, ...values } = notice;
    for (const value of Object.values(values).flat())
      expect(said).toContain(typeof value === 'number' ? shortDecimal(locale, value) : value);
    expect(said).not.toContain(code);
  });

  test('give words of earlier versions as they are, and of later ones the code', () => {
    expect(noticeText(texts, 'stored words')).toBe('stored words');
    expect(noticeText(texts, { code: 'ofTomorrow' } as unknown as Notice)).toBe('ofTomorrow');
  });
});

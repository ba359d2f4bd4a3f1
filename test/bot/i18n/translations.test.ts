import { describe, expect, test } from 'vitest';
import { locales, textsFor } from '../../../src/bot/i18n/index.js';

const english = textsFor('en');

describe.each(locales.filter((locale) => locale !== 'en'))('in %s', (locale) => {
  const texts = textsFor(locale);

  test('every text says the values that English says, and is not empty', () => {
    expect(valuesIn(texts)).toEqual(valuesIn(english));
    expect(Object.entries(leaves(texts)).filter(([, words]) => words.trim() === '')).toEqual([]);
  });

  test('commands that English names are named as they are registered', () => {
    const commands = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).map(([path, words]) => [path, [...new Set(words.match(command))].sort()]));
    expect(commands(leaves(texts))).toEqual(commands(leaves(english)));
  });
});

test('each language has words of its own', () => {
  for (const pick of [
    ({ errors }: typeof english) => errors.managersOnly,
    ({ help }: typeof english) => help.join(),
    ({ commands }: typeof english) => commands.imagine.description,
    ({ answers }: typeof english) => answers.noAesthetics,
    ({ pictures }: typeof english) => pictures.finishing,
    ({ votes }: typeof english) => votes.noCards,
  ])
    expect(new Set(locales.map((locale) => pick(textsFor(locale)))).size).toBe(locales.length);
});

const command = /\/(imagine|aesthetic|vote|leaderboard|settings|status|queue|cancel|duel|help|privacy)\b/g;

/** Stands for a value, whatever its type: as a text `‹name›`, as a list one of it, as a number none. */
const value = (name: string): readonly string[] => [`‹${name}›`];
const params = new Proxy({}, { get: (_target, name) => value(String(name)) });

/** Every text by its path, with values in it where it is a function. Errors take theirs by name, the others by position. */
function leaves(table: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([key, one]: [string, unknown]) => {
      const here = path === '' ? key : `${path}.${key}`;
      if (typeof one === 'object' && one !== null) return Object.entries(leaves(one, here));
      if (typeof one !== 'function') return here === 'locale' ? [] : [[here, String(one)]];
      const given = here.startsWith('errors.') ? [params] : ['1', '2', '3'].map(value);
      return [[here, String(Reflect.apply(one, undefined, given))]];
    }),
  );
}

function valuesIn(table: object): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(leaves(table)).map(([path, words]) => [path, [...new Set(words.match(/‹\w+›/g))].sort()]),
  );
}

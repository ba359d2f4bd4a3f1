import { describe, expect, test } from 'vitest';
import { brokenRule, cleanRule } from '../../src/text/wordRules.js';

const rules = [
  'ass',
  'cunt',
  'shit',
  'cock',
  'tit',
  'anal',
  'sex',
  'god',
  'fail',
  'hell',
  'rape',
  'nazi*',
  'blue bird',
  '1488',
  'スパム',
  'мат',
];

describe('a rule is found however it is disguised', () => {
  test.each([
    ['an ass', 'ass'],
    ['ASS!', 'ass'],
    ['Ａｓｓ in full width', 'ass'],
    ['𝓪𝓼𝓼 in script', 'ass'],
    ['àśš with marks', 'ass'],
    ['аѕѕ in Cyrillic', 'ass'],
    ['@ss', 'ass'],
    ['a$$', 'ass'],
    ['4ss', 'ass'],
    ['asssss', 'ass'],
    ['a.s.s', 'ass'],
    ['a s s', 'ass'],
    ['a\u200Bs\u200Ds with zero width', 'ass'],
    ['as\u00ADs with a soft hyphen', 'ass'],
    ['sh1t', 'shit'],
    ['$h!t', 'shit'],
    ['s-h-i-t', 'shit'],
    ['sheeee shiiiit', 'shit'],
    ['ѕһіт', 'shit'],
    ['c0ck', 'cock'],
    ['ςock', 'cock'],
    ['f4i1', 'fail'],
    ['fa|l', 'fail'],
    ['(ock', 'cock'],
    ['Nazis', 'nazi*'],
    ['n4zi-regime', 'nazi*'],
    ['a blue\n bird', 'blue bird'],
    ['BLUE-BIRD', 'blue bird'],
    ['number 1488', '1488'],
    ['無料スパムです', 'スパム'],
    ['無料ｽﾊﾟﾑです', 'スパム'],
    ['плохой мат', 'мат'],
  ])('%s', (text, rule) => {
    expect(brokenRule(text, rules)).toBe(rule);
  });
});

describe('innocent words stay innocent', () => {
  test.each([
    'Scunthorpe, Penistone and Lightwater',
    'a glass of classic assassins, passed by a bass',
    'shiitake mushrooms',
    'a peacock, a cockatoo and Hitchcock',
    'a titmouse with a title',
    'the canal and an analysis of banality',
    'Essex, Sussex, Middlesex and a sextant',
    'a good goddess',
    'autumn leaves fall',
    'a shell, hello',
    'grapes, drapery and a therapist',
    'Nasir and a snazzy jacket',
    'bluebirds',
    'in 1955 and 455 or 5 3 x',
    'a 14880 mile journey',
    'математика',
    'a yoga mat',
    'as is; as so',
    'スパ',
    'ハム',
    '',
  ])('%s', (text) => {
    expect(brokenRule(text, rules)).toBeUndefined();
  });
});

test('Japanese marks make other letters, and stay', () => {
  expect(brokenRule('か', ['が'])).toBeUndefined();
  expect(brokenRule('かが', ['が'])).toBe('が');
  expect(brokenRule('がん', ['がん'])).toBe('がん');
});

test('a rule is kept clean; what would match every word is none', () => {
  expect(cleanRule('  Blue\n Bird ')).toBe('blue bird');
  for (const given of ['', '*', ' ** ', 'a*', '*a', 'x', '!!', '\u200b']) expect(cleanRule(given)).toBeUndefined();
  expect(cleanRule('死')).toBe('死');
  expect(cleanRule('nazi*')).toBe('nazi*');
});

test('long texts of little variety are read as well', () => {
  expect(brokenRule('a '.repeat(3_000), rules)).toBeUndefined();
  expect(brokenRule(`${'a'.repeat(6_000)} ass`, rules)).toBe('ass');
});

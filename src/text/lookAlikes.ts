/**
 * Letters of other scripts that look like Latin ones, as people use them to get past a filter: the pairs of Unicode's confusables.txt (UTS 39)
 * between lower-case letters of Cyrillic, Greek and a few Latin extensions and a single Latin letter.
 */
const lookAlikes: Readonly<Record<string, string>> = {
  a: 'аαɑ',
  b: 'ьƅ',
  c: 'сςᴄ',
  d: 'ԁɗ',
  e: 'еєεҽ',
  f: 'ƒ',
  g: 'ɡց',
  h: 'һհ',
  i: 'іιıɩ',
  j: 'јϳ',
  k: 'кκ',
  l: 'ӏⅼ',
  m: 'мⅿ',
  n: 'ոηп',
  o: 'оοσօᴏ',
  p: 'рρ',
  q: 'ԛ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υսц',
  v: 'ѵνᴠ',
  w: 'ԝѡᴡ',
  x: 'хχ',
  y: 'уγү',
  z: 'ᴢ',
};

const latin = new Map(Object.entries(lookAlikes).flatMap(([letter, all]) => Array.from(all, (one) => [one, letter])));

/** Letters that stand for two. */
const spelledOut: readonly (readonly [RegExp, string])[] = [
  [/ß/g, 'ss'],
  [/æ/g, 'ae'],
  [/œ/g, 'oe'],
  [/ø/g, 'o'],
  [/đ/g, 'd'],
  [/ł/g, 'l'],
];

/** Invisible: format characters (zero width, soft hyphen), variation selectors. */
const invisible = /\p{Cf}|\p{Variation_Selector}|\u034F/gu;
/** Marks over Latin, Greek and Cyrillic letters; those of other scripts, such as Japanese, make other letters. */
const diacritics = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu;

/**
 * A text with everything that looks alike made alike: compatibility forms (NFKC), case, diacritics, and, `toLatin`, letters of other scripts
 * that look like Latin ones.
 */
export function foldLookAlikes(text: string, toLatin = true): string {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(invisible, '')
    .normalize('NFD')
    .replaceAll(diacritics, '$1')
    .normalize('NFC');
  const spelled = spelledOut.reduce((all, [letter, letters]) => all.replaceAll(letter, letters), bare);
  return toLatin ? Array.from(spelled, (letter) => latin.get(letter) ?? letter).join('') : spelled;
}

/** Digits and signs that are read as a letter. Of one that stands for two, such as 1 for i and l, both are tried. */
export const leetSigns: Readonly<Record<string, string>> = {
  a: '4@',
  b: '8',
  c: '(',
  e: '3€',
  g: '9',
  i: '1!|',
  l: '1|',
  o: '0',
  s: '5$',
  t: '7+',
  u: 'µ',
  z: '2',
};

import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatParameters, parseParameters, pictureText } from '../../../src/engine/image/parameters.js';
import { encodePng, readPngText } from '../../../src/engine/image/png.js';
import { checkNegative } from '../../../src/engine/text/prompt.js';
import { guidanceTargets, samplerNames, spacingNames } from '../../../src/engine/types.js';
import type { Recipe } from '../../../src/engine/types.js';

const recipe: Recipe = {
  prompt: 'a castle, at night',
  negative: 'blurry',
  pack: 'demo',
  aesthetic: 'gloomcore@2',
  strength: 0.7,
  mix: 1,
  seed: 42,
  count: 1,
  width: 128,
  height: 128,
  sampler: 'ddim',
  steps: 25,
  guidance: 4,
};

const textsOf = async (name: string) => readPngText(await readFile(`test/data/reports/${name}`));

describe('parameters', () => {
  it('are written as A1111 writes them', () => {
    expect(formatParameters(recipe, { Version: 'aesthete 0.1.0' })).toBe(
      'a castle, at night\nNegative prompt: blurry\n' +
        'Steps: 25, Sampler: DDIM, CFG scale: 4, Seed: 42, Size: 128x128, Model: demo, Aesthetic: gloomcore@2, Aesthetic strength: 0.7, Version: aesthete 0.1.0',
    );
  });

  it('quote values as A1111 does', () => {
    expect(formatParameters({ ...recipe, pack: 'night, deep: "one"' })).toContain(
      String.raw`Model: "night, deep: \"one\"", Aesthetic`,
    );
  });

  it('repeat a prompt that its lines cannot hold', () => {
    const odd = { ...recipe, prompt: 'a cat\nNegative prompt: dogs' };
    expect(formatParameters(odd)).toContain(String.raw`Exact prompt: "a cat\nNegative prompt: dogs"`);
    expect(formatParameters(recipe)).not.toContain('Exact');
  });

  it('refuse names that could not be read back', () => {
    for (const name of ['a', 'a,b', 'a:b', ' ab', 'ab '])
      expect(() => formatParameters(recipe, { [name]: '1' })).toThrow(RangeError);
  });
});

const phrase = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '\n',
    '\r\n',
    ', ',
    '"',
    '\\',
    ': ',
    'Steps: 20, Sampler: Euler a, CFG scale: 7',
    '\nNegative prompt: ',
    'Negative prompt:',
    ' \n ',
    'Exact prompt: "x", ',
  ),
);
const text = fc.array(phrase, { maxLength: 8 }).map((phrases) => checkNegative(phrases.join('')));
const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.constantFrom('a, b', '"a"', ' x', '1x2', '\\'),
);
const positive = fc.double({ min: 0, max: 1.5, noNaN: true }).map((value) => value + 0);
const recipes: fc.Arbitrary<Recipe> = fc.record(
  {
    prompt: text,
    negative: text,
    pack: name,
    aesthetic: name,
    strength: positive,
    optimizer: fc.record({ name: fc.constantFrom('ascent', 'adam'), steps: fc.nat(100), lr: positive }),
    mix: positive,
    diversity: positive,
    diversityMethod: fc.constantFrom('sgld', 'bootstrap'),
    seed: fc.nat(2 ** 32 - 1),
    variations: fc.array(fc.record({ seed: fc.nat(2 ** 32 - 1), strength: positive }), { minLength: 1, maxLength: 3 }),
    count: fc.integer({ min: 1, max: 8 }),
    width: fc.integer({ min: 8, max: 4096 }),
    height: fc.integer({ min: 8, max: 4096 }),
    sampler: fc.constantFrom(...samplerNames),
    steps: fc.integer({ min: 1, max: 1000 }),
    guidanceInterval: fc.record({ from: positive, to: positive }),
    clipGuidance: fc.record({ scale: positive, towards: fc.constantFrom(...guidanceTargets) }),
    tokenDownsampling: fc.constant(2 as const),
    spacing: fc.constantFrom(...spacingNames),
    decoder: fc.constant('tiny' as const),
    clipSkip: fc.integer({ min: 2, max: 12 }),
    precision: fc.constant('int8' as const),
    loras: fc.array(
      fc.record({
        name: fc.stringMatching(/^[\w .:-]{1,20}$/),
        scale: fc.integer({ min: -1000, max: 1000 }).map((value) => value / 100),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    start: fc.record({
      sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
      keep: fc.integer({ min: 0, max: 10_000 }).map((value) => value / 10_000),
    }),
    guidance: fc.double({ min: 0, max: 30, noNaN: true }).map((value) => value + 0),
  },
  {
    noNullPrototype: true,
    requiredKeys: [
      'prompt',
      'negative',
      'pack',
      'mix',
      'seed',
      'count',
      'width',
      'height',
      'sampler',
      'steps',
      'guidance',
    ],
  },
);

describe('reading parameters', () => {
  it('gives back every recipe', () => {
    fc.assert(
      fc.property(recipes, (wanted) => {
        expect(parseParameters(formatParameters(wanted))).toEqual({ recipe: wanted, extra: {} });
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps a seed of 64 bits, which a number would round, as text', async () => {
    const { recipe: read, extra } = parseParameters((await textsOf('seed64.png'))['parameters']);
    expect(read).toMatchObject({ prompt: 'a castle', steps: 20, width: 512 });
    expect(read).not.toHaveProperty('seed');
    expect(extra).toEqual({ Seed: '6687881544318117707', 'Model hash': 'abc123' });
  });

  it('takes fields from the last line that begins with Steps, also where a value has lines of its own', async () => {
    const { recipe: read, extra } = parseParameters((await textsOf('newline_extra.png'))['parameters']);
    expect(read).toMatchObject({ prompt: 'a castle', negative: 'blurry', steps: 20, seed: 5, height: 768 });
    expect(extra).toEqual({ Template: 'line one\nline two', Version: 'v1.6.0' });
  });

  it('gives back other fields as they were', () => {
    fc.assert(
      fc.property(name, (value) => {
        expect(parseParameters(formatParameters(recipe, { Device: value })).extra).toEqual({ Device: value });
      }),
    );
  });

  it("understands A1111's own", () => {
    const theirs =
      'masterpiece, cat\nsecond line\nNegative prompt: lowres,\nbad hands\n' +
      'Steps: 20, Sampler: Euler, Schedule type: Karras, CFG scale: 7.5, Seed: 965400086, Size: 512x768, Model hash: 6ce0161689, Lora hashes: "a: 1, b: 2", Version: v1.9.0';
    expect(parseParameters(theirs)).toEqual({
      recipe: {
        prompt: 'masterpiece, cat\nsecond line',
        negative: 'lowres,\nbad hands',
        steps: 20,
        sampler: 'euler_karras',
        guidance: 7.5,
        seed: 965400086,
        width: 512,
        height: 768,
        mix: 1,
        count: 1,
      },
      extra: { 'Model hash': '6ce0161689', 'Lora hashes': 'a: 1, b: 2', Version: 'v1.9.0' },
    });
  });

  it('takes a text without fields for a prompt', () => {
    expect(parseParameters('just: a cat').recipe).toEqual({ prompt: 'just: a cat', negative: '', mix: 1, count: 1 });
  });

  for (const [what, hostile] of [
    ['letters', 'a'.repeat(1e6)],
    ['blanks', `ab:${' '.repeat(1e6)}`],
    ['quotes', 'ab:"'.repeat(250_000)],
    ['escapes', `ab:"${'\\"'.repeat(500_000)}`],
    ['colons', 'ab: '.repeat(250_000)],
  ] as const)
    // A pattern that backtracks would not come to an end.
    it(`reads a megabyte of ${what} to its end`, () => {
      expect(parseParameters(hostile).recipe).toEqual({ prompt: hostile.trim(), negative: '', mix: 1, count: 1 });
    });
});

it('the texts of a picture hold its recipe and say that it was generated', async () => {
  const png = await encodePng(new Uint8Array(12), 2, 2, pictureText(recipe));
  const texts = readPngText(png);
  expect(parseParameters(texts.parameters).recipe).toEqual(recipe);
  expect(texts.Comment).toBe('This picture was generated by AI.');
  expect(texts['XML:com.adobe.xmp']).toContain('trainedAlgorithmicMedia');
});

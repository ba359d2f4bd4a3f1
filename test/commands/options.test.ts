import { describe, expect, test } from 'vitest';
import { reasonOf } from '../../src/bot/errors.js';
import { checkName, checkNote } from '../../src/commands/aestheticNames.js';
import { parseImagine } from '../../src/commands/imagineOptions.js';
import { inWords, saying } from '../support/inWords.js';

const imagineOptions = (given: object) => parseImagine({ prompt: 'a castle', ...given }).imagineOptions;
const refused = (given: object): string => {
  try {
    parseImagine({ prompt: 'a castle', ...given });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== undefined) return inWords(reason);
    throw error;
  }
  throw new Error('was taken');
};

describe('/imagine', () => {
  test('takes a prompt alone, and leaves the rest to the defaults', () => {
    expect(parseImagine({ prompt: ' a castle ' })).toEqual({ imagineOptions: { prompt: 'a castle' } });
  });

  test('takes all that goes together', () => {
    const given = {
      negative: 'text',
      seed: 42,
      count: 4,
      diversity: 0.5,
      sampler: 'ddim',
      steps: 20,
      guidance: 7,
    } as const;
    const [clip_skip, clipSkip] = [2, 2];
    const [guide, clipGuidance] = [0.05, { scale: 0.05 }];
    expect(
      parseImagine({
        prompt: 'a castle',
        aesthetic: 'gloomcore',
        strength: 'strong',
        size: '512x768',
        guide,
        clip_skip,
        ...given,
      }),
    ).toEqual({
      imagineOptions: {
        prompt: 'a castle',
        strength: 'strong',
        size: { width: 512, height: 768 },
        clipGuidance,
        clipSkip,
        ...given,
      },
      aesthetic: 'gloomcore',
    });
  });

  test.each([
    ['Balanced', 'balanced'],
    ['0.6', 0.6],
    ['0,6', 0.6],
    ['1.5', 1.5],
    ['0', 0],
  ])('reads the strength %s', (strength, expected) => {
    expect(imagineOptions({ strength }).strength).toBe(expected);
  });

  test('takes how much of an attached picture to keep, and nothing of none', () => {
    expect(parseImagine({ prompt: 'a castle', image: 'a', keep: 0.4 })).toEqual({
      imagineOptions: { prompt: 'a castle' },
      keep: { keep: 0.4 },
    });
    expect(refused({ keep: 0.4 })).toContain('attach one as image');
  });

  test('takes strip, which leaves nothing to choose of the strength', () => {
    expect(imagineOptions({ aesthetic: 'gloomcore', strip: true, count: 1 })).toEqual({
      prompt: 'a castle',
      strip: true,
      count: 1,
    });
    expect(imagineOptions({ strip: false })).toEqual({ prompt: 'a castle' });
    for (const given of [{ strength: 'strong' }, { text_steps: 5 }, { count: 2 }])
      expect(refused({ strip: true, ...given })).toContain('leave out strength, text_steps, lr and count');
    expect(refused({ strip: true, aesthetic: 'none' })).toContain('choose one');
  });

  test.each(['1.6', '-1', 'much', '', 'NaN'])('refuses the strength %j and says what is possible', (strength) => {
    expect(refused({ strength })).toContain('subtle, balanced, strong, or a number from 0 to 1.5');
  });

  test.each([
    ['512', { width: 512, height: 512 }],
    ['512x768', { width: 512, height: 768 }],
    ['512 × 768', { width: 512, height: 768 }],
  ])('reads the size %s', (size, expected) => {
    expect(imagineOptions({ size }).size).toEqual(expected);
  });

  test.each(['portrait', ' Wide '])('reads %j as proportions, whose size the pack says', (size) => {
    const parsed = parseImagine({ prompt: 'a castle', size });
    expect(parsed.shape).toBe(size.trim().toLowerCase());
    expect(parsed.imagineOptions).not.toHaveProperty('size');
  });

  test('takes variations as recipes write them', () => {
    expect(imagineOptions({ variation: '7:0.15 9:.4 4294967295:1' }).variations).toEqual([
      { seed: 7, strength: 0.15 },
      { seed: 9, strength: 0.4 },
      { seed: 4294967295, strength: 1 },
    ]);
    for (const variation of ['7', '7:2', 'x:0.1', '4294967296:0.1', '', '7:0.1,8:0.2'])
      expect(refused({ variation })).toContain('variation');
  });

  test('refuses another size and says how one is written', () => {
    expect(refused({ size: 'big' })).toContain('for example 512x768');
  });

  test('knows that “none” is no name', () => {
    expect(parseImagine({ prompt: 'a castle', aesthetic: 'None' }).aesthetic).toBeNull();
    expect(refused({ aesthetic: 'none', strength: '1' })).toContain('choose one');
  });

  test('takes raw steps or ε, each with the other’s default, as the authors’ code', () => {
    expect(imagineOptions({ text_steps: 20 }).optimizer).toEqual({ name: 'adam', steps: 20, lr: 1e-4 });
    expect(imagineOptions({ lr: 0.005 }).optimizer).toEqual({ name: 'adam', steps: 10, lr: 0.005 });
    expect(refused({ strength: '1', text_steps: 5 })).toContain('cannot be used together');
  });

  test('refuses an empty prompt, and values that only a forged request has', () => {
    expect(refused({ prompt: '  ' })).toContain('say what to paint');
    expect(refused({ seed: -1 })).toContain('seed');
    expect(refused({ sampler: 'magic' })).toContain('sampler');
    expect(refused({ count: 11 })).toContain('count');
  });
});

describe('a name', () => {
  test.each(['gloomcore', 'Neon Night', 'a-b_c 2', 'Größe', '霧', 'é'])('may be %s', (name) => {
    expect(checkName(name)).toBe(name.normalize('NFC'));
  });

  test('has one space between words', () => {
    expect(checkName('  neon \n  night ')).toBe('neon night');
  });

  test.each([
    '**bold**',
    '@everyone',
    '<@123>',
    'x'.repeat(33),
    'x'.repeat(200),
    '',
    '-dash',
    'a/b',
    'a:b',
    '`code`',
    'emoji 🎨',
  ])('may not be %s, and it says what may', (name) => {
    expect(() => checkName(name)).toThrow(saying('is not a valid name. Use 1 to 32 letters'));
  });

  test('may not be what means no aesthetic', () => {
    expect(() => checkName('None')).toThrow(saying('An aesthetic cannot be called “none”'));
  });
});

test('a note has at most 200 characters', () => {
  expect(checkNote(' dim ')).toBe('dim');
  expect(checkNote('x'.repeat(200))).toHaveLength(200);
  expect(() => checkNote('x'.repeat(201))).toThrow(saying('201 characters'));
});

import { describe, expect, test } from 'vitest';
import { nextStrength, strengthName } from '../../../src/bot/views/strength.js';
import { english } from './examples.js';

const presets = { subtle: 0.4, balanced: 0.7, strong: 1 };

describe('stronger', () => {
  test.each([
    ['subtle', 'balanced'],
    ['balanced', 'strong'],
    ['strong', 1.25],
    [1.25, 1.5],
    [0.1, 'subtle'],
    [0.5, 'balanced'],
    [0.7, 'strong'],
    [1.3, 1.5],
  ] as const)('than %s is %s', (from, to) => {
    expect(nextStrength(from, 'stronger', presets)).toBe(to);
  });

  test('than 1.5 there is nothing', () => {
    expect(nextStrength(1.5, 'stronger', presets)).toBeUndefined();
  });
});

describe('weaker', () => {
  test.each([
    [1.5, 1.25],
    [1.25, 'strong'],
    ['strong', 'balanced'],
    ['balanced', 'subtle'],
    [0.5, 'subtle'],
  ] as const)('than %s is %s', (from, to) => {
    expect(nextStrength(from, 'weaker', presets)).toBe(to);
  });

  test('than subtle there is nothing', () => {
    expect(nextStrength('subtle', 'weaker', presets)).toBeUndefined();
  });
});

test('presets of a pack that orders them otherwise are climbed by value', () => {
  expect(nextStrength('subtle', 'stronger', { subtle: 0.9, balanced: 0.5, strong: 1.4 })).toBe(1.25);
});

test('a number that is a preset is called by its name', () => {
  expect([
    strengthName(english, 0.7, presets),
    strengthName(english, 0.71, presets),
    strengthName(english, 'strong'),
  ]).toEqual(['balanced', '0.71', 'strong']);
});

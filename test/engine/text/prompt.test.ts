import { describe, expect, it } from 'vitest';
import { CheckpointError, UserError } from '../../../src/engine/errors.js';
import { checkNegative, checkPrompt, endOfText, maxPromptLength } from '../../../src/engine/text/prompt.js';

describe('a prompt', () => {
  for (const text of ['', ' \n\t', '\0\u0007', '\ud800'])
    it(`that is ${JSON.stringify(text)} is refused`, () => {
      expect(() => checkPrompt(text)).toThrow(UserError);
      expect(() => checkPrompt(text)).toThrow('say what to paint');
    });

  it('of 6,000 characters is taken, a longer one is refused with both numbers', () => {
    expect(checkPrompt('a'.repeat(maxPromptLength))).toHaveLength(6_000);
    expect(() => checkPrompt('a'.repeat(10_000))).toThrow(
      new UserError({ code: 'promptTooLong', params: { length: 10_000, most: 6_000 } }),
    );
  });

  it('loses control characters, byte order marks and lone surrogates, and keeps its lines and emoji', () => {
    expect(checkPrompt(' a\0 cat\u009b\r\non\ra\ufeff mat \ud83d\ude00\udc00 ')).toBe('a cat\non\na mat 😀');
  });
});

describe('a negative prompt', () => {
  it('may be empty', () => {
    expect(checkNegative('')).toBe('');
  });
  it('of 10,000 characters is refused', () => {
    expect(() => checkNegative('a'.repeat(10_000))).toThrow(/the negative prompt has 10000/);
  });
});

describe('end-of-text', () => {
  it('is the first position of eos_token_id', () => {
    expect(endOfText(Int32Array.of(8, 9, 1, 9, 9), { eos_token_id: 9 })).toBe(1);
  });
  it('is the first position of the highest id where the configuration has the legacy value 2', () => {
    expect(endOfText(Int32Array.of(8, 2, 1, 9, 9), { eos_token_id: 2 })).toBe(3);
  });
  it('that the tokenizer never writes is a CheckpointError', () => {
    expect(() => endOfText(Int32Array.of(8, 9), { eos_token_id: 7 })).toThrow(CheckpointError);
  });
});

import { describe, expect, test } from 'vitest';
import { parseCustomId, buttonActions } from '../../src/bot/views/customId.js';
import { code, escape, sentence, short } from '../../src/bot/views/markdown.js';
import { rank } from '../../src/commands/fuzzy.js';
import { parseImagine } from '../../src/commands/imagineOptions.js';
import { readAesthetic } from '../../src/engine/aesthetic/file.js';
import { parseJson } from '../../src/engine/config/json.js';
import { excerpt } from '../../src/engine/excerpt.js';
import { parseParameters } from '../../src/engine/image/parameters.js';
import { choose } from '../../src/engine/text/choices.js';
import { parseEmphasis } from '../../src/engine/text/emphasis.js';
import { checkPrompt } from '../../src/engine/text/prompt.js';
import { decodeSafetensors, encodeSafetensors } from '../../src/engine/weights/safetensors.js';
import { writeTorchVector } from '../../src/engine/weights/torchPickle.js';
import { cleanText, cut } from '../../src/text/clean.js';
import { foldLookAlikes } from '../../src/text/lookAlikes.js';
import { trimSigns } from '../../src/text/trimSigns.js';
import { brokenRule } from '../../src/text/wordRules.js';

/** Forty signs that expressions and parsers treat each in a way of its own. */
const signs = Array.from(
  '\n\r\t \0\u001b\u00a0\u2028\u200b\u200d\ufeff\u0301\ud83d\\/"\'`*_~|<>()[]{}:;,.!-+@#0aéあ🏳',
).slice(0, 40);
const million = 1_000_000;
const rules = ['i am', '*a b', 'an ass'];
const pt = Buffer.from(writeTorchVector(Float32Array.of(1, 2, 3, 4)));
const safetensors = (name: string, note: string): Uint8Array =>
  encodeSafetensors(
    {
      aesthetic: { shape: [1, 4], data: Float32Array.of(1, 2, 3, 4) },
      [name]: { shape: [1], data: Float32Array.of(1) },
    },
    { note },
  );

/** What strangers write comes in here. Each entrance reads all of it, or says what is wrong. */
const entrances: Readonly<Record<string, (text: string) => unknown>> = {
  cleaning: cleanText,
  cutting: (text) => [cut(text, 100), trimSigns(text, '-.'), excerpt(text)],
  markdown: (text) => [escape(text), sentence(text), short(text, 60), code(text)],
  'a prompt': (text) => checkPrompt(text),
  'choices in a prompt': (text) => [choose(text, () => 0), choose(`{${text}|b}`, () => 1)],
  'emphasis in a prompt': (text) => [parseEmphasis(text), parseEmphasis(`(a:${text}`)],
  'letters that look alike': (text) => [foldLookAlikes(text), foldLookAlikes(`a${text}`)],
  'options of a command': (text) => [
    attempt(() => parseImagine({ prompt: text })),
    attempt(() => parseImagine({ prompt: 'a', size: `1${text}` })),
    attempt(() => parseImagine({ prompt: 'a', strength: `1${text}` })),
  ],
  'a name that is typed': (text) => rank(text, [{ name: 'gloomcore', uses: 1, score: 0 }]),
  'a custom id': (text) => [parseCustomId(text, buttonActions), parseCustomId(`1:${text}`, buttonActions)],
  'a recipe': (text) => [
    parseParameters(text),
    parseParameters(`a\nSteps: 20, ab: "${text}, Seed: ${text}, Size: ${text}`),
  ],
  'a configuration file': (text) => attempt(() => parseJson(`{"a": "${text}"`, 'config.json')),
  'a .safetensors file': (text) => [
    attempt(() => decodeSafetensors(safetensors(text, text), text)),
    attempt(() => readAesthetic(safetensors('images', text), 'a.safetensors')),
    attempt(() => readAesthetic(Buffer.from(text), text)),
  ],
  'a .pt file': (text) =>
    attempt(() => readAesthetic(Buffer.concat([pt.subarray(0, 200), Buffer.from(text), pt]), 'a.pt')),
};

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

test('word rules come to their end over texts longer than any prompt', () => {
  for (const sign of signs) expect(brokenRule(`i${sign.repeat(30_000)}`, rules)).toBeUndefined();
  expect(brokenRule(`${'!'.repeat(30_000)} am`, rules)).toBe('i am');
});

/** Quadratic work takes minutes over a million characters: nothing but the test's own timeout says so. */
describe.each(Object.entries(entrances))('%s', (_, read) => {
  test('comes to its end over a million of any sign', () => {
    expect(signs).toHaveLength(40);
    for (const sign of signs) expect(attempt(() => read(sign.repeat(million)))).toBeDefined();
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CheckpointError } from '../../../src/engine/errors.js';
import { openTokenizer } from '../../../src/engine/text/tokenizer.js';

const demo = 'models/demo/tokenizer';
const demoLength = 32;

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tokenizer-'));
});
afterAll(() => rm(root, { recursive: true }));

async function folderOf(name: string, files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder);
  for (const [file, content] of Object.entries(files))
    await writeFile(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

/** A vocabulary of three letters, "ab" and "ab" at a word's end; 0 is "!". */
const vocab = {
  '!': 0,
  a: 1,
  b: 2,
  'a</w>': 3,
  'b</w>': 4,
  ab: 5,
  'ab</w>': 6,
  '!</w>': 7,
  '<|startoftext|>': 8,
  '<|endoftext|>': 9,
};
const small = { 'vocab.json': vocab, 'merges.txt': '#version: 0.2\na b\na b</w>\n' };

describe('words that do not fit', () => {
  it('are none in a prompt that fits exactly', async () => {
    const tokenizer = await openTokenizer(await folderOf('exact', small), 6);
    expect(tokenizer.encode('ab a b ab')).toEqual({ ids: Int32Array.of(8, 6, 3, 4, 6, 9), cut: [] });
  });

  it('are listed as typed, in order', async () => {
    const tokenizer = await openTokenizer(await folderOf('cut', small), 5);
    expect(tokenizer.encode('ab  A\nab\t B, AB').cut).toEqual(['B,', 'AB']);
  });

  it('include a word of which only a part fits', async () => {
    const tokenizer = await openTokenizer(await folderOf('part', small), 4);
    expect(tokenizer.encode('a abba')).toEqual({ ids: Int32Array.of(8, 3, 5, 9), cut: ['abba'] });
  });

  it('are the rest of a text after the longest beginning that fits, whatever the text', async () => {
    const tokenizer = await openTokenizer(demo, demoLength);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const words = text.split(/\p{White_Space}+/u).filter((word) => word !== '');
        const { cut } = tokenizer.encode(text);
        const kept = words.slice(0, words.length - cut.length);
        expect(words.slice(kept.length)).toEqual(cut);
        expect(tokenizer.encode(kept.join(' ')).cut).toEqual([]);
        if (cut.length > 0) expect(tokenizer.encode([...kept, cut[0]].join(' ')).cut).toEqual([cut[0]]);
      }),
    );
  });
});

describe('a prompt in chunks', () => {
  const weighted = (...parts: [string, number][]) => parts.map(([text, weight]) => ({ text, weight }));

  it('of one chunk is what the text alone is', async () => {
    const tokenizer = await openTokenizer(await folderOf('one', small), 6);
    const { ids, weights, cut } = tokenizer.encodePrompt(weighted(['ab a', 1], [' b', 1.5]));
    expect(ids).toEqual(tokenizer.encode('ab a b').ids);
    expect([...weights]).toEqual([1, 1, 1, 1.5, 1, 1]);
    expect(cut).toEqual([]);
  });

  it('begins a new one after as many tokens as one holds, each with its own bos, eos and padding', async () => {
    const tokenizer = await openTokenizer(await folderOf('two', small), 4);
    const { ids, weights } = tokenizer.encodePrompt(weighted(['a b', 1], [' ab', 2]));
    expect([...ids]).toEqual([8, 3, 4, 9, 8, 6, 9, 9]);
    expect([...weights]).toEqual([1, 1, 1, 1, 1, 2, 1, 1]);
  });

  it('has five at most, and tells the words beyond, whole where parts split them', async () => {
    const tokenizer = await openTokenizer(await folderOf('many', small), 4);
    const { ids, cut } = tokenizer.encodePrompt(weighted(['a '.repeat(8), 1], ['b a', 2], ['B', 1], [' ab ', 3]));
    expect(ids.length).toBe(5 * 4);
    expect(cut).toEqual(['aB', 'ab']);
  });

  it('of nothing is one empty chunk', async () => {
    const tokenizer = await openTokenizer(await folderOf('nothing', small), 4);
    expect(tokenizer.encodePrompt([]).ids).toEqual(tokenizer.encode('').ids);
  });
});

describe('ids', () => {
  it('are always bos, tokens, eos and padding of one length, whatever the text', async () => {
    const tokenizer = await openTokenizer(demo, demoLength);
    const { ids: blank } = tokenizer.encode('');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { ids } = tokenizer.encode(text);
        expect(ids.length).toBe(demoLength);
        expect(ids[0]).toBe(blank[0]);
        expect(ids).toContain(blank[1]);
      }),
    );
  });

  it('lower a Σ at the end of a word as the Rust library does', async () => {
    const tokenizer = await openTokenizer(demo, demoLength);
    expect(tokenizer.encode('ΟΔΟΣ').ids).toEqual(tokenizer.encode('οδοσ').ids);
  });

  it('hold end-of-text where it is typed', async () => {
    const tokenizer = await openTokenizer(await folderOf('typed', small), 6);
    expect(tokenizer.encode('a<|endoftext|>b').ids).toEqual(Int32Array.of(8, 3, 9, 4, 9, 9));
  });
});

describe('special tokens', () => {
  it('may be objects', async () => {
    const config = {
      pad_token: { content: '!', lstrip: false, normalized: false },
      eos_token: { content: '<|endoftext|>' },
    };
    const folder = await folderOf('objects', { ...small, 'tokenizer_config.json': config });
    expect((await openTokenizer(folder, 4)).encode('a').ids).toEqual(Int32Array.of(8, 3, 9, 0));
  });

  // stabilityai/stable-diffusion-2-1 has these two files.
  it('of special_tokens_map.json win over those of an older tokenizer_config.json', async () => {
    const folder = await folderOf('map', {
      ...small,
      'tokenizer_config.json': { pad_token: '<|endoftext|>' },
      'special_tokens_map.json': { pad_token: '!' },
    });
    expect((await openTokenizer(folder, 4)).encode('').ids).toEqual(Int32Array.of(8, 9, 0, 0));
  });

  it('of a newer tokenizer_config.json win over those of special_tokens_map.json', async () => {
    const folder = await folderOf('newer', {
      ...small,
      'tokenizer_config.json': { pad_token: '<|endoftext|>', added_tokens_decoder: {} },
      'special_tokens_map.json': { pad_token: '!' },
    });
    expect((await openTokenizer(folder, 4)).encode('').ids).toEqual(Int32Array.of(8, 9, 9, 9));
  });
});

describe('a folder that is no tokenizer', () => {
  const tokenizer = {
    added_tokens: [],
    model: { type: 'BPE', vocab, merges: [] },
    normalizer: null,
    pre_tokenizer: null,
  };
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['is empty', {}, /neither tokenizer\.json nor vocab\.json/],
    ['lacks merges', { 'vocab.json': vocab }, /merges\.txt cannot be read/],
    ['has broken JSON', { 'tokenizer.json': '{"model":' }, /tokenizer\.json is not JSON/],
    [
      'has another kind of model',
      { 'tokenizer.json': { model: { type: 'Unigram' } } },
      /tokenizer\.json: model\.type is "Unigram": CLIP/,
    ],
    ['has ids that are no numbers', { ...small, 'vocab.json': { a: 'x' } }, /vocab\.json: a is "x"/],
    ['has merges of three tokens', { ...small, 'merges.txt': 'a b c' }, /merges\.txt: no two tokens: "a b c"/],
    [
      'has a vocabulary without end-of-text',
      { ...small, 'vocab.json': { '<|startoftext|>': 0 } },
      /eos_token "<\|endoftext\|>" is not/,
    ],
    [
      'names padding that is not there',
      { ...small, 'special_tokens_map.json': { pad_token: '[PAD]' } },
      /pad_token "\[PAD\]" is not/,
    ],
    [
      'has an unknown normalizer',
      { 'tokenizer.json': { ...tokenizer, normalizer: { type: 'Rot13' }, post_processor: null, decoder: null } },
      /no usable tokenizer: .*Rot13/,
    ],
  ];
  for (const [i, [what, files, message]] of cases.entries())
    it(`because it ${what} is a CheckpointError that says so`, async () => {
      const error: unknown = await openTokenizer(await folderOf(`bad${i}`, files), 8).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(CheckpointError);
      expect(String(error)).toMatch(message);
    });
});

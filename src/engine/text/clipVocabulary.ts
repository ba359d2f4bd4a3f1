import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { clipBpe, withSpecials } from './tokenizerFiles.js';
import type { TokenizerFiles } from './tokenizerFiles.js';

/** CLIP's own file of merges; src/engine/text and dist/engine/text lie equally deep. Licence: assets/clip/LICENSE. */
const file = fileURLToPath(new URL('../../../assets/clip/bpe_simple_vocab_16e6.txt.gz', import.meta.url));

/** Tokens of CLIP's vocabulary, the two special ones included. */
export const clipVocabularySize = 49_408;

/** All CLIP models that Stable Diffusion is built on share this tokenizer; they differ in what fills the rest of a prompt's positions. */
export type ClipPadding = '<|endoftext|>' | '!';

/**
 * CLIP's tokenizer, which comes with the program, for checkpoints that bring none. Its vocabulary, as OpenAI's simple_tokenizer builds it:
 * 256 bytes, the same at the end of a word, a token for each merge, and the two special tokens.
 */
export async function clipTokenizer(padding: ClipPadding): Promise<TokenizerFiles> {
  const lines = (await promisify(gunzip)(await readFile(file))).toString('utf8').split('\n');
  const characters = byteCharacters();
  const merges = lines.slice(1, 1 + clipVocabularySize - 2 * characters.length - 2);
  const tokens = [
    ...characters,
    ...characters.map((character) => `${character}</w>`),
    ...merges.map((merge) => merge.replace(' ', '')),
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  return withSpecials(clipBpe(vocab, merges), { pad_token: padding }, file);
}

/** A printable character for each byte: itself where it is one, else one from U+0100 on (GPT-2's bytes_to_unicode). */
function byteCharacters(): string[] {
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const printable = [...range(33, 126), ...range(161, 172), ...range(174, 255)];
  const others = range(0, 255 - printable.length).map((i) => 256 + i);
  return [...printable, ...others].map((code) => String.fromCharCode(code));
}

import * as tokenizers from '@huggingface/tokenizers';
import { CheckpointError } from '../errors.js';
import { readTokenizerFiles } from './tokenizerFiles.js';
import type { TokenizerFiles } from './tokenizerFiles.js';

/** A text as the text model takes it. */
interface TokenizedText {
  /** `[L]`: bos, tokens, eos, padding. */
  readonly ids: Int32Array;
  /** The words of the text that did not fit, as typed and in order; the first of them may be there in part. */
  readonly cut: string[];
}

export interface Tokenizer {
  /** L. */
  readonly length: number;
  readonly encode: (text: string) => TokenizedText;
}

/**
 * CLIP's tokenizer from a pack's tokenizer/ folder (`tokenizer.json`, or `vocab.json` and `merges.txt`), or what was read of one. Texts are cut and padded to
 * `length` positions, the text model's max_position_embeddings. @throws CheckpointError when a file is missing or malformed
 */
export async function openTokenizer(source: string | TokenizerFiles, length: number): Promise<Tokenizer> {
  const { json, bos, eos, pad, from } = typeof source === 'string' ? await readTokenizerFiles(source) : source;
  const bpe = openBpe(json, from);
  const encodePiece = (text: string): number[] => bpe.encode(lowerSigma(text), { add_special_tokens: false }).ids;
  const room = length - 2;

  const encode = (text: string): TokenizedText => {
    const tokens = encodePiece(text);
    const kept = tokens.slice(0, room);
    const ids = new Int32Array(length).fill(pad);
    ids.set([bos, ...kept, eos]);
    return { ids, cut: tokens.length > room ? wordsBeyond(text, room, (word) => encodePiece(word).length) : [] };
  };
  return { length, encode };
}

/** Words from the first on that is not wholly within the first `room` tokens. BPE never joins words, so counts of words add up. */
function wordsBeyond(text: string, room: number, count: (word: string) => number): string[] {
  // \s of the tokenizers, where JavaScript's differs in U+0085 and U+FEFF.
  const words = text.split(/\p{White_Space}+/u).filter((word) => word !== '');
  let used = 0;
  const first = words.findIndex((word) => (used += count(word)) > room);
  return first === -1 ? [] : words.slice(first);
}

/** Rust lowers each character by itself, JavaScript a Σ at the end of a word to ς: the one rule of Unicode that looks around. */
const lowerSigma = (text: string): string => text.replaceAll('Σ', 'σ');

interface Bpe {
  encode(text: string, options: { add_special_tokens: boolean }): { ids: number[] };
}
/** The package's own declarations lack the file extensions that NodeNext needs, so that they resolve to nothing. */
const { Tokenizer: BpeTokenizer } = tokenizers as unknown as { Tokenizer: new (json: object, config: object) => Bpe };

function openBpe(json: object, folder: string): Bpe {
  try {
    return new BpeTokenizer(json, {});
  } catch (error) {
    throw new CheckpointError(
      `${folder}: no usable tokenizer: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

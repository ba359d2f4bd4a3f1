import * as tokenizers from '@huggingface/tokenizers';
import { CheckpointError } from '../errors.js';
import type { WeightedText } from './emphasis.js';
import { readTokenizerFiles } from './tokenizerFiles.js';
import type { TokenizerFiles } from './tokenizerFiles.js';

/** A text as the text model takes it. */
interface TokenizedText {
  /** `[L]`: bos, tokens, eos, padding. */
  readonly ids: Int32Array;
  /** The words of the text that did not fit, as typed and in order; the first of them may be there in part. */
  readonly cut: string[];
}

/** A prompt in k chunks, one after another. */
interface TokenizedPrompt {
  /** `[k·L]`: of each chunk bos, tokens, eos, padding. */
  readonly ids: Int32Array;
  /** How much each position counts, `[k·L]`; 1 outside the prompt's own tokens. */
  readonly weights: Float32Array;
  /** The prompt's own tokens, of all chunks. */
  readonly tokens: readonly WeightedToken[];
  readonly cut: string[];
}

interface WeightedToken {
  readonly id: number;
  readonly weight: number;
}

export interface Tokenizer {
  /** L. */
  readonly length: number;
  readonly encode: (text: string) => TokenizedText;
  readonly encodePrompt: (parts: readonly WeightedText[]) => TokenizedPrompt;
  /** A token as it stands in the vocabulary, `cat</w>`; ids of no token have none. */
  readonly tokenText: (id: number) => string | undefined;
}

/**
 * Chunks of one prompt at most: 375 tokens of Stable Diffusion's. Ascent keeps past values of every token and step; those of five chunks
 * and eight steps take 1.8 GB with ViT-L/14.
 */
const maxChunks = 5;

/**
 * CLIP's tokenizer from a pack's tokenizer/ folder (`tokenizer.json`, or `vocab.json` and `merges.txt`), or what was read of one. Texts are cut and padded to
 * `length` positions, the text model's max_position_embeddings; prompts take as many chunks of that length as they need, up to `maxChunks`.
 * @throws CheckpointError when a file is missing or malformed
 */
export async function openTokenizer(source: string | TokenizerFiles, length: number): Promise<Tokenizer> {
  const { json, bos, eos, pad, from } = typeof source === 'string' ? await readTokenizerFiles(source) : source;
  const bpe = openBpe(json, from);
  const encodePiece = (text: string): number[] => bpe.encode(lowerSigma(text), { add_special_tokens: false }).ids;
  const count = (word: string): number => encodePiece(word).length;
  const room = length - 2;

  const encode = (text: string): TokenizedText => {
    const tokens = encodePiece(text);
    const kept = tokens.slice(0, room);
    const ids = new Int32Array(length).fill(pad);
    ids.set([bos, ...kept, eos]);
    return { ids, cut: tokens.length > room ? wordsBeyond([{ text, weight: 1 }], room, count) : [] };
  };
  const encodePrompt = (parts: readonly WeightedText[]): TokenizedPrompt => {
    const all = parts.flatMap(({ text, weight }) => encodePiece(text).map((id): WeightedToken => ({ id, weight })));
    const tokens = all.slice(0, maxChunks * room);
    const chunks = Math.max(1, Math.ceil(tokens.length / room));
    const ids = new Int32Array(chunks * length).fill(pad);
    const weights = new Float32Array(chunks * length).fill(1);
    for (let chunk = 0; chunk < chunks; chunk++) {
      const part = tokens.slice(chunk * room, (chunk + 1) * room);
      ids.set([bos, ...part.map(({ id }) => id), eos], chunk * length);
      weights.set(
        part.map(({ weight }) => weight),
        chunk * length + 1,
      );
    }
    const cut = all.length > tokens.length ? wordsBeyond(parts, maxChunks * room, count) : [];
    return { ids, weights, tokens, cut };
  };
  const texts = new Map(Object.entries(json.model.vocab).map(([text, id]) => [id, text]));
  for (const { id, content } of json.added_tokens) texts.set(id, content);
  return { length, encode, encodePrompt, tokenText: (id) => texts.get(id) };
}

/**
 * Words from the first on that is not wholly within the first `room` tokens. BPE never joins words, so counts of words add up; a word that
 * stands in several parts is told as a whole.
 */
function wordsBeyond(parts: readonly WeightedText[], room: number, count: (word: string) => number): string[] {
  let used = 0;
  let before = 0;
  for (const { text } of parts) {
    // \s of the tokenizers, where JavaScript's differs in U+0085 and U+FEFF.
    for (const { 0: word, index } of text.matchAll(/\P{White_Space}+/gu)) {
      used += count(word);
      if (used <= room) continue;
      const whole = parts.map((part) => part.text).join('');
      const words = Array.from(whole.matchAll(/\P{White_Space}+/gu));
      return words.filter((one) => one.index + one[0].length > before + index).map(([one]) => one);
    }
    before += text.length;
  }
  return [];
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

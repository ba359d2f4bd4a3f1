import { join } from 'node:path';
import { z } from 'zod';
import { readOptionalConfig, readText } from '../config/json.js';
import { CheckpointError } from '../errors.js';

const addedToken = z.looseObject({ id: z.int().min(0), content: z.string().min(1) });
const tokenizerJson = z.looseObject({
  added_tokens: z.array(addedToken).default([]),
  model: z.looseObject({
    type: z.literal('BPE', { error: 'CLIP has byte-level BPE' }),
    vocab: z.record(z.string(), z.int().min(0)),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
});

/** tokenizer.json, as far as it must be right; what else it holds is handed on. */
type TokenizerJson = z.infer<typeof tokenizerJson>;

/** A special token is a string, or an object with its flags in files of some versions of transformers. */
const special = z.union([z.string(), z.looseObject({ content: z.string() })]);
const specials = z.looseObject({
  bos_token: special.optional(),
  eos_token: special.optional(),
  unk_token: special.optional(),
  pad_token: special.nullish(),
  added_tokens_decoder: z.unknown().optional(),
});
type Specials = z.infer<typeof specials>;
type SpecialName = 'bos_token' | 'eos_token' | 'unk_token' | 'pad_token';

/** What a tokenizer/ folder says, whichever files it has. */
export interface TokenizerFiles {
  /** The folder or file that it was read from, for messages. */
  readonly from: string;
  /** The special tokens are among its `added_tokens`. */
  readonly json: TokenizerJson;
  readonly bos: number;
  readonly eos: number;
  readonly pad: number;
}

/**
 * Reads `tokenizer.json`, or else `vocab.json` and `merges.txt`, with `tokenizer_config.json` and `special_tokens_map.json` where
 * they are there. @throws CheckpointError that names the file
 */
export async function readTokenizerFiles(folder: string): Promise<TokenizerFiles> {
  const json =
    (await readOptionalConfig(join(folder, 'tokenizer.json'), tokenizerJson)) ?? (await fromVocabulary(folder));
  return withSpecials(json, await readSpecials(folder), folder);
}

/** Finds the special tokens' ids, by the names given or CLIP's own. @throws CheckpointError where the vocabulary lacks one */
export function withSpecials(json: TokenizerJson, named: Specials, folder: string): TokenizerFiles {
  const ids = new Map(json.added_tokens.map((token) => [token.content, token.id]));
  const added = [...json.added_tokens];
  // transformers makes every special token one piece of text that BPE does not see: Stable Diffusion 2's "!" too, which is its padding.
  const idOf = (name: SpecialName, fallback: string): number | undefined => {
    const token = named[name] ?? fallback;
    const content = typeof token === 'string' ? token : token.content;
    const id = ids.get(content) ?? (Object.hasOwn(json.model.vocab, content) ? json.model.vocab[content] : undefined);
    if (id === undefined && name !== 'unk_token')
      throw new CheckpointError(`${folder}: the ${name} ${JSON.stringify(content)} is not in the vocabulary`);
    if (id !== undefined && !ids.has(content)) {
      added.push({ special: true, normalized: false, ...(typeof token === 'string' ? {} : token), id, content });
      ids.set(content, id);
    }
    return id;
  };
  const [bos, eos] = [idOf('bos_token', '<|startoftext|>')!, idOf('eos_token', '<|endoftext|>')!];
  idOf('unk_token', '<|endoftext|>');
  const pad = idOf('pad_token', '<|endoftext|>')!;
  return { from: folder, json: { ...json, added_tokens: added }, bos, eos, pad };
}

/**
 * The special tokens by name. special_tokens_map.json wins, unless tokenizer_config.json has the newer `added_tokens_decoder`
 * (transformers, `_from_pretrained`): Stable Diffusion 2's two files disagree about the padding.
 */
async function readSpecials(folder: string): Promise<Specials> {
  const read = async (name: string): Promise<Specials> =>
    (await readOptionalConfig(join(folder, name), specials)) ?? {};
  const [config, map] = [await read('tokenizer_config.json'), await read('special_tokens_map.json')];
  return config.added_tokens_decoder === undefined ? { ...config, ...map } : { ...map, ...config };
}

/** tokenizer.json as transformers' CLIPTokenizer makes it from the two older files. */
async function fromVocabulary(folder: string): Promise<TokenizerJson> {
  const vocab = await readOptionalConfig(join(folder, 'vocab.json'), tokenizerJson.shape.model.shape.vocab);
  if (vocab === undefined)
    throw new CheckpointError(`${folder} has neither tokenizer.json nor vocab.json and merges.txt`);
  const merges = (await readText(join(folder, 'merges.txt')))
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#version'));
  const bad = merges.find((line) => line.split(' ').length !== 2);
  if (bad !== undefined) throw new CheckpointError(`${join(folder, 'merges.txt')}: no two tokens: ${quote(bad)}`);
  return clipBpe(vocab, merges);
}

/** CLIP's byte-level BPE of a vocabulary. */
export function clipBpe(vocab: Record<string, number>, merges: string[]): TokenizerJson {
  const pattern = String.raw`<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+`;
  return {
    added_tokens: [],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        { type: 'Replace', pattern: { Regex: String.raw`\s+` }, content: ' ' },
        { type: 'Lowercase' },
      ],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: pattern }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      vocab,
      merges,
    },
  };
}

const quote = (line: string): string => JSON.stringify(line.slice(0, 80));

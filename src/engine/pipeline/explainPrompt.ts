import type { Pack } from '../pack/pack.js';
import { choose, drawsOf } from '../text/choices.js';
import { parseEmphasis } from '../text/emphasis.js';
import { checkPrompt } from '../text/prompt.js';
import { openTokenizer } from '../text/tokenizer.js';

/** A prompt as a pack's text model reads it. */
export interface ExplainedPrompt {
  /** What was chosen of `{a|b}`. */
  readonly prompt: string;
  /** The tokens of each chunk, those that mark its beginning and end left out. */
  readonly chunks: readonly (readonly ExplainedToken[])[];
  /** Tokens that one chunk holds. */
  readonly room: number;
  /** Words that did not fit. */
  readonly cut: readonly string[];
}

interface ExplainedToken {
  readonly id: number;
  /** As it stands in the vocabulary: `cat</w>` ends a word, `ca` goes on. */
  readonly text: string;
  readonly weight: number;
}

/** @throws UserError for a prompt that cannot be painted, CheckpointError for a pack without a usable tokenizer */
export async function explainPrompt(pack: Pack, text: string, seed: number): Promise<ExplainedPrompt> {
  const prompt = choose(checkPrompt(text), drawsOf(seed));
  const length = pack.text.config.max_position_embeddings;
  const tokenizer = await openTokenizer(pack.tokenizer, length);
  const { tokens, cut } = tokenizer.encodePrompt(parseEmphasis(prompt));
  const room = length - 2;
  const explained = tokens.map(({ id, weight }) => ({ id, text: tokenizer.tokenText(id) ?? String(id), weight }));
  const chunks = Array.from({ length: Math.max(1, Math.ceil(tokens.length / room)) }, (_, chunk) =>
    explained.slice(chunk * room, (chunk + 1) * room),
  );
  return { prompt, chunks, room, cut };
}

/** The words alone of the prompt and the negative prompt that a request with this seed paints, for whoever looks for words in them. */
export function promptWords(prompts: readonly string[], seed: number): string[] {
  const draw = drawsOf(seed);
  return prompts.map((prompt) =>
    parseEmphasis(choose(prompt, draw))
      .map(({ text }) => text)
      .join(''),
  );
}

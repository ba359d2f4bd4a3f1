import { cleanText } from '../../text/clean.js';
import { CheckpointError, UserError } from '../errors.js';

/** Discord's limit on a command's string option, in UTF-16 units. What is shorter and does not fit into `maxChunks` chunks is cut, and named. */
export const maxPromptLength = 6_000;

/** The prompt as it is painted and recorded (`cleanText`). @throws UserError when nothing is left, or it is too long */
export function checkPrompt(text: string): string {
  checkLength(text, 'promptTooLong');
  const clean = cleanText(text);
  if (clean === '') throw new UserError({ code: 'emptyPrompt' });
  return clean;
}

/** The negative prompt, which may be empty. @throws UserError when it is too long */
export function checkNegative(text: string): string {
  checkLength(text, 'negativeTooLong');
  return cleanText(text);
}

function checkLength({ length }: string, code: 'promptTooLong' | 'negativeTooLong'): void {
  if (length > maxPromptLength) throw new UserError({ code, params: { length, most: maxPromptLength } });
}

/**
 * The position of end-of-text, whose state is the text embedding's: the first `eos_token_id`. The legacy value 2 of older
 * configurations means the first position of the highest id (transformers, CLIPTextTransformer). ids `[L]`.
 * @throws CheckpointError when the tokenizer never writes `eos_token_id`
 */
export function endOfText(ids: Int32Array, config: { readonly eos_token_id: number }): number {
  const id = config.eos_token_id === 2 ? ids.reduce((most, value) => Math.max(most, value), 0) : config.eos_token_id;
  const position = ids.indexOf(id);
  if (position === -1)
    throw new CheckpointError(
      `text_encoder/config.json: eos_token_id is ${id}, which the tokenizer does not write (its ids end in ${ids.at(-1) ?? 'none'})`,
    );
  return position;
}

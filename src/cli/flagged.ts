import { noticeText, UserError } from '../engine/index.js';
import type { ImagineResult } from '../engine/index.js';

/** Why nothing was written: the safety checker flagged `count` pictures, of `prompt` where there are several. */
export function nothingWritten(count: number, prompt?: string): UserError {
  const of = prompt === undefined ? '' : ` of "${prompt}"`;
  return new UserError(
    `nothing was written: ${noticeText({ code: 'flagged', count })}${of}, and --no-safety-check writes it as it is`,
  );
}

/** A picture that goes into a grid, which is written whole or not at all. @throws UserError where it is flagged */
export function unflagged(result: ImagineResult, prompt: string): ImagineResult {
  if (result.images[0].flagged === true) throw nothingWritten(1, prompt);
  return result;
}

import type { UserErrorParams } from '../../engine/index.js';
import type { ErrorCode, ErrorData, ErrorParams } from '../errors.js';

/** The values of a code with nested errors in words. */
type Said<P> = { readonly [K in keyof P]: P[K] extends ErrorData ? string : P[K] };

/** The words for every code. */
export type ErrorTexts = {
  readonly [C in ErrorCode]: ErrorParams[C] extends undefined ? string : (params: Said<ErrorParams[C]>) => string;
};

export type EngineErrorTexts = Pick<ErrorTexts, keyof UserErrorParams>;

export type DuelErrorTexts = Pick<
  ErrorTexts,
  | 'duelSame'
  | 'duelMinutes'
  | 'duelNoAesthetics'
  | 'duelGone'
  | 'duelNotOpen'
  | 'notYourDuel'
  | 'pairGone'
  | 'choiceGone'
>;

import { stripStrengths } from '../types.js';
import { decimal } from './decimal.js';
import type { Texts } from './texts.js';

/** `25 % · cosine −0.12`: what step `index` of a strip is, and what it reached. */
export function stripCaption({ locale, pictures }: Texts, cosine: number, index: number): string {
  return pictures.strip.caption(stripPercent(index), decimal(locale, cosine));
}

/** The strength of step `index`, as a percentage of "strong". */
export function stripPercent(index: number): number {
  return Math.round((stripStrengths[index] ?? 0) * 100);
}

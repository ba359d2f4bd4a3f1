import { text } from '../i18n/index.js';
import { decimal } from './decimal.js';

/** What a strip shows, as strengths: 0, 25, 50, 75 and 100 % of "strong", which is 1. */
export const stripStrengths = [0, 0.25, 0.5, 0.75, 1] as const;

/** `25 % · cosine −0.12`: what step `index` of a strip is, and what it reached. */
export function stripCaption(cosine: number, index: number): string {
  return text.pictures.strip.caption(stripPercent(index), decimal(cosine));
}

/** The strength of step `index`, as a percentage of "strong". */
export function stripPercent(index: number): number {
  return Math.round((stripStrengths[index] ?? 0) * 100);
}

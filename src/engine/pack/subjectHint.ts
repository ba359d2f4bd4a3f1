import type { Notice } from '../types.js';
import type { PackSettings } from './settings.js';

/** Named in the hint. */
const named = 5;

/**
 * A hint for a prompt that names none of the subjects that the pack says it can draw; undefined where it names one, or the pack
 * does not say. Subjects are whole words, in any case, also in the plural.
 */
export function unknownSubjectHint(prompt: string, { knows, title }: PackSettings): Notice | undefined {
  if (knows.length === 0) return undefined;
  const words = ` ${prompt.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `;
  const known = knows.some((subject) => new RegExp(` ${escape(subject.toLowerCase())}(s|es)? `, 'u').test(words));
  if (known) return undefined;
  // Evenly spread over the list, so that the hint shows its breadth.
  const step = Math.max(1, Math.floor(knows.length / named));
  const some = knows.filter((_, i) => i % step === 0).slice(0, named);
  return { code: 'unknownSubject', pack: title, count: knows.length, examples: some };
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

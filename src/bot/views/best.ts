import type { APIMessageTopLevelComponent } from 'discord.js';
import type { Texts } from '../i18n/index.js';
import { small } from './markdown.js';
import { button, paragraph, row } from './view.js';

/** Below a request with two to four pictures: which is the best. */
export function bestParts({ duels: t }: Texts, generationId: string, count: number): APIMessageTopLevelComponent[] {
  if (count < 2 || count > 4) return [];
  const numbers = Array.from({ length: count }, (_, i) => String(i + 1));
  return [
    paragraph(small(t.best)),
    row(...numbers.map((number) => button('best', `${generationId}-${number}`, number))),
  ];
}

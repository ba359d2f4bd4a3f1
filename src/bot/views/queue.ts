import type { Texts } from '../i18n/index.js';
import type { Queued } from '../types.js';
import { escape, member, short, small } from './markdown.js';
import { about } from './time.js';
import { textView } from './view.js';
import type { View } from './view.js';

/** Twenty lines of prompts and mentions fit into a message's text. */
const mostShown = 20;

/** What waits in a server, in the order in which it will be painted. */
export function queueView(texts: Texts, queued: readonly Queued[], elsewhere: number): View {
  const t = texts.answers;
  const lines = queued.slice(0, mostShown).map((one) => line(texts, one));
  const more = queued.length - lines.length;
  return textView(
    queued.length === 0
      ? t.queueEmpty
      : [`## ${t.queueTitle}`, ...lines, ...(more > 0 ? [t.andMore(more)] : [])].join('\n'),
    ...(elsewhere > 0 ? [small(t.queueElsewhere(elsewhere))] : []),
  );
}

function line(texts: Texts, { prompt, askerId, state, position: { place, seconds } }: Queued): string {
  const t = texts.answers;
  const when = seconds === undefined ? [] : [about(texts, seconds)];
  const where = state === 'painting' ? [t.queuePainting] : [place === 0 ? t.queueNoPainter : `**${place}.**`];
  const what = prompt === undefined ? t.queueHidden : escape(short(prompt, 60));
  return [...where, what, member(askerId), ...when].join(' · ');
}

import type { Texts } from '../i18n/index.js';
import type { AestheticSummary, CardState } from '../types.js';
import { cardView } from './cards.js';
import { escape, sentence, small } from './markdown.js';
import { button, paragraph, row } from './view.js';
import { textView } from './view.js';
import type { View } from './view.js';

/** A request for an aesthetic, as it is shown until it ends. */
export interface ShownMaking {
  readonly id: string;
  /** Undefined: the file's own, which has not been read. */
  readonly name: string | undefined;
  /** Images, or the one file to import. */
  readonly files: number;
}

/** Accepted; `nobodyPaints`: no worker is there. */
export function waitingMakingView(texts: Texts, shown: ShownMaking, nobodyPaints: boolean): View {
  const t = texts.answers.making;
  return inHand(texts, shown, nobodyPaints ? t.noWorker : t.waiting(shown.files));
}

/** How many of its images are read. */
export function readingMakingView(texts: Texts, shown: ShownMaking, done: number): View {
  return inHand(texts, shown, texts.answers.making.reading(done, shown.files));
}

/** What is said of it, and how it comes to its card. */
export function madeView(texts: Texts, said: string, aesthetic: AestheticSummary, card?: CardState): View {
  return card ? cardView(texts, said, aesthetic, card) : textView(said);
}

/** `reason` is plain text, in the reader's language. */
export function failedMakingView(texts: Texts, shown: ShownMaking, reason: string): View {
  const t = texts.answers.making;
  return textView(`${headline(texts, shown)}\n${small(`${t.failed} ${escape(sentence(reason))}`)}`);
}

export function cancelledMakingView(texts: Texts, shown: ShownMaking): View {
  return textView(`${headline(texts, shown)}\n${small(texts.pictures.cancelled)}`);
}

function inHand(texts: Texts, shown: ShownMaking, status: string): View {
  return {
    components: [
      paragraph(headline(texts, shown)),
      paragraph(small(status)),
      row(button('cancel', shown.id, texts.pictures.buttons.cancel)),
    ],
    files: [],
  };
}

function headline({ answers }: Texts, { name }: ShownMaking): string {
  return `**${name === undefined ? answers.making.imported : escape(name)}**`;
}

import { ButtonStyle } from 'discord.js';
import { errorData } from '../errors.js';
import { say } from '../i18n/index.js';
import type { Texts } from '../i18n/index.js';
import type { Generation, QueuePosition } from '../types.js';
import { escape, sentence, small } from './markdown.js';
import { headline } from './picture.js';
import { about } from './time.js';
import { button, gallery, paragraph, row } from './view.js';
import type { View, ViewFile } from './view.js';

/** How far the painting of a request is. */
export interface Painting {
  readonly stage: 'text' | 'paint' | 'decode' | 'embed';
  /** Denoising steps of all pictures. */
  readonly done: number;
  readonly total: number;
  /** Absent until a step has been timed. */
  readonly seconds?: number;
  /** An encoded picture of what is there so far; not every step has one. */
  readonly preview?: { readonly bytes: Uint8Array; readonly format: 'webp' | 'png' };
}

type Shown = Pick<Generation, 'id' | 'askerId' | 'imagineOptions'>;

/** Accepted: its place and the estimated time. */
export function waitingView(texts: Texts, generation: Shown, { place, seconds }: QueuePosition): View {
  const when = seconds === undefined ? undefined : about(texts, seconds);
  return inHand(texts, generation, texts.pictures.waiting(place, when));
}

/** Being painted, with a rough preview where there is one. */
export function paintingView(texts: Texts, generation: Shown, painting: Painting): View {
  const { preview } = painting;
  if (!preview) return inHand(texts, generation, stageText(texts, painting));
  return inHand(texts, generation, stageText(texts, painting), {
    name: `preview.${preview.format}`,
    bytes: preview.bytes,
  });
}

/** It ended without a picture. `reason` is plain text, in the reader's language. */
export function failedView(texts: Texts, generation: Shown, reason: string): View {
  return ended(texts, generation, `${texts.pictures.failed} ${escape(sentence(reason))}`);
}

/** For whoever asked alone: what the safety checker held back. */
export function heldBackView(texts: Texts, generation: Shown, count: number, all: boolean): View {
  const why = all ? say(errorData('flagged', { count }), texts) : texts.pictures.notices.flagged(count);
  return { components: [paragraph(headline(generation)), paragraph(escape(sentence(why)))], files: [] };
}

export function cancelledView(texts: Texts, generation: Shown): View {
  return ended(texts, generation, texts.pictures.cancelled);
}

function stageText(texts: Texts, { stage, done, total, seconds }: Painting): string {
  const t = texts.pictures;
  if (stage === 'text') return t.readingPrompt;
  if (stage !== 'paint') return t.finishing;
  return t.painting(done, total, seconds === undefined ? undefined : about(texts, seconds));
}

function inHand({ pictures: t }: Texts, generation: Shown, status: string, preview?: ViewFile): View {
  return {
    components: [
      paragraph(headline(generation)),
      ...(preview ? [gallery([{ file: preview.name, alt: t.preview }])] : []),
      paragraph(small(status)),
      row(button('cancel', generation.id, t.buttons.cancel)),
    ],
    files: preview ? [preview] : [],
  };
}

function ended({ pictures: t }: Texts, generation: Shown, status: string): View {
  return {
    components: [
      paragraph(headline(generation)),
      paragraph(small(status)),
      row(button('again', generation.id, t.buttons.retry, ButtonStyle.Primary)),
    ],
    files: [],
  };
}

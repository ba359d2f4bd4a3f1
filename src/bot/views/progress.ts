import { ButtonStyle } from 'discord.js';
import { text } from '../i18n/index.js';
import type { Generation, QueuePosition } from '../types.js';
import { escape, sentence, small } from './markdown.js';
import { headline } from './picture.js';
import { about } from './time.js';
import { button, gallery, paragraph, row } from './view.js';
import type { View, ViewFile } from './view.js';

const t = text.pictures;

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
export function waitingView(generation: Shown, { place, seconds }: QueuePosition): View {
  return inHand(generation, t.waiting(place, seconds === undefined ? undefined : about(seconds)));
}

/** Being painted, with a rough preview where there is one. */
export function paintingView(generation: Shown, painting: Painting): View {
  const { preview } = painting;
  if (!preview) return inHand(generation, stageText(painting));
  return inHand(generation, stageText(painting), {
    name: `preview.${preview.format}`,
    bytes: preview.bytes,
  });
}

/** It ended without a picture. `reason` is plain text: a UserError's message, or that of a bug. */
export function failedView(generation: Shown, reason: string): View {
  return ended(generation, `${t.failed} ${escape(sentence(reason))}`);
}

export function cancelledView(generation: Shown): View {
  return ended(generation, t.cancelled);
}

function stageText({ stage, done, total, seconds }: Painting): string {
  if (stage === 'text') return t.readingPrompt;
  if (stage !== 'paint') return t.finishing;
  return t.painting(done, total, seconds === undefined ? undefined : about(seconds));
}

function inHand(generation: Shown, status: string, preview?: ViewFile): View {
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

function ended(generation: Shown, status: string): View {
  return {
    components: [
      paragraph(headline(generation)),
      paragraph(small(status)),
      row(button('again', generation.id, t.buttons.retry, ButtonStyle.Primary)),
    ],
    files: [],
  };
}

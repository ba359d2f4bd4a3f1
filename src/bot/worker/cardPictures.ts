import sharp from 'sharp';
import { captionedGrid } from '../../engine/index.js';
import type { AestheticTarget, ImagineRequest, ImagineResult, Progress } from '../../engine/index.js';
import { decimal } from '../i18n/decimal.js';
import type { ResolvedOptions, CardFacts, StoredOutcome } from '../repositories/index.js';
import { refuseFlagged } from './flagged.js';
import { partOf } from './partialProgress.js';
import { outcomeOf, requestOf } from './result.js';
import type { Look } from './result.js';

/** Of the kept pictures, and of a whole card. */
const pictureSide = 512;
const cardWidth = 1_200;

type OnProgress = (progress: Progress) => void;

/** What painting a card needs and tells. */
export interface CardWork {
  /** Paints one picture. */
  readonly imagine: (request: ImagineRequest, onProgress: OnProgress) => Promise<ImagineResult>;
  readonly onProgress: OnProgress;
  /** The upper row, where it was painted before. */
  readonly plain: readonly Uint8Array[] | undefined;
  readonly look: Look;
  readonly keepPlain: (pictures: readonly Uint8Array[]) => Promise<void>;
}

export interface PaintedCard {
  /** WebP. */
  readonly card: Uint8Array;
  readonly facts: CardFacts;
  readonly outcome: StoredOutcome;
}

/** Paints each prompt without the aesthetic, unless that is there, and with it; one seed, and the cosines that were measured. */
export async function paintCardPictures(
  work: CardWork,
  imagineOptions: ResolvedOptions,
  prompts: readonly string[],
  target: AestheticTarget,
): Promise<PaintedCard> {
  const parts = prompts.length * (work.plain ? 1 : 2);
  let part = 0;
  const imagine = async (request: ImagineRequest): Promise<ImagineResult> => {
    const result = await work.imagine(request, partOf(part++, parts, work.onProgress));
    refuseFlagged(result);
    return result;
  };
  const plain = [...(work.plain ?? [])];
  if (!work.plain) {
    for (const prompt of prompts)
      plain.push(await kept(await imagine(requestOf({ ...imagineOptions, prompt }, undefined))));
    await work.keepPlain(plain);
  }
  const painted: ImagineResult[] = [];
  for (const prompt of prompts) painted.push(await imagine(requestOf({ ...imagineOptions, prompt }, target)));
  const facts: CardFacts = {
    seed: imagineOptions.seed,
    columns: painted.map(({ cosine }, i) => ({
      prompt: prompts[i],
      before: cosine?.before ?? 0,
      after: cosine?.after ?? 0,
    })),
  };
  const card = await draw(facts, plain, painted, target.label ?? '', work.look);
  return { facts, outcome: outcomeOf(painted, work.look.upscale), card };
}

async function draw(
  { columns }: CardFacts,
  plain: readonly Uint8Array[],
  painted: readonly ImagineResult[],
  label: string,
  { upscale, texts }: Look,
): Promise<Uint8Array> {
  const t = texts.answers.cards;
  const png = await captionedGrid(
    '',
    [
      {
        label: t.plainRow,
        pictures: columns.map(({ prompt, before }, i) => ({
          bytes: plain[i],
          caption: t.caption(prompt, decimal(texts.locale, before)),
        })),
      },
      {
        label,
        pictures: columns.map(({ prompt, after }, i) => ({
          bytes: painted[i].images[0].png,
          caption: t.caption(prompt, decimal(texts.locale, after)),
        })),
      },
    ],
    { upscale },
  );
  return sharp(png).resize({ width: cardWidth, withoutEnlargement: true }).webp({ quality: 88 }).toBuffer();
}

async function kept({ images: [{ png }] }: ImagineResult): Promise<Uint8Array> {
  const small = sharp(png).resize(pictureSide, pictureSide, { fit: 'inside', withoutEnlargement: true });
  return small.webp({ nearLossless: true }).toBuffer();
}

import type { Notice } from '../../engine/index.js';
import { shortDecimal } from './decimal.js';
import type { Texts } from './texts.js';

/** A notice of the engine's in words; earlier versions stored words. Plain text. */
export function noticeText({ locale, pictures: { notices: t } }: Texts, notice: Notice | string): string {
  if (typeof notice === 'string') return notice;
  const decimal = (value: number): string => shortDecimal(locale, value);
  switch (notice.code) {
    case 'alreadyClose':
      return t.alreadyClose(decimal(notice.cosine), decimal(notice.full));
    case 'stepsUsedUp':
      return t.stepsUsedUp(notice.steps, decimal(notice.cosine), decimal(notice.goal));
    case 'strengthUnmeasured':
      return t.strengthUnmeasured(notice.kind, decimal(notice.cosine));
    case 'unknownSubject':
      return t.unknownSubject(notice.pack, notice.count, notice.examples.join(', '));
    case 'startCropped':
      return t.startCropped(notice.width, notice.height);
    case 'secondTextPlain':
      return t.secondTextPlain;
    case 'diversityOfOne':
      return t.diversityOfOne;
    case 'flagged':
      return t.flagged(notice.count);
    case 'paintedInFp32':
      return t.paintedInFp32;
    case 'decodedInFp32':
      return t.decodedInFp32;
    default:
      // A later version wrote it.
      return (notice satisfies never as { code: string }).code;
  }
}

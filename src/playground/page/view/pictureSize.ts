/** CSS pixels of the longer side, and how a picture is enlarged. */
export interface ShownSize {
  readonly width: number;
  readonly height: number;
  /** Every pixel is a square, so that one sees what was painted. */
  readonly pixelated: boolean;
}

const small = 192;
/** Smaller ones are previews of what is being painted, of which one sees more when they are smooth. */
const tiny = 48;

/** Of the room: if whole times fill less of it, uneven pixels are the lesser evil. */
const enough = 0.8;

/**
 * Pictures up to 192 pixels are shown as many times larger as fits, whole times, so that they can be judged; larger ones are made
 * to fit. Of unknown size: a square.
 */
export function shownSize(width: number | null, height: number | null, room: number): ShownSize {
  if (!width || !height) return { width: room, height: room, pixelated: false };
  const longer = Math.max(width, height);
  const isSmall = longer <= small;
  const exact = room / longer;
  const whole = Math.floor(exact);
  const factor = isSmall ? (whole < enough * exact ? exact : whole) : Math.min(1, exact);
  return {
    width: Math.round(width * factor),
    height: Math.round(height * factor),
    pixelated: isSmall && longer >= tiny,
  };
}

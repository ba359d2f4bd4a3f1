/** CSS pixels of a picture as it is shown. */
export interface ShownSize {
  readonly width: number;
  readonly height: number;
}

const small = 192;

/**
 * Pictures up to 192 pixels are enlarged to fill the room, which the browser does smoothly; larger ones are shown as they are, or made
 * to fit. Of unknown size: a square.
 */
export function shownSize(width: number | null, height: number | null, room: number): ShownSize {
  if (!width || !height) return { width: room, height: room };
  const longer = Math.max(width, height);
  const exact = room / longer;
  const factor = longer <= small ? exact : Math.min(1, exact);
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}

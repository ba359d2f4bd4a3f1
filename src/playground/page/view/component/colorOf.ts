/** The style of a box with an accent colour, given as RGB in a number. */
export function colorOf(color: number | null | undefined): { borderInlineStartColor?: string } {
  if (color === undefined || color === null) return {};
  return { borderInlineStartColor: `#${color.toString(16).padStart(6, '0')}` };
}

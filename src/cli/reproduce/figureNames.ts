/** Figures of Gallego 2022 that `aesthete reproduce` makes; Table 1 is in figure2. */
export const figureNames = ['figure1', 'figure2', 'figure3'] as const;
export type FigureName = (typeof figureNames)[number];

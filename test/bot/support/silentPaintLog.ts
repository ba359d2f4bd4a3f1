import type { PaintContext } from '../../../src/bot/worker/paint.js';

const nothing = (): undefined => undefined;

/** Hears nothing of what is painted; a test puts in what it listens to. */
export const silentPaintLog: PaintContext['log'] = {
  ...{ begun: nothing, stage: nothing, steps: nothing, painted: nothing, made: nothing },
  ...{ failed: nothing, again: nothing, left: nothing, waits: nothing },
};

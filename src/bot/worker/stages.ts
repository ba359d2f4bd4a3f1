import type { Progress } from '../../engine/index.js';

/** What is heard of one painting beside its progress. */
export interface StageEvents {
  /** The engine begins with a stage, the first time: of a strip or a card each stage comes once for every picture. */
  readonly onStage: (stage: Progress['stage']) => void;
  /** Steps of the U-Net are done: how long one took. */
  readonly onSteps: (steps: { readonly done: number; readonly total: number; readonly seconds: number }) => void;
}

/**
 * Makes stages and steps of a painting's progress. A step is timed from the one before: the first of a picture is left out, because the models
 * may be opened for it. `now`: milliseconds.
 */
export function watchStages({ onStage, onSteps }: StageEvents, now = (): number => performance.now()) {
  const begun = new Set<Progress['stage']>();
  let last: { readonly done: number; readonly at: number } | undefined;
  return (progress: Progress): void => {
    const at = now();
    if (!begun.has(progress.stage)) onStage(progress.stage);
    begun.add(progress.stage);
    if (progress.stage !== 'paint') {
      last = undefined;
      return;
    }
    const { done, total } = progress;
    if (last && done > last.done) onSteps({ done, total, seconds: (at - last.at) / 1000 / (done - last.done) });
    last = { done, at };
  };
}

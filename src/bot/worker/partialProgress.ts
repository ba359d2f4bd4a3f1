import type { Progress } from '../../engine/index.js';

/** Tells the progress of part `index` of `count` paintings of one length as progress of them all. */
export function partOf(
  index: number,
  count: number,
  onProgress: (progress: Progress) => void,
): (progress: Progress) => void {
  return (progress) => {
    if (progress.stage !== 'paint') onProgress(progress);
    else onProgress({ ...progress, done: progress.done + index * progress.total, total: count * progress.total });
  };
}

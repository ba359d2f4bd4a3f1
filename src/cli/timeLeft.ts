/** How long work takes still, by how long its share so far took. Loading comes before the first share that is told, and is not counted. */
export class TimeLeft {
  #first: { readonly share: number; readonly atMs: number } | undefined;
  #last: { readonly share: number; readonly atMs: number } | undefined;

  /** `share`: of the work, 0 to 1. */
  reached(share: number, atMs: number): void {
    this.#first ??= { share, atMs };
    this.#last = { share, atMs };
  }

  /** Undefined where nothing can be said yet. */
  seconds(nowMs: number): number | undefined {
    if (!this.#first || !this.#last || this.#last.share <= this.#first.share) return undefined;
    const speed = (this.#last.share - this.#first.share) / (this.#last.atMs - this.#first.atMs);
    if (!Number.isFinite(speed)) return undefined;
    const since = nowMs - this.#last.atMs;
    return Math.max(0, (1 - this.#last.share) / speed - since) / 1000;
  }
}

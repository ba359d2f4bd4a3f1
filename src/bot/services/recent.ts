/** Answers of the last seconds, by what they are about. */
export interface Recent<T> {
  /** The answer of the last seconds, else a new one. Whoever asks at once gets the same; what failed is not kept. */
  get(about: string, ask: () => Promise<T>): Promise<T>;
  /** It changed: the next one asks anew. */
  forget(about: string): void;
  forgetAll(): void;
}

/** Keeps at most `most` answers, each for `keptMs`. */
export function createRecent<T>(keptMs: number, most: number, now: () => number): Recent<T> {
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<T> }>();
  return {
    get: (about, ask) => {
      const known = kept.get(about);
      if (known && now() < known.until) return known.answer;
      const entry = { until: now() + keptMs, answer: ask() };
      // The oldest stands first.
      kept.delete(about);
      kept.set(about, entry);
      for (const [oldest] of kept) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      entry.answer.catch(() => kept.get(about) === entry && kept.delete(about));
      return entry.answer;
    },
    forget: (about) => void kept.delete(about),
    forgetAll: () => {
      kept.clear();
    },
  };
}

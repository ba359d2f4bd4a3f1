/** A number of bytes that may be in memory at once; who asks for more than is left waits. */
export interface ByteBudget {
  /** Resolves with what gives them back, once there is room, in the order of asking. More than there is at all counts as all. */
  take(bytes: number): Promise<() => void>;
}

export function createByteBudget(most: number): ByteBudget {
  let left = most;
  const waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  const admit = (): void => {
    for (let next = waiting.at(0); next && next.bytes <= left; next = waiting.at(0)) {
      waiting.shift();
      left -= next.bytes;
      next.go();
    }
  };
  return {
    take: async (asked) => {
      const bytes = Math.min(Math.max(0, asked), most);
      await new Promise<void>((go) => {
        waiting.push({ bytes, go });
        admit();
      });
      let isBack = false;
      return () => {
        if (isBack) return;
        isBack = true;
        left += bytes;
        admit();
      };
    },
  };
}

/** Runs what is asked for under the same key one after another. */
export function createTurns(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}

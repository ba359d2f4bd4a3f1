import { useEffect, useState } from 'preact/hooks';

/** A value with subscribers. */
export interface Store<T> {
  readonly get: () => T;
  readonly update: (change: (before: T) => T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  const listeners = new Set<() => void>();
  let value = initial;
  return {
    get: () => value,
    update: (change) => {
      const before = value;
      value = change(before);
      if (value !== before) for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's value. The component renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.get);
  useEffect(() => {
    const look = (): void => {
      setValue(() => store.get());
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return value;
}

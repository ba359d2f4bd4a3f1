/** Paintings that count, as in the database's `msPerCost`. */
const mostKept = 20;

/** How fast a worker is: the median of its last twenty paintings. */
export interface SpeedMeter {
  readonly add: (ms: number, cost: number) => void;
  /** Milliseconds that a unit of cost takes; undefined until something has been painted. */
  readonly msPerCost: () => number | undefined;
}

export function createSpeedMeter(): SpeedMeter {
  const last: number[] = [];
  return {
    add: (ms, cost) => {
      if (cost > 0) last.push(ms / cost);
      if (last.length > mostKept) last.shift();
    },
    msPerCost: () => {
      const sorted = [...last].sort((a, b) => a - b);
      const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
      return middle.length === 0 ? undefined : middle.reduce((sum, ms) => sum + ms, 0) / middle.length;
    },
  };
}

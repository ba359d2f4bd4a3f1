import { readFileSync, writeFileSync } from 'node:fs';

const MB = 2 ** 20;

/** Resident memory of this process that no file backs, and its highest so far, in MB (proc(5), /proc/pid/status). */
export function memory(): { anonymous: number; peak: number } {
  const status = readFileSync('/proc/self/status', 'utf8');
  const kilobytes = (key: string): number => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  return { anonymous: kilobytes('RssAnon') / 1024, peak: kilobytes('VmHWM') / 1024 };
}

/** Starts the peak anew (proc(5), clear_refs). */
export function resetPeak(): void {
  writeFileSync('/proc/self/clear_refs', '5');
}

export const megabytes = (floats: number): number => (floats * 4) / MB;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Nearest rank. */
export function percentile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(part * values.length) - 1];
}

/** Milliseconds that `work` takes. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** The numbers of a scenario, on one line of stdout, for bench/index.ts. */
export function report(result: object): void {
  console.log(JSON.stringify(result));
}

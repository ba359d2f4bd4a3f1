import { appendFile } from 'node:fs/promises';
import type { Tally } from './members.js';

interface Run {
  readonly minutes: number;
  readonly seed: number;
  /** How often each fault happened. */
  readonly counts: Readonly<Record<string, number>>;
  readonly tally: Tally;
}

/** Prints what happened as Markdown, and appends it to the file that AESTHETE_CHAOS_REPORT names. */
export async function report(mode: string, { minutes, seed, counts, tally }: Run): Promise<void> {
  const { lost, explanations, seconds, ...counted } = tally;
  const text = [
    `### ${mode}, ${minutes} minutes, seed ${seed}`,
    table(['fault', 'times'], counts),
    table(['what members met', 'times'], { ...counted, lost: lost.length }),
    table(['seconds from command to end', 's'], {
      ...{ median: quantile(seconds, 0.5), '90 %': quantile(seconds, 0.9), longest: quantile(seconds, 1) },
    }),
    table(['what they were told', 'times'], explanations),
    '',
  ].join('\n\n');
  console.log(text);
  const file = process.env['AESTHETE_CHAOS_REPORT'];
  if (file) await appendFile(file, text);
}

function table(head: readonly [string, string], rows: Readonly<Record<string, number>>): string {
  const lines = Object.entries(rows).map(([name, times]) => `| ${name.replaceAll('|', '\\|')} | ${times} |`);
  return [`| ${head.join(' | ')} |`, '| --- | --: |', ...lines].join('\n');
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
}

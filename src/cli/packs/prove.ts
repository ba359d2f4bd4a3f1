import { int8Limits, int8Standing, int8Verdict, proveInt8, readInt8Proof } from '../../engine/index.js';
import type { Int8Proof, Int8Verdict, Pack } from '../../engine/index.js';
import { formatDuration } from '../format.js';
import type { Output } from '../output.js';

/** How a pack stands in 8 bits, for `aesthete packs check`. */
export interface Int8Facts {
  readonly verdict: Int8Verdict;
  readonly errors?: Int8Proof['errors'];
  /** Pairs of pictures that were painted, and how alike they are to CLIP. */
  readonly pairs?: number;
  readonly meanCosine?: number;
  readonly leastCosine?: number;
}

/** What is known of a pack in 8 bits; undefined where this machine does not compute so. */
export async function int8Facts(pack: Pack): Promise<Int8Facts | undefined> {
  const verdict = await int8Standing(pack);
  return verdict && facts(await readInt8Proof(pack), verdict);
}

/** Paints what is left of the proof; how far it is goes to stderr. @throws UserError where this machine does not compute in 8 bits */
export async function provePack(pack: Pack, output: Output): Promise<Int8Facts> {
  const started = performance.now();
  let first: number | undefined;
  const onProgress = (done: number, total: number): void => {
    first ??= done;
    const left = done > first ? ((performance.now() - started) / (done - first)) * (total - done) : undefined;
    const about = left === undefined ? '' : `, about ${formatDuration(left / 1000)} left`;
    if (done < total) output.say(`pair ${done + 1} of ${total}${about}; Ctrl-C keeps what is done`);
  };
  const proof = await proveInt8(pack, { onProgress, signal: output.signal });
  return facts(proof, int8Verdict(proof));
}

function facts(proof: Int8Proof | undefined, verdict: Int8Verdict): Int8Facts {
  if (!proof) return { verdict };
  const { errors, cosines } = proof;
  const meanCosine = cosines.reduce((a, b) => a + b, 0) / cosines.length;
  return { verdict, errors, pairs: cosines.length, meanCosine, leastCosine: Math.min(...cosines) };
}

/** The same in words. `name`: as the pack is named on the command line. */
export function int8Words(found: Int8Facts | undefined, name: string): string {
  if (!found) return 'not here: it needs a CPU whose 8-bit products are exact (docs/devices.md)';
  const { verdict, pairs } = found;
  const seen = seenWords(found);
  switch (verdict) {
    case 'proved':
      return `proved, and taken where no precision is asked for (${seen})`;
    case 'failed':
      return `not near enough to fp32, which is taken (${seen}; at most ${percent(int8Limits.error)} and at least ${int8Limits.cosine} are asked for)`;
    case 'unproved':
      return `not proved${pairs === undefined ? '' : ` to the end (${pairs} of ${int8Limits.pairs} pairs)`}: fp32 is taken; aesthete packs check ${name} --prove paints pairs of pictures to see`;
  }
}

function seenWords({ errors, pairs, meanCosine }: Int8Facts): string {
  if (!errors || meanCosine === undefined) return '';
  const { early, middle, late } = errors;
  return (
    `predictions off by ${percent(early)} early, ${percent(middle)} in the middle, ${percent(late)} late; ` +
    `${pairs} pairs of pictures, mean cosine ${meanCosine.toFixed(4)}`
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

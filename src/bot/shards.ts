import { UserError } from '../engine/index.js';

/** The shards that a process connects as, of `count` over all processes. A guild's shard is (id >> 22) % count (topics/gateway, "sharding"). */
export interface ShardRange {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** `auto`: undefined. `0-3/16`: shards 0 to 3 of 16; `3/16`: one of them. @throws UserError */
export function parseShards(text: string): ShardRange | undefined {
  if (text === 'auto') return undefined;
  const parts = /^(\d{1,5})(?:-(\d{1,5}))?\/(\d{1,5})$/.exec(text);
  const [, from = '', to = from, of = ''] = parts ?? [];
  const range = { first: Number(from), last: Number(to), count: Number(of) };
  if (!parts || range.first > range.last || range.last >= range.count)
    throw new UserError(
      'is auto, or the first and last shard of this process and how many there are in all, from 0: 0-3/16',
    );
  return range;
}

export function shardIds({ first, last }: ShardRange): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Whether other processes hold the other shards. */
export function isPart({ first, last, count }: ShardRange): boolean {
  return last - first + 1 < count;
}

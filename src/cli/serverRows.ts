import type { Manifest } from './archive/manifest.js';

const counted = [
  ['aesthetic', 'aesthetic', 'aesthetics'],
  ['generation', 'request', 'requests'],
  ['generated_image', 'picture', 'pictures'],
] as const;
const votes = ['aesthetic_vote', 'picture_vote', 'choice'];

/** What a server of an archive has, in a few words. */
export function rowsInWords(rows: Manifest['servers'][number]['rows']): string {
  const of = (table: string): number => rows[table] ?? 0;
  const cast = votes.reduce((sum, table) => sum + of(table), 0);
  return [
    ...counted.map(([table, one, many]) => `${of(table)} ${of(table) === 1 ? one : many}`),
    `${cast} ${cast === 1 ? 'vote' : 'votes'}`,
  ].join(', ');
}

import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import type { Family, FamilyEdge, FamilyMember } from '../../types.js';
import { lineageOf } from './lineage.js';
import type { Lineage } from './lineage.js';

/** More cannot be read in a picture. */
const mostMembers = 12;
const mostGenerations = 6;

interface Version {
  readonly aestheticId: string;
  readonly number: number;
}

const keyOf = ({ aestheticId, number }: Version): string => `${aestheticId}@${number}`;

/**
 * What a version was made of, and that of what, as far as it is known: its ancestors of this guild and of the pack, the nearest first. Steps
 * that only add or remove images, or embed them with another CLIP, are one edge from the first of them.
 */
export async function familyOf(db: Db, guildId: string, aestheticId: string, number: number): Promise<Family> {
  const members = new Map<string, FamilyMember>();
  const edges: FamilyEdge[] = [];
  let generation: Version[] = [{ aestheticId, number }];
  let cut = false;
  for (let depth = 0; generation.length > 0; depth++) {
    const parents: Version[] = [];
    for (const version of generation) {
      const known = await loadVersion(db, guildId, version);
      members.set(keyOf(version), { key: keyOf(version), version: version.number, ...known.label });
      for (const { of, ...edge } of known.parents) {
        const isNew = !members.has(keyOf(of)) && !parents.some((one) => keyOf(one) === keyOf(of));
        if (isNew && (depth + 1 >= mostGenerations || members.size + parents.length >= mostMembers)) {
          cut = true;
          continue;
        }
        if (isNew) parents.push(of);
        edges.push({ from: keyOf(of), to: keyOf(version), ...edge });
      }
      if (known.elsewhere) {
        const key = `${keyOf(version)} elsewhere`;
        members.set(key, { key, kind: 'elsewhere', version: known.elsewhere });
        edges.push({ from: key, to: keyOf(version), how: 'adopt' });
      }
    }
    generation = parents;
  }
  return { members: [...members.values()], edges, cut };
}

interface Known {
  readonly label: { readonly kind: 'named'; readonly name: string } | { readonly kind: 'gone' | 'taste' };
  readonly parents: readonly ({ readonly of: Version } & Pick<FamilyEdge, 'how' | 'share'>)[];
  /** The version in another guild that it is a copy of. */
  readonly elsewhere?: number;
}

async function loadVersion(db: Db, guildId: string, { aestheticId, number }: Version): Promise<Known> {
  const row = await db.aesthetic.findFirst({
    where: { id: uuidOf(aestheticId), OR: [{ guildId }, { guildId: null }] },
    select: {
      id: true,
      name: true,
      guildId: true,
      creatorId: true,
      ownerId: true,
      versions: { select: { number: true, lineage: true }, orderBy: { number: 'asc' } },
    },
  });
  // Erased: the row stays for recipes, without a creator.
  if (!row || (row.guildId !== null && row.creatorId === null)) return { label: { kind: 'gone' }, parents: [] };
  const label = row.ownerId === null ? { kind: 'named' as const, name: row.name } : { kind: 'taste' as const };
  const lineages = new Map(row.versions.map((version) => [version.number, lineageOf(version.lineage)]));
  const lineage = lineages.get(number);
  if (!lineage) return { label, parents: [] };
  if (lineage.from === 'adopt') return { label, parents: [], ...(lineage.of && { elsewhere: lineage.of.version }) };
  return { label, parents: parentsOf(lineage, lineages, idOf(row.id)) };
}

function parentsOf(
  lineage: Lineage,
  lineages: ReadonlyMap<number, Lineage | undefined>,
  aestheticId: string,
): Known['parents'] {
  const { after, parts, parents, from } = lineage;
  if (parts)
    return parts.map(({ aestheticId: id, version, weight }) => ({
      of: { aestheticId: id, number: version },
      how: 'blend',
      share: weight,
    }));
  if (parents)
    return parents
      .filter(({ share }) => share >= 0.01)
      .map(({ aestheticId: id, version, share }) => ({
        of: { aestheticId: id, number: version },
        how: from === 'taste' ? 'taste' : 'votes',
        share,
      }));
  if (after === undefined) return [];
  if (from === 'refine') return [{ of: { aestheticId, number: after }, how: 'refine' }];
  let first = after;
  for (let before = lineages.get(first); isImages(before); before = lineages.get(first)) first = before.after;
  return [{ of: { aestheticId, number: first }, how: 'images' }];
}

const ofImages: ReadonlySet<Lineage['from']> = new Set(['images', 'erasure', 'reembed']);

/** A version that differs from the one before by its images alone, or by the CLIP that embedded them. */
function isImages(lineage: Lineage | undefined): lineage is Lineage & { readonly after: number } {
  return lineage?.after !== undefined && ofImages.has(lineage.from);
}

import { z } from 'zod';
import { UserError } from '../../../engine/index.js';
import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, newId, uuidOf } from '../../database/ids.js';
import { nameKey } from '../aesthetics/names.js';
import { text, uuid } from './columns.js';
import { refs, versionColumns } from './tables.js';
import type { Table } from './tables.js';

/*
 * What is built into packs has other ids in every installation. An archive says which of it the guild's rows name, and by pack, name and vector it is
 * found again. Nothing of an archive becomes part of what is built in, since that is in every guild.
 */

/** An id as texts and JSON have it, in SQL: `idOf`. */
const shortId = Prisma.sql`translate(encode(uuid_send(t.id), 'base64'), '+/=', '-_')`;

/** Of what is built in, what rows of a guild name. They come first in an archive. */
export const builtInTables: readonly (Table & { readonly from: string })[] = [
  {
    name: 'built_in',
    from: 'aesthetic',
    key: ['id'],
    of: (guildId) => Prisma.sql`t.guild_id IS NULL AND (
      t.id = (SELECT aesthetic_id FROM guild WHERE id = ${guildId})
      OR t.id IN (SELECT v.aesthetic_id FROM aesthetic_version v WHERE ${isPainted(guildId)})
      OR t.id IN (SELECT aesthetic_id FROM aesthetic_vote WHERE guild_id = ${guildId})
      OR t.id IN (SELECT aesthetic_id FROM picture_vote WHERE guild_id = ${guildId})
      OR t.id IN (SELECT aesthetic_id FROM contest WHERE guild_id = ${guildId})
      OR EXISTS (SELECT 1 FROM choice c WHERE c.guild_id = ${guildId} AND ${shortId} = ANY(c.aesthetic_ids))
      OR EXISTS (SELECT 1 FROM aesthetic_version v JOIN aesthetic a ON a.id = v.aesthetic_id
        WHERE a.guild_id = ${guildId} AND position(${shortId} IN v.lineage::text) > 0))`,
    columns: { id: uuid, pack: text, name: text },
  },
  {
    name: 'built_in_version',
    from: 'aesthetic_version',
    key: ['aesthetic_id', 'number'],
    of: (guildId) => Prisma.sql`t.aesthetic_id IN (SELECT id FROM aesthetic WHERE guild_id IS NULL)
      AND t.id IN (SELECT v.id FROM aesthetic_version v WHERE ${isPainted(guildId)})`,
    columns: versionColumns,
  },
];

/** Something in the guild was painted with version `v`. */
function isPainted(guildId: string): Prisma.Sql {
  return Prisma.sql`(
    v.id IN (SELECT aesthetic_version_id FROM generation WHERE guild_id = ${guildId})
    OR v.id IN (SELECT aesthetic_version_id FROM generated_image WHERE generation_id IN (${refs.generation(guildId)})))`;
}

const version = z.object({
  id: z.string(),
  aesthetic_id: z.string(),
  number: z.number(),
  kind: z.string(),
  vector: z.string().nullable(),
  clip_id: z.string().nullable(),
});
type Version = z.infer<typeof version>;

/** What the archive calls built in, as rows that were checked. */
export interface BuiltIn {
  readonly aesthetics: readonly unknown[];
  readonly versions: readonly unknown[];
}

/** What stands for it here. */
export interface Here {
  /** Ids of aesthetics and of versions, in the database's form. */
  readonly uuids: ReadonlyMap<string, string>;
  /** The same as JSON has them, and of an aesthetic with the number of a version: `id@3`. */
  readonly labels: ReadonlyMap<string, { readonly id: string; readonly version?: number }>;
  /** Rows to write: what is not here becomes deleted aesthetics of the guild, so that its recipes hold. */
  readonly aesthetics: readonly Readonly<Record<string, unknown>>[];
  readonly versions: readonly Readonly<Record<string, unknown>>[];
}

const aesthetics = z.array(z.object({ id: z.string(), pack: z.string(), name: z.string() }));

/**
 * Finds what is built in, by pack and name, and its versions by their vectors. What is not found is the guild's own from now on, deleted.
 * @throws UserError where a pack is not known here, unless `withoutPacks`
 */
export async function findBuiltIn(
  db: Db,
  guildId: string,
  given: BuiltIn,
  { withoutPacks, now }: { readonly withoutPacks: boolean; readonly now: number },
): Promise<Here> {
  const uuids = new Map<string, string>();
  const labels = new Map<string, { readonly id: string; readonly version?: number }>();
  const copies: { readonly aesthetics: object[]; readonly versions: object[] } = { aesthetics: [], versions: [] };
  const rows = aesthetics.parse(given.aesthetics);
  const versions = given.versions.map((row) => ({ row, ...version.parse(row) }));
  if (!withoutPacks)
    await expectPacks(
      db,
      rows.map(({ pack }) => pack),
    );
  for (const { id, pack, name } of rows) {
    const live = await db.aesthetic.findFirst({ where: { guildId: null, pack, liveName: nameKey(name) } });
    const here = live ? await versionsOf(db, live.id) : [];
    const own = versions.filter(({ aesthetic_id }) => aesthetic_id === id);
    const missing = own.filter((one) => !here.some((other) => isSame(one, other)));
    const copy = uuidOf(newId());
    if (!live || missing.length > 0) copies.aesthetics.push(copyOf(copy, guildId, name, now));
    const target = live?.id ?? copy;
    uuids.set(id, target);
    labels.set(idOf(id), { id: idOf(target) });
    for (const one of own) {
      const same = here.find((other) => isSame(one, other));
      const versionId = same?.id ?? uuidOf(newId());
      uuids.set(one.id, versionId);
      labels.set(`${idOf(id)}@${one.number}`, {
        id: idOf(same ? target : copy),
        version: same?.number ?? one.number,
      });
      if (!same) copies.versions.push({ ...(one.row as object), id: versionId, aesthetic_id: copy });
    }
  }
  return { uuids, labels, ...(copies as Pick<Here, 'aesthetics' | 'versions'>) };
}

async function expectPacks(db: Db, packs: readonly string[]): Promise<void> {
  const known = await db.pack.findMany({ where: { name: { in: [...packs] } }, select: { name: true } });
  const missing = [...new Set(packs)].filter((pack) => !known.some(({ name }) => name === pack));
  if (missing.length > 0)
    throw new UserError(
      `the archive names aesthetics that are built into ${missing.join(', ')}, which no worker has served here yet: ` +
        'start the bot (or a worker) once with it, or give --without-packs, which makes them deleted aesthetics',
    );
}

async function versionsOf(db: Db, aestheticId: string): Promise<Version[]> {
  const rows = await db.aestheticVersion.findMany({ where: { aestheticId }, orderBy: { number: 'desc' } });
  return rows.map(({ id, number, kind, vector, clipId }) => ({
    ...{ id, number, kind, aesthetic_id: aestheticId, clip_id: clipId },
    vector: vector && Buffer.from(vector).toString('base64'),
  }));
}

function isSame(one: Version, other: Version): boolean {
  return one.kind === other.kind && one.vector === other.vector && one.clip_id === other.clip_id;
}

function copyOf(id: string, guildId: string, name: string, now: number): object {
  const date = new Date(now).toISOString();
  return {
    ...{ id, guild_id: guildId, name, live_name: null, note: '', creator_id: null, owner_id: null },
    created_at: date,
    deleted_at: date,
  };
}

/** A row with the ids of what is here in place of those of the archive. */
export function withIdsOf(
  { uuids, labels }: Here,
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string') return uuids.get(value) ?? labels.get(value)?.id ?? value;
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== 'object' || value === null) return value;
    const object = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one)]));
    // A label or a part of a mix.
    for (const [key, id] of Object.entries(value)) {
      const { version: number } = value as { readonly version?: unknown };
      const label = typeof id === 'string' && typeof number === 'number' ? labels.get(`${id}@${number}`) : undefined;
      if (label) Object.assign(object, { [key]: label.id, version: label.version });
    }
    return object;
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, replaced(value)]));
}

import { Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf } from '../../database/ids.js';

/** What an erased aesthetic is called. */
export const erasedName = 'erased';

const pageSize = 500;

interface Row {
  readonly id: string;
  readonly wish: unknown;
  readonly outcome: unknown;
  readonly error: unknown;
}

/** Takes the names of aesthetics out of the requests of others that name them: recipes, duels, cards, errors, and out of titles of contests. */
export async function eraseNames(db: Db, aestheticUuids: readonly string[]): Promise<void> {
  if (aestheticUuids.length === 0) return;
  await db.contest.updateMany({ where: { aestheticId: { in: [...aestheticUuids] } }, data: { title: erasedName } });
  const ids = new Set(aestheticUuids.map(idOf));
  const named = await naming(db, aestheticUuids, [...ids]);
  for (let at = 0; at < named.length; at += pageSize) {
    const page = named.slice(at, at + pageSize);
    const rows = await db.$queryRaw<Row[]>(
      Prisma.sql`SELECT id, wish, outcome, error FROM generation WHERE id = ANY(${page}::uuid[])`,
    );
    await rewrite(
      db,
      rows.map((row) => withoutNames(row, ids)),
    );
  }
}

/** Ids of the generations that name one: painted with a version of it, a side of a duel, or on a card beside which it stands. */
async function naming(db: Db, uuids: readonly string[], ids: readonly string[]): Promise<string[]> {
  // An id's underscore stands for any character; what matches by that alone is left as it is.
  const patterns = ids.map((id) => `%${id}%`);
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT g.id FROM generation g JOIN aesthetic_version v ON v.id = g.aesthetic_version_id WHERE v.aesthetic_id = ANY(${[...uuids]}::uuid[])
    UNION SELECT g.id FROM generation g JOIN duel d ON d.generation_id = g.id WHERE g.wish::text LIKE ANY(${patterns}::text[])
    UNION SELECT g.id FROM generation g WHERE g.background AND g.wish::text LIKE ANY(${patterns}::text[])`);
  return rows.map(({ id }) => id);
}

async function rewrite(db: Db, rows: readonly Row[]): Promise<void> {
  const texts = (values: readonly unknown[]) => values.map((value) => (value === null ? null : JSON.stringify(value)));
  await db.$executeRaw(Prisma.sql`
    UPDATE generation g SET wish = n.wish::jsonb, outcome = n.outcome::jsonb, error = n.error::jsonb
    FROM unnest(${rows.map(({ id }) => id)}::uuid[], ${texts(rows.map(({ wish }) => wish))}::text[],
      ${texts(rows.map(({ outcome }) => outcome))}::text[], ${texts(rows.map(({ error }) => error))}::text[])
      AS n (id, wish, outcome, error)
    WHERE g.id = n.id`);
}

/** A row whose labels of these aesthetics, and what was written of them, have another name. What members wrote themselves stays as it is. */
function withoutNames({ id, wish, outcome, error }: Row, ids: ReadonlySet<string>): Row {
  const names = new Set<string>();
  const unlabelled = mapObjects(wish, (object) => {
    if (typeof object['id'] !== 'string' || !ids.has(object['id']) || typeof object['name'] !== 'string') return object;
    names.add(object['name']);
    return { ...object, name: erasedName };
  });
  if (names.size === 0) return { id, wish, outcome, error };
  return {
    id,
    wish: mapObjects(unlabelled, (object) => ('said' in object ? { ...object, said: erasedName } : object)),
    outcome: mapObjects(outcome, (object) => ({
      ...object,
      ...('notices' in object && { notices: mapTexts(object['notices'], names) }),
      ...('aesthetic' in object && { aesthetic: mapTexts(object['aesthetic'], names) }),
    })),
    error: mapTexts(error, names),
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Every object in a JSON value, the innermost first. */
function mapObjects(value: unknown, map: (object: JsonObject) => JsonObject): unknown {
  if (Array.isArray(value)) return value.map((one) => mapObjects(one, map));
  if (typeof value !== 'object' || value === null) return value;
  return map(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapObjects(one, map)])));
}

function mapTexts(value: unknown, names: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return [...names].reduce((text, name) => text.replaceAll(name, erasedName), value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, names)]));
}

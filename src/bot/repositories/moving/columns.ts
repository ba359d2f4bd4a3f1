import { z } from 'zod';

/** How a column of a table stands in an archive, as JSON; its rows are checked by the schema before the database sees them. */
export interface Column {
  /** In SQL. */
  readonly type: string;
  readonly nullable: boolean;
  readonly schema: z.ZodType;
}

/** Longest text of a column, in UTF-16 units; Discord's longest is 6,000. */
const mostText = 20_000;
const mostItems = 1_000;
/** JSON within JSON; recipes nest half as deep. */
const mostDepth = 24;
const mostJsonText = 200_000;

function column(type: string, schema: z.ZodType): Column {
  return { type, nullable: false, schema };
}

/** The same column, which may be NULL. */
export function orNull({ type, schema }: Column): Column {
  return { type, nullable: true, schema: schema.nullable() };
}

/** Postgres keeps neither NUL nor half a surrogate pair. */
const storable = (value: string): boolean => !/[\0\p{Surrogate}]/u.test(value);
const cleanString = z.string().max(mostText).refine(storable, 'has characters that a database does not keep');
const uuidString = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is no id');

export const text = column('text', cleanString);
/** An id of Discord's. */
export const snowflake = column('text', z.string().regex(/^\d{1,20}$/, 'is no id of Discord'));
export const texts = column('text[]', z.array(cleanString).max(mostItems));
export const uuid = column('uuid', uuidString);
export const uuids = column('uuid[]', z.array(uuidString).max(mostItems));
export const integer = column('integer', z.int32());
export const small = column('smallint', z.int().min(-32_768).max(32_767));
/** As text: JSON's numbers are exact to 2^53. */
export const big = column('bigint', z.string().regex(/^-?\d{1,18}$/, 'is no whole number'));
export const real = column('double precision', z.number());
export const bool = column('boolean', z.boolean());
export const time = column('timestamp with time zone', z.iso.datetime({ precision: 3 }));

/** One of an enumeration of the database. */
export function oneOf(type: string, values: Readonly<Record<string, string>>): Column {
  return column(type, z.enum(Object.values(values)));
}

/** Base64, of at most so many bytes. */
export function bytes(most: number): Column {
  return column('bytea', base64(most));
}

/** float32, little-endian, all of them finite. */
export const vector = column(
  'bytea',
  base64(65_536).refine((value) => {
    const data = Buffer.from(value, 'base64');
    if (data.length % 4 !== 0) return false;
    for (let at = 0; at < data.length; at += 4) if (!Number.isFinite(data.readFloatLE(at))) return false;
    return true;
  }, 'is no vector'),
);

function base64(most: number) {
  return z.base64().max(Math.ceil(most / 3) * 4, `has more than ${most} bytes`);
}

/** JSON that the product's own reader takes; what the reader passes over is kept. */
export function json(reader: z.ZodType): Column {
  return column(
    'jsonb',
    z
      .unknown()
      .refine((value) => isStorable(value, mostDepth), 'has JSON that a database does not keep, or that nests too deep')
      .refine((value) => JSON.stringify(value).length <= mostJsonText, 'has too much JSON')
      .refine((value) => reader.safeParse(value).success, 'has JSON that this version cannot read'),
  );
}

function isStorable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(([key, one]) => storable(key) && isStorable(one, depth - 1));
}

import { z } from 'zod';
import { archivedTables } from '../../bot/repositories/index.js';
import { UserError } from '../../engine/index.js';

/** Of the archive's form. Another column of a table is no new form: `schema` says which there are. */
const formVersion = 1;
const form = 'aesthete-servers';

const id = z.string().regex(/^\d{1,20}$/);

const manifest = z.strictObject({
  form: z.literal(form),
  version: z.literal(formVersion),
  /** Which version of this program wrote it. */
  program: z.string().max(100),
  /** The newest migration of the database that it is from. */
  schema: z.string().regex(/^\d{14}_\w{1,100}$/),
  createdAt: z.iso.datetime(),
  servers: z
    .array(z.strictObject({ guild: id, rows: z.partialRecord(z.enum(archivedTables), z.int().nonnegative()) }))
    .min(1)
    .max(100_000),
});
export type Manifest = z.infer<typeof manifest>;

export const manifestName = 'manifest.json';
/** Names of entries, none of which is a path to anything. */
export const entryNames = /^(?:manifest\.json|servers\/\d{1,20}\/[a-z_]{1,40}\/\d{1,6}\.jsonl)$/;

/** The name of a page of a table, counted from 1. */
export function pageName(guild: string, table: string, page: number): string {
  return `servers/${guild}/${table}/${page}.jsonl`;
}

export function writeManifest(facts: Omit<Manifest, 'form' | 'version'>): Buffer {
  return Buffer.from(JSON.stringify({ form, version: formVersion, ...facts } satisfies Manifest, null, 2));
}

/** @throws UserError where it is none, or newer than this version, or than a database of that `schema` */
export function readManifest(bytes: Buffer, file: string, schema?: string): Manifest {
  const json = parseJson(bytes);
  const newer = new UserError(
    `${file} was written by a newer version of Aesthete: upgrade this one first (docs/self-hosting.md, "Upgrade")`,
  );
  const { form: found, version } =
    z.object({ form: z.unknown(), version: z.unknown() }).partial().safeParse(json).data ?? {};
  if (found === form && typeof version === 'number' && version > formVersion) throw newer;
  const read = manifest.safeParse(json);
  if (!read.success) {
    const { path, message } = read.error.issues[0];
    throw new UserError(
      `${file} is no archive of aesthete export: ${manifestName}: ${path.map(String).join('.')} ${message}`,
    );
  }
  const { servers, schema: of } = read.data;
  if (schema !== undefined && of > schema) throw newer;
  if (new Set(servers.map(({ guild }) => guild)).size < servers.length)
    throw new UserError(`${file} is broken: ${manifestName} has a server twice`);
  return read.data;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

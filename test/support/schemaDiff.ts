import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';

const schemaFile = new URL('../../prisma/schema.prisma', import.meta.url);

type Exports = Readonly<Record<string, unknown>>;

/** What this file needs of WebAssembly, whose types come with browsers'. */
interface WasmGlobal {
  readonly WebAssembly: {
    instantiate(binary: Uint8Array, imports: object): Promise<{ readonly instance: { readonly exports: Exports } }>;
  };
}
const { WebAssembly } = globalThis as unknown as WasmGlobal;

/** Prisma's schema engine as WebAssembly; its package is made for bundlers, so the module is put together here. */
interface Glue {
  __wbg_set_wasm(exports: Exports): void;
  SchemaEngine: { new: (options: object, log: () => void, adapter: object) => Promise<SchemaEngine> };
}
interface SchemaEngine {
  diff(params: object): Promise<{ readonly stdout: string | null }>;
}

/** The SQL that makes of a database what prisma/schema.prisma says; `migrate` prepares the database. Empty script: no drift. */
export async function schemaDiff(migrate: (db: PGlite) => Promise<void>): Promise<string> {
  const content = await readFile(schemaFile, 'utf8');
  const db = await PGlite.create();
  try {
    await migrate(db);
    const engine = await openEngine(content, db);
    const to = { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
    const filters = { externalTables: ['public._prisma_migrations'], externalEnums: [] };
    // The database itself is reached through the adapter.
    const from = { tag: 'schemaDatasource', files: to.files, configDir: '.' };
    const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, shadowDatabaseUrl: null, filters });
    return stdout ?? '';
  } finally {
    await db.close();
  }
}

async function openEngine(content: string, db: PGlite): Promise<SchemaEngine> {
  const main = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm');
  const glue = (await import(new URL('./schema_engine_bg.js', `file://${main}`).href)) as Glue;
  const binary = await readFile(new URL('./schema_engine_bg.wasm', `file://${main}`));
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') (start as () => void)();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(db));
  return glue.SchemaEngine.new({ datamodels: [['schema.prisma', content]] }, () => undefined, adapter);
}

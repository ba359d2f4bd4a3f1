import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { migrate } from '../src/bot/database/migrate.js';

/**
 * `npx tsx scripts/schema-fixtures.ts`: for each migration that has none, writes rows as a database has them after it, into
 * test/bot/database/schemas. What is there stays as it is: those schemas were released. A new table or column needs a value below.
 */

const migrations = 'prisma/migrations';
const fixtures = 'test/bot/database/schemas';

const uuid = (kind: string, n: number): string => `'${kind}-0000-7000-8000-${String(n).padStart(12, '0')}'`;
const [aesthetic, builtIn] = [uuid('0198000a', 1), uuid('0198000a', 2)];
const [version, builtInVersion] = [uuid('0198000b', 1), uuid('0198000b', 2)];
const image = uuid('0198000c', 1);
const [delivered, failed, waiting] = [1, 2, 3].map((n) => uuid('0198000d', n));
const picture = uuid('0198000e', 1);
const other = (n: number): string => uuid('0198000f', n);

const json = (value: unknown): string => `'${JSON.stringify(value)}'`;
const [early, late] = ["'2026-11-24 10:00:00+00'", "'2026-11-24 11:00:00.5+00'"];
/** float32 1, 0.5, -2. */
const vector = String.raw`'\x0000803f0000003f000000c0'`;
const webp = String.raw`'\x5249464600'`;

/** What a column has, which can have been written otherwise by versions before a migration. */
type Value = string | { readonly before: string; readonly was: string; readonly is: string };
type Row = Readonly<Record<string, Value>>;

const words = '20261127000000_locale';
const request = { prompt: 'a castle', aesthetic: null, seed: 42, count: 1 };
const outcome = (notices: readonly unknown[]): string =>
  json({
    recipe: {
      ...{
        prompt: 'a castle',
        negative: '',
        pack: 'demo',
        aesthetic: 'Dusk',
        strength: 0.7,
        mix: 1,
        seed: 42,
        count: 1,
      },
      ...{ width: 128, height: 128, sampler: 'ddim', steps: 25, guidance: 7 },
    },
    cosine: { before: 0.125, after: 0.5 },
    ...{ textSteps: 5, device: 'cpu', precision: 'fp32', notices, cut: [] },
    ms: { text: 1, paint: 2, decode: 3, embed: 4 },
  });
const settings = {
  ...{ title: 'Demo', knows: ['castle'], prompts: ['a castle'], presets: { subtle: 0.4, balanced: 0.7, strong: 1 } },
  defaults: {
    size: { width: 128, height: 128 },
    sampler: 'ddim',
    steps: 25,
    guidance: 7,
    kind: 'mean',
    strength: 'balanced',
  },
};

const generation = (id: string, status: string, more: Row): Row => ({
  ...{
    id,
    status: `'${status}'`,
    guild_id: "'7'",
    channel_id: "'20'",
    member_id: "'30'",
    pack: "'demo'",
    wish: json(request),
  },
  ...{
    application_id: "'40'",
    token: "'secret'",
    token_issued_at: early,
    message_id: "'50'",
    attachment_limit: '10485760',
  },
  ...{ cost: '2.5', created_at: early, locale: "'de'", parent_channel_id: "'21'", pack_content: "'content'", ...more },
});
const ended = {
  dispatched_at: early,
  started_at: early,
  finished_at: late,
  delivered_at: late,
  turn: '1',
  attempts: '1',
};

/** In the order in which they are written. */
const tables: Readonly<Partial<Record<string, readonly Row[]>>> = {
  pack: [
    {
      ...{
        name: "'demo'",
        clip_id: "'clip'",
        projection: '3',
        reference: vector,
        checked: 'true',
        published_at: early,
      },
      settings: { before: words, was: json(settings), is: json({ ...settings, upscale: 2, checks: true }) },
      ...{ second_clip_id: "'clip 2'", second_reference: vector, content_id: "'content'" },
    },
  ],
  pack_words: [{ pack_name: "'demo'", key: "'key'", vectors: vector }],
  plain_picture: [{ pack_name: "'demo'", index: '0', key: "'key'", picture: webp }],
  painter: [
    {
      id: other(1),
      slots: '1',
      device: "'cpu'",
      ms_per_cost: '12.5',
      packs: json([{ name: 'demo', content: 'content' }]),
      seen_at: early,
    },
  ],
  fact: [{ key: "'commands'", value: "'hash'" }],
  guild: [
    {
      ...{ id: "'7'", pack: "'demo'", aesthetic_id: aesthetic, strength: "'strong'", member_cap: '3', guild_cap: '30' },
      ...{
        channel_ids: "'{20,21}'",
        creators: "'role:60'",
        unchecked_everywhere: 'true',
        cards: 'false',
        created_at: early,
      },
      ...{
        report_channel_id: "'22'",
        showcase_channel_id: "'23'",
        showcase_score: '0.25',
        account_days: '2',
        member_days: '1',
      },
      ...{
        daily_quota: '9',
        check_everywhere: 'true',
        keep_images: 'false',
        loras: json([{ name: 'ink', scale: 0.5 }]),
      },
      aesthetic_cap: '77',
    },
  ],
  aesthetic: [
    {
      ...{
        id: aesthetic,
        guild_id: "'7'",
        name: "'Dusk'",
        live_name: "'dusk'",
        note: "'of evenings'",
        creator_id: "'30'",
      },
      created_at: early,
    },
    { id: builtIn, pack: "'demo'", name: "'Mist'", live_name: "'mist'", created_at: early },
  ],
  aesthetic_version: [
    {
      ...{
        id: version,
        aesthetic_id: aesthetic,
        number: '1',
        kind: "'contrast'",
        vector,
        reference: vector,
        count: '1',
      },
      ...{ clip_id: "'clip'", lineage: json({ from: 'images' }), card: webp, created_at: early },
      card_facts: json({ seed: 42, columns: [{ prompt: 'a castle', before: 0.1, after: 0.5 }] }),
      ...{ second_vector: vector, second_reference: vector, second_clip_id: "'clip 2'" },
    },
    {
      ...{
        id: builtInVersion,
        aesthetic_id: builtIn,
        number: '1',
        kind: "'mean'",
        vector,
        count: '4',
        clip_id: "'clip'",
      },
      ...{ lineage: json({ from: 'pack' }), created_at: early },
    },
  ],
  aesthetic_image: [
    {
      ...{ id: image, aesthetic_id: aesthetic, sha256: "'hash'", vector, thumbnail: webp, giver_id: "'31'" },
      ...{ created_at: early, picture: webp, second_vector: vector },
    },
  ],
  aesthetic_version_image: [{ version_id: version, image_id: image, position: '0' }],
  aesthetic_version_source: [{ version_id: version, giver_id: "'32'" }],
  aesthetic_share: [{ aesthetic_id: aesthetic, version_id: version, code_hash: "'hash'", created_at: early }],
  generation: [
    generation(delivered, 'delivered', {
      ...{ aesthetic_version_id: version, cosine_before: '0.125', cosine_after: '0.5', ...ended },
      outcome: { before: words, was: outcome(['in words']), is: outcome([{ code: 'decodedInFp32' }]) },
    }),
    generation(failed, 'failed', {
      ...ended,
      error: {
        before: words,
        was: json({ kind: 'user', text: 'In words.' }),
        is: json({ kind: 'user', reason: { code: 'notOwn' } }),
      },
    }),
    generation(waiting, 'waiting', {}),
  ],
  generated_image: [
    {
      ...{
        id: picture,
        generation_id: delivered,
        index: '0',
        seed: '42',
        width: '128',
        height: '128',
        vector,
        thumbnail: webp,
      },
      ...{ attachment_id: "'70'", aesthetic_version_id: version },
    },
  ],
  aesthetic_vote: [31, 32].map((member) => ({
    ...{ guild_id: "'7'", aesthetic_id: aesthetic, member_id: `'${member}'`, value: member === 31 ? '1' : '-1' },
    ...{ own: 'false', created_at: early, voted_at: late },
  })),
  picture_vote: [31, 30].map((member) => ({
    ...{
      image_id: picture,
      member_id: `'${member}'`,
      guild_id: "'7'",
      aesthetic_id: aesthetic,
      asker_id: "'30'",
      value: '1',
    },
    ...{ own: String(member === 30), created_at: early, voted_at: late },
  })),
  duel: [
    {
      ...{
        id: other(2),
        guild_id: "'7'",
        creator_id: "'30'",
        generation_id: delivered,
        status: "'closed'",
        minutes: '5',
      },
      ...{ created_at: early, closes_at: late, closed_at: late, revealed_at: late, file_names: "'{a.png,b.png}'" },
    },
  ],
  choice: [
    {
      ...{
        id: other(3),
        guild_id: "'7'",
        member_id: "'31'",
        kind: "'stream'",
        subject: "'pair'",
        best: '1',
        reason: "'colour'",
      },
      ...{
        image_ids: `ARRAY[${picture}]::uuid[]`,
        aesthetic_ids: '\'{a,""}\'',
        own: 'false',
        created_at: early,
        chosen_at: late,
      },
    },
  ],
  member_taste: [{ guild_id: "'7'", member_id: "'31'", on: 'true', created_at: early }],
  role_rule: [{ guild_id: "'7'", role_id: "'60'", daily_quota: '3', exempt: 'false' }],
  word_rule: [{ guild_id: "'7'", word: "'mud'", created_at: early }],
  member_block: [{ guild_id: "'7'", member_id: "'33'", created_at: early }],
  member_warning: [{ id: other(4), guild_id: "'7'", member_id: "'34'", prompt: "'a castle'", created_at: early }],
  report: [{ id: other(5), guild_id: "'7'", generation_id: delivered, reporter_id: "'31'", created_at: early }],
  audit_entry: [
    {
      ...{
        id: other(6),
        guild_id: "'7'",
        action: "'warn'",
        actor_id: "'35'",
        member_id: "'34'",
        generation_id: delivered,
      },
      ...{ detail: "'why'", created_at: early },
    },
  ],
  showcase_post: [
    { image_id: picture, guild_id: "'7'", channel_id: "'23'", message_id: "'51'", posting_at: early, done_at: late },
  ],
  contest: [
    {
      ...{
        id: other(7),
        guild_id: "'7'",
        aesthetic_id: aesthetic,
        title: "'June'",
        creator_id: "'30'",
        channel_id: "'20'",
      },
      ...{ thread_id: "'24'", status: "'closed'", locale: "'de'", created_at: early, closes_at: late, closed_at: late },
      announced_at: late,
    },
  ],
};

/** Columns that rows of today leave to their defaults, and tables that triggers fill. */
const ofThemselves = new Set([
  ...['aesthetic_tally', 'picture_tally'],
  ...[
    'guild.left_at',
    'aesthetic.deleted_at',
    'aesthetic.owner_id',
    'aesthetic_version.erased_at',
    'member_warning.shown_at',
  ],
  ...['audit_entry.undone_at', 'showcase_post.posting_until', 'showcase_post.withdrawn_at', 'contest.posting_until'],
  ...['contest.posting_at', 'choice.duel_id', 'generated_image.plain'],
  ...['background', 'making', 'parent_id', 'posting_at', 'editing_until', 'shown_place', 'repaints', 'progress'].map(
    (column) => `generation.${column}`,
  ),
  ...['deleted_at', 'removed_at'].map((column) => `generation.${column}`),
]);

const names = (await readdir(migrations)).filter((name) => /^\d/.test(name)).sort();
const written = new Set(await readdir(fixtures));
for (const [i, name] of names.entries()) {
  if (written.has(`${name}.sql`)) continue;
  await writeFile(join(fixtures, `${name}.sql`), await rowsAfter(names.slice(0, i + 1)));
  console.log(join(fixtures, `${name}.sql`));
}

/** INSERT statements for a database that has these migrations alone; they were tried. */
async function rowsAfter(applied: readonly string[]): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'migrations-'));
  const db = await PGlite.create();
  try {
    for (const name of applied) await cp(join(migrations, name), join(dir, name), { recursive: true });
    await migrate(
      {
        run: async (sql) => {
          await db.exec(sql);
        },
        query: async (sql, values) => (await db.query<object>(sql, [...values])).rows,
      },
      dir,
    );
    const { rows } = await db.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
    );
    for (const { table, column } of rows)
      if (
        !ofThemselves.has(table) &&
        !ofThemselves.has(`${table}.${column}`) &&
        !(tables[table] ?? []).some((row) => column in row)
      )
        throw new Error(`${table}.${column} has no value in scripts/schema-fixtures.ts`);
    const last = applied.at(-1) ?? '';
    const statements = Object.entries(tables).flatMap(([table, all = []]) => {
      const there = new Set(rows.filter((row) => row.table === table).map(({ column }) => column));
      return there.size === 0 ? [] : all.map((row) => insert(table, row, there, last));
    });
    const sql = `${statements.join('\n')}\n`;
    await db.exec(sql);
    return sql;
  } finally {
    await db.close();
    await rm(dir, { recursive: true });
  }
}

function insert(table: string, row: Row, there: ReadonlySet<string>, last: string): string {
  const columns = Object.entries(row).filter(([column]) => there.has(column));
  const values = columns.map(([, value]) =>
    typeof value === 'string' ? value : last < value.before ? value.was : value.is,
  );
  return `INSERT INTO ${table} (${columns.map(([column]) => `"${column}"`).join(', ')}) VALUES (${values.join(', ')});`;
}

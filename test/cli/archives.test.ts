import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { uuidOf } from '../../src/bot/database/ids.js';
import { importGuilds, newId, openStore, publishBuiltIn } from '../../src/bot/repositories/index.js';
import type { Store } from '../../src/bot/repositories/index.js';
import { answer } from '../../src/cli/answer.js';
import { entryNames } from '../../src/cli/archive/manifest.js';
import { openZip } from '../../src/cli/archive/zipReader.js';
import { Interruption } from '../../src/cli/interruption.js';
import { UserError } from '../../src/engine/index.js';
import { dump } from '../bot/support/dump.js';
import { fillGuild } from '../bot/support/fullGuild.js';
import { pack, publish } from '../bot/support/rows.js';
import { newTestStore } from '../bot/support/stores.js';
import type { TestStore } from '../bot/support/stores.js';
import { aesthete, aestheteIn, inTemporaryFolder, resultOf } from '../support/cli.js';

const [guildId, other] = ['71', '72'];
const folder = inTemporaryFolder();
const root = process.cwd();
type Entries = Record<string, Uint8Array>;

let from: TestStore;
let to: TestStore;
/** What `aesthete export` wrote. */
let whole: Uint8Array;

async function filled(...guilds: string[]): Promise<TestStore> {
  // The template of databases lies in the repository.
  const here = process.cwd();
  process.chdir(root);
  const place = await newTestStore('embedded');
  process.chdir(here);
  await inStore(place, async (store) => {
    await publish(store);
    for (const guild of guilds) await fillGuild(store, guild);
  });
  return place;
}

async function inStore<T>({ options }: TestStore, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(options);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function use(place: TestStore): void {
  vi.stubEnv('AESTHETE_DATA', place.env['AESTHETE_DATA']);
}

beforeAll(async () => {
  for (const name of ['DATABASE_URL', 'REDIS_URL']) vi.stubEnv(name, undefined);
  [from, to] = [await filled(guildId), await filled(other)];
  use(from);
  expect(await aesthete('export', '--guild', guildId, '--out', 'whole.zip')).toMatchObject({ code: 0 });
  whole = await readFile('whole.zip');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await from.remove();
  await to.remove();
});
beforeEach(() => {
  use(from);
});

/** The archive with another row in place of the first of a table. */
function changed(table: string, change: (row: Record<string, unknown>) => object): Entries {
  const entries = unzipSync(whole);
  const name = `servers/${guildId}/${table}/1.jsonl`;
  const [first, ...rest] = strFromU8(entries[name]).split('\n');
  return {
    ...entries,
    [name]: strToU8([JSON.stringify(change(JSON.parse(first) as Record<string, unknown>)), ...rest].join('\n')),
  };
}

const manifest = (change: (facts: Record<string, unknown>) => object): Entries => {
  const entries = unzipSync(whole);
  return {
    ...entries,
    'manifest.json': strToU8(
      JSON.stringify(change(JSON.parse(strFromU8(entries['manifest.json'])) as Record<string, unknown>)),
    ),
  };
};

describe('export', () => {
  test('writes one archive, readable by its owner alone, without tokens, codes and what is not over', async () => {
    const { code, stdout, stderr } = await aesthete('export', '--guild', guildId, '--out', 'one.zip', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(answer.parse(JSON.parse(stdout)).notices).toEqual([
      '2 unfinished requests are left out: let the bot finish first',
    ]);
    const { file, servers, unfinished } = resultOf(stdout);
    expect({ file, unfinished }).toEqual({ file: 'one.zip', unfinished: 2 });
    expect(servers).toEqual([
      { guild: guildId, rows: expect.objectContaining({ generation: 3, aesthetic: 2 }) as unknown },
    ]);
    const text = Object.values(unzipSync(await readFile('one.zip')))
      .map((bytes) => strFromU8(bytes))
      .join('');
    expect(text).toContain('a castle');
    expect(text).not.toMatch(/token|secret/);
    expect((await stat('one.zip')).mode & 0o077).toBe(0);
  });

  test('is refused where a file is there, where nothing is, and with a wrong command line', async () => {
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await aesthete('export', ...args);
      expect(stdout).toBe('');
      return `${code} ${stderr}`;
    };
    expect(await refused('--all', '-o', 'whole.zip')).toBe(
      '1 aesthete: whole.zip is there already: --force replaces it\n',
    );
    expect(await refused('--guild', '99', '-o', 'x.zip')).toContain('1 aesthete: there is nothing of server 99 here');
    expect(await refused('-o', 'x.zip')).toContain('2 aesthete: say which server');
    expect(await refused('--all', '--guild', '1', '-o', 'x.zip')).toContain('2 aesthete: say which server');
    expect(await refused('--guild', 'mine', '-o', 'x.zip')).toContain('2 aesthete: --guild "mine" must be the id');
    expect(await refused('--all', '-o', 'x.tar')).toContain('2 aesthete: --out x.tar: an archive is written as .zip');
    expect(await aesthete('export', '--all', '-o', 'whole.zip', '-f', '-q')).toMatchObject({
      code: 0,
      stdout: 'whole.zip\n',
    });
  });

  test('leaves no half of a file where it is stopped', async () => {
    const signal = AbortSignal.abort(new Interruption('SIGINT'));
    const { code } = await aestheteIn({ signal }, 'export', '--all', '-o', 'stopped.zip');
    expect(code).toBe(130);
    expect((await readdir(folder())).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  test('and import do nothing while a bot has the data folder', async () => {
    await inStore(from, async () => {
      for (const args of [
        ['export', '--all', '-o', 'x.zip'],
        ['import', 'whole.zip'],
      ]) {
        const { code, stderr } = await aesthete(...args);
        expect(code).toBe(1);
        expect(stderr).toMatch(/^aesthete: the data folder .* in use by process/);
      }
    });
  });
});

describe('import', () => {
  test('refuses a server that has data here, and with --replace takes the archive in its place, when asked', async () => {
    await inStore(from, ({ client }) => client.wordRule.create({ data: { guildId, word: 'later' } }));
    const refused = await aesthete('import', 'whole.zip');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('server 71 has data here already, and nothing was changed: --replace takes');
    const asked = await aesthete('import', 'whole.zip', '--replace');
    expect(asked.stderr).toContain('Delete the 2 aesthetics and 5 requests that server 71 has here');
    expect(asked.stderr).toContain('give --yes');
    const { code, stdout } = await aesthete('import', 'whole.zip', '--replace', '-y');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'server 71: 2 aesthetics, 3 requests, 4 pictures, 11 votes\n',
    });
    await inStore(from, async ({ client }) => {
      expect(await client.wordRule.findMany({ select: { word: true } })).toEqual([{ word: 'mud' }]);
      expect(await client.aestheticTally.findMany({ where: { uses: { gt: 0 } } })).toHaveLength(2);
    });
  });

  test('takes what is built into packs for what is here by its name and vector, and the rest as deleted', async () => {
    const place = await filled();
    use(place);
    await inStore(place, ({ client }) => client.pack.delete({ where: { name: pack.name } }));
    const refused = await aesthete('import', 'whole.zip');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('built into tiny, which no worker has served here yet: start the bot');
    // Another vector by the same name.
    await inStore(place, async (store) => {
      await publish(store);
      const { aesthetic, aestheticVersion } = store.client;
      await aesthetic.deleteMany({ where: { guildId: null } });
      const other = {
        name: 'Mist',
        kind: 'mean',
        vector: Float32Array.of(0, 1, 0),
        count: 1,
        clipId: 'c',
        note: '',
      } as const;
      await publishBuiltIn(store.client, pack.name, [other]);
      expect(await aestheticVersion.count()).toBe(1);
    });
    expect(await aesthete('import', 'whole.zip')).toMatchObject({ code: 0 });
    await inStore(place, async ({ client }) => {
      const live = await client.aesthetic.findFirstOrThrow({ where: { guildId: null }, include: { versions: true } });
      expect(live.versions).toHaveLength(1);
      expect(await client.guild.findFirst({ select: { aestheticId: true } })).toEqual({ aestheticId: live.id });
      expect(await client.aestheticVote.count({ where: { aestheticId: live.id } })).toBe(2);
      const copy = await client.aesthetic.findFirstOrThrow({
        where: { guildId, name: 'Mist' },
        include: { versions: true },
      });
      expect(copy).toMatchObject({
        liveName: null,
        versions: [{ number: 1, vector: new Uint8Array(Float32Array.of(0, 0, 1).buffer) }],
      });
      const painted = await client.generation.findFirstOrThrow({ where: { aestheticVersionId: copy.versions[0].id } });
      expect(painted.imagineOptions).toMatchObject({ aesthetic: { name: 'Mist', version: 1 } });
    });
    await place.remove();
  });

  test('takes aesthetics of packs that are not here with --without-packs', async () => {
    const place = await filled();
    use(place);
    await inStore(place, async ({ client }) => {
      await client.aesthetic.deleteMany();
      await client.pack.deleteMany();
    });
    expect(await aesthete('import', 'whole.zip', '--without-packs')).toMatchObject({ code: 0 });
    await inStore(place, async ({ client }) => {
      expect(await client.aesthetic.count({ where: { guildId: null } })).toBe(0);
      expect(await client.aesthetic.count({ where: { guildId, name: 'Mist', deletedAt: { not: null } } })).toBe(1);
    });
    await place.remove();
  });
});

/** A zip archive with a change at a field of its directory's first entry. */
function patched(offset: number, value: number, size: 2 | 4): Uint8Array {
  const bytes = Buffer.from(whole);
  const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + offset;
  if (size === 2) bytes.writeUInt16LE(value, at);
  else bytes.writeUInt32LE(value, at);
  return bytes;
}

/** With another number of entries at its end. */
function atTheEnd(entries: number): Uint8Array {
  const bytes = Buffer.from(whole);
  for (const field of [8, 10]) bytes.writeUInt16LE(entries, bytes.length - 22 + field);
  return bytes;
}

/** So many entries, each of which says that it unpacks to 64 MiB. */
function large(entries: number): Uint8Array {
  const names = Array.from({ length: entries }, (_, i) => `servers/1/guild/${i + 1}.jsonl`);
  const bytes = Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, strToU8('{}')]))));
  const signature = Buffer.from([0x50, 0x4b, 1, 2]);
  for (let at = bytes.indexOf(signature); at !== -1; at = bytes.indexOf(signature, at + 1))
    bytes.writeUInt32LE(2 ** 26, at + 24);
  return bytes;
}

const servers = (facts: Record<string, unknown>) =>
  facts['servers'] as { guild: string; rows: Record<string, number> }[];

describe('import refuses, and opens no database for', () => {
  const files: readonly (readonly [string, () => Uint8Array, string])[] = [
    ['what is no archive', () => Buffer.from('PK, but no archive'), 'does not end as a zip archive'],
    ['an empty file', () => Buffer.alloc(0), 'does not end as a zip archive'],
    ['half an archive', () => whole.subarray(0, whole.length / 2), 'does not end as a zip archive'],
    ['a beginning that is cut', () => whole.subarray(40), 'its directory is not where it should be'],
    ['another zip archive', () => zipSync({ 'a.txt': strToU8('a') }), 'it has an entry "a.txt"'],
    ['an archive without a manifest', () => zipSync({}), 'it has no manifest.json'],
    [
      'a path upwards',
      () => zipSync({ ...unzipSync(whole), '../x.jsonl': strToU8('{}') }),
      'it has an entry "../x.jsonl"',
    ],
    ['an absolute path', () => zipSync({ '/etc/passwd': strToU8('x') }), 'it has an entry "/etc/passwd"'],
    ['encryption', () => patched(8, 1, 2), 'is encrypted'],
    ['another method', () => patched(10, 12, 2), 'packed in a way that is not read here'],
    ['an entry beyond the limit', () => patched(24, 2 ** 26 + 1, 4), 'is larger than 67108864 bytes'],
    ['too many entries', () => atTheEnd(65_535), 'it has 65535 entries, more than 65534'],
    ['too much unpacked', () => large(257), 'is larger than 17179869184 bytes unpacked'],
    ['entries that overlap', () => patched(42, whole.length - 1_000, 4), 'overlaps'],
    [
      'a newer form',
      () => zipSync(manifest((facts) => ({ ...facts, version: 2, more: 1 }))),
      'newer version of Aesthete: upgrade',
    ],
    ['no form', () => zipSync(manifest(() => ({ version: 1 }))), 'manifest.json: form'],
    ['no JSON', () => zipSync({ 'manifest.json': strToU8('{') }), 'manifest.json'],
    [
      'an unknown table',
      () => zipSync(manifest((facts) => ({ ...facts, servers: [{ guild: '1', rows: { pg_user: 1 } }] }))),
      'manifest.json: servers.0.rows',
    ],
    [
      'a server twice',
      () => zipSync(manifest((facts) => ({ ...facts, servers: [...servers(facts), ...servers(facts)] }))),
      'a server twice',
    ],
  ];

  test.each(files)('%s', async (_what, bytes, message) => {
    vi.stubEnv('AESTHETE_DATA', join(folder(), 'no folder'));
    await writeFile('refused.zip', bytes());
    const { code, stdout, stderr } = await aesthete('import', 'refused.zip');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^aesthete: refused\.zip [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(await readdir(folder())).not.toContain('no folder');
  });

  test('what is damaged anywhere: each entry is whole, or refused', async () => {
    const entries = unzipSync(whole);
    const dir = await mkdtemp(join(tmpdir(), 'aesthete-damaged-'));
    const file = join(dir, 'damaged.zip');
    const damage = fc.array(fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(60), async (changes, cut) => {
        const bytes = Buffer.from(whole.subarray(0, cut === 0 ? whole.length - 7 : whole.length));
        for (const { at, to: value } of changes) if (at < bytes.length) bytes[at] = value;
        await writeFile(file, bytes);
        try {
          const zip = await openZip(file, entryNames);
          try {
            for (const name of zip.names)
              if (name in entries) expect((await zip.read(name)).equals(entries[name])).toBe(true);
          } finally {
            await zip.close();
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 300 },
    );
    await rm(dir, { recursive: true });
  });

  test('what unpacks to more than it says', async () => {
    const bomb = Buffer.from(zipSync({ 'manifest.json': new Uint8Array(2 ** 20) }));
    bomb.writeUInt32LE(100, bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    await writeFile('bomb.zip', bomb);
    expect((await aesthete('import', 'bomb.zip')).stderr).toContain('manifest.json is damaged');
  });
});

describe('import refuses, and changes nothing for', () => {
  let store: Store;
  let before: string;
  beforeAll(async () => {
    store = await openStore(to.options);
    before = await dump(store, to);
  });
  afterAll(async () => {
    expect(await dump(store, to)).toBe(before);
    await store.close();
  });

  async function take(entries: Entries): Promise<unknown> {
    const pages = async function* (table: string) {
      for (const [name, bytes] of Object.entries(entries))
        if (name.split('/')[2] === table) yield await Promise.resolve(strFromU8(bytes).trimEnd().split('\n'));
    };
    const options = { replace: false, withoutPacks: false, now: Date.now(), signal: new AbortController().signal };
    return importGuilds(store.client, [{ id: guildId, pages }], options);
  }

  const deep = JSON.parse('['.repeat(1_000) + ']'.repeat(1_000)) as unknown;
  const id = uuidOf(newId());
  const rows: readonly (readonly [string, string, (row: Record<string, unknown>) => object, string])[] = [
    ['a column too many', 'word_rule', (row) => ({ ...row, more: 1 }), 'row 1 of word_rule of server 71'],
    ['a column too few', 'role_rule', ({ exempt: _, ...row }) => row, 'row 1 of role_rule of server 71: exempt'],
    ['another server’s row', 'word_rule', (row) => ({ ...row, guild_id: other }), 'is of another server'],
    ['another server', 'guild', (row) => ({ ...row, id: other }), 'is another server'],
    ['a number as text', 'guild', (row) => ({ ...row, member_cap: '3' }), 'row 1 of guild of server 71: member_cap'],
    ['a number too large', 'guild', (row) => ({ ...row, member_cap: 2 ** 31 }), 'member_cap'],
    ['a NUL', 'word_rule', (row) => ({ ...row, word: 'a\0b' }), 'word has characters that a database does not keep'],
    ['half a character', 'word_rule', (row) => ({ ...row, word: '\ud83d' }), 'word has characters'],
    ['a long text', 'word_rule', (row) => ({ ...row, word: 'a'.repeat(20_001) }), 'word'],
    [
      'a NUL in JSON',
      'generation',
      (row) => ({ ...row, wish: { ...(row['wish'] as object), prompt: '\0' } }),
      'wish has JSON',
    ],
    ['deep JSON', 'aesthetic_version', (row) => ({ ...row, lineage: { from: deep } }), 'lineage has JSON'],
    [
      'JSON that nobody reads',
      'generation',
      (row) => ({ ...row, wish: { prompt: 1 } }),
      'wish has JSON that this version cannot read',
    ],
    ['LoRAs that are none', 'guild', (row) => ({ ...row, loras: [{ name: 1 }] }), 'loras has JSON that this version'],
    ['a vector that is none', 'aesthetic_image', (row) => ({ ...row, vector: 'AAA=' }), 'vector is no vector'],
    ['a vector with NaN', 'aesthetic_image', (row) => ({ ...row, vector: 'AADAfw==' }), 'vector is no vector'],
    ['no base64', 'generated_image', (row) => ({ ...row, thumbnail: '<>' }), 'thumbnail'],
    [
      'a large thumbnail',
      'generated_image',
      (row) => ({ ...row, thumbnail: 'AAAA'.repeat(100_000) }),
      'thumbnail has more than',
    ],
    ['a request that waits', 'generation', (row) => ({ ...row, status: 'waiting' }), 'generation of server 71: status'],
    ['a request that nobody was told of', 'generation', (row) => ({ ...row, delivered_at: null }), 'delivered_at'],
    ['a token', 'generation', (row) => ({ ...row, token: 'x' }), 'row 1 of generation'],
    [
      'a name that another finds',
      'aesthetic',
      (row) => ({ ...row, live_name: 'mist' }),
      'has another name than it is found by',
    ],
    [
      'a version of nobody’s',
      'aesthetic_version',
      (row) => ({ ...row, aesthetic_id: id }),
      'names one in aesthetic_id that is not of its server',
    ],
  ];
  test.each(rows)('%s', async (_what, table, change, message) => {
    const refused = take(changed(table, change));
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow(message);
  });

  test('rows that would become part of another server’s, or of what is built in', async () => {
    const theirs = await store.client.aesthetic.findFirstOrThrow({ where: { guildId: other, name: { not: 'taste' } } });
    const builtIn = await store.client.aesthetic.findFirstOrThrow({ where: { guildId: null } });
    for (const aesthetic of [theirs, builtIn])
      for (const table of ['aesthetic_version', 'aesthetic_image'])
        await expect(take(changed(table, (row) => ({ ...row, aesthetic_id: aesthetic.id })))).rejects.toThrow(
          `a row of ${table} of server 71 names one in aesthetic_id that is not of its server`,
        );
    const picture = await store.client.generatedImage.findFirstOrThrow();
    await expect(take(changed('picture_vote', (row) => ({ ...row, image_id: picture.id })))).rejects.toThrow(
      'in image_id',
    );
    const vote = changed('aesthetic_vote', (row) => ({ ...row, aesthetic_id: theirs.id }));
    await expect(take(vote)).rejects.toThrow('in aesthetic_id');
  });

  test('rows whose ids are taken, and rows that are there twice', async () => {
    const theirs = await store.client.aesthetic.findFirstOrThrow({ where: { guildId: other } });
    await expect(take(changed('member_warning', (row) => row))).resolves.toBeDefined();
    await store.client.guild.delete({ where: { id: guildId } });
    await expect(take(changed('aesthetic', (row) => ({ ...row, id: theirs.id })))).rejects.toThrow(
      'has rows of aesthetic twice',
    );
    const entries = unzipSync(whole);
    const name = `servers/${guildId}/word_rule/1.jsonl`;
    const twice = { ...entries, [name]: Buffer.concat([entries[name], entries[name]]) };
    await expect(take(twice)).rejects.toThrow('the archive has rows of word_rule twice');
  });

  test('a newer database’s rows, an entry that is missing or unknown, and a page that is cut', async () => {
    await store.close();
    use(to);
    const name = `servers/${guildId}/word_rule/1.jsonl`;
    const entries = unzipSync(whole);
    const { [name]: page, ...without } = entries;
    const cases: readonly (readonly [Entries, string])[] = [
      [manifest((facts) => ({ ...facts, schema: '99990101000000_later' })), 'newer version of Aesthete: upgrade'],
      [without, 'it has 0 rows of word_rule of server 71, and says 1'],
      [
        { ...entries, [name.replace('1.jsonl', '3.jsonl')]: page },
        'manifest.json does not know of servers/71/word_rule/3.jsonl',
      ],
      [{ ...entries, [name]: page.subarray(0, -1) }, `${name} is cut`],
    ];
    for (const [changedEntries, message] of cases) {
      await writeFile('wrong.zip', zipSync(changedEntries));
      const { code, stderr } = await aesthete('import', 'wrong.zip');
      expect(code).toBe(1);
      expect(stderr).toContain(message);
    }
    store = await openStore(to.options);
  });
});

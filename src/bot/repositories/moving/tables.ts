import { z } from 'zod';
import { ChoiceKind, ContestStatus, DuelStatus, GenerationStatus, Prisma } from '../../../generated/prisma/client.js';
import { cardFacts } from '../aesthetics/cards.js';
import { outcome, resolvedOptions, storedFailure } from '../generations/jsonColumns.js';
import { storedLoras } from '../guilds.js';
import { big, bool, bytes, integer, json, oneOf, orNull, real, small, snowflake } from './columns.js';
import { text, texts, time, uuid, uuids, vector } from './columns.js';
import type { Column } from './columns.js';

/** A table whose rows an archive has. */
export interface Table {
  /** In SQL, and in the archive. */
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** What its rows are ordered by. */
  readonly key: readonly string[];
  /** Which of its rows (`t`) are the guild's. */
  readonly of: (guildId: string) => Prisma.Sql;
  /** Ids of other rows, and which these may be. */
  readonly refs?: Readonly<Record<string, Ref>>;
}

/** Ids that rows of a guild may name: of rows of the guild itself, and in two of these sets of what is built into packs. */
type Ref = keyof typeof refs;
export const refs = {
  ownAesthetic: (guildId) => Prisma.sql`SELECT id FROM aesthetic WHERE guild_id = ${guildId}`,
  aesthetic: (guildId) => Prisma.sql`SELECT id FROM aesthetic WHERE guild_id = ${guildId} OR guild_id IS NULL`,
  ownVersion: (guildId) => Prisma.sql`
    SELECT v.id FROM aesthetic_version v JOIN aesthetic a ON a.id = v.aesthetic_id WHERE a.guild_id = ${guildId}`,
  version: (guildId) => Prisma.sql`
    SELECT v.id FROM aesthetic_version v JOIN aesthetic a ON a.id = v.aesthetic_id
    WHERE a.guild_id = ${guildId} OR a.guild_id IS NULL`,
  source: (guildId) => Prisma.sql`
    SELECT i.id FROM aesthetic_image i JOIN aesthetic a ON a.id = i.aesthetic_id WHERE a.guild_id = ${guildId}`,
  generation: (guildId) => Prisma.sql`SELECT id FROM generation g WHERE ${isFinished(guildId)}`,
  picture: (guildId) => Prisma.sql`
    SELECT i.id FROM generated_image i JOIN generation g ON g.id = i.generation_id WHERE ${isFinished(guildId)}`,
  duel: (guildId) => Prisma.sql`
    SELECT d.id FROM duel d JOIN generation g ON g.id = d.generation_id WHERE ${isFinished(guildId)}`,
} as const satisfies Readonly<Record<string, (guildId: string) => Prisma.Sql>>;

const { painted, delivered, failed, cancelled } = GenerationStatus;
const ends = { painted, delivered, failed, cancelled } as const;

/** A request `g` that is over: what is unfinished needs its interaction, a queue and files that an archive has not. */
function isFinished(guildId: string): Prisma.Sql {
  return Prisma.sql`g.guild_id = ${guildId} AND g.delivered_at IS NOT NULL AND NOT g.making
    AND g.status::text IN (${Prisma.join(Object.values(ends))})`;
}

const ofGuild = (guildId: string): Prisma.Sql => Prisma.sql`t.guild_id = ${guildId}`;
const among =
  (name: string, ref: Ref) =>
  (guildId: string): Prisma.Sql =>
    Prisma.sql`t.${Prisma.raw(name)} IN (${refs[ref](guildId)})`;

const KiB = 1_024;
const MiB = 1_024 * KiB;
/** Whatever an earlier version wrote: readers take it apart with care. */
const anyJson = z.record(z.string(), z.unknown());
const times = (...names: readonly string[]): Readonly<Record<string, Column>> =>
  Object.fromEntries(names.map((name) => [name, orNull(time)]));

/** The vectors and facts of a version, whoever's it is. */
export const versionColumns = {
  id: uuid,
  aesthetic_id: uuid,
  number: integer,
  kind: text,
  vector: orNull(vector),
  reference: orNull(vector),
  count: integer,
  clip_id: orNull(text),
  second_vector: orNull(vector),
  second_reference: orNull(vector),
  second_clip_id: orNull(text),
  lineage: json(anyJson),
  created_at: time,
} as const;

/** In the order in which they are written: what is named comes before what names it. */
export const tables: readonly Table[] = [
  {
    name: 'guild',
    key: ['id'],
    of: (guildId) => Prisma.sql`t.id = ${guildId}`,
    columns: {
      id: snowflake,
      pack: orNull(text),
      aesthetic_id: orNull(uuid),
      strength: orNull(text),
      member_cap: orNull(integer),
      guild_cap: orNull(integer),
      aesthetic_cap: orNull(integer),
      channel_ids: texts,
      creators: orNull(text),
      unchecked_everywhere: orNull(bool),
      check_everywhere: orNull(bool),
      cards: orNull(bool),
      keep_images: orNull(bool),
      loras: orNull(json(storedLoras)),
      report_channel_id: orNull(text),
      showcase_channel_id: orNull(text),
      showcase_score: orNull(real),
      account_days: orNull(integer),
      member_days: orNull(integer),
      daily_quota: orNull(integer),
      created_at: time,
      left_at: orNull(time),
    },
  },
  {
    name: 'role_rule',
    key: ['role_id'],
    of: ofGuild,
    columns: { guild_id: snowflake, role_id: text, daily_quota: orNull(integer), exempt: bool },
  },
  {
    name: 'word_rule',
    key: ['word'],
    of: ofGuild,
    columns: { guild_id: snowflake, word: text, created_at: time },
  },
  {
    name: 'member_block',
    key: ['member_id'],
    of: ofGuild,
    columns: { guild_id: snowflake, member_id: text, created_at: time },
  },
  {
    name: 'member_warning',
    key: ['id'],
    of: ofGuild,
    columns: { id: uuid, guild_id: snowflake, member_id: text, prompt: text, created_at: time, shown_at: orNull(time) },
  },
  {
    name: 'member_taste',
    key: ['member_id'],
    of: ofGuild,
    columns: { guild_id: snowflake, member_id: text, on: bool, created_at: time },
  },
  {
    name: 'audit_entry',
    key: ['id'],
    of: ofGuild,
    columns: {
      id: uuid,
      guild_id: snowflake,
      action: text,
      actor_id: orNull(text),
      member_id: orNull(text),
      generation_id: orNull(uuid),
      detail: orNull(text),
      created_at: time,
      undone_at: orNull(time),
    },
  },
  {
    name: 'aesthetic',
    key: ['id'],
    of: ofGuild,
    columns: {
      id: uuid,
      guild_id: snowflake,
      name: text,
      live_name: orNull(text),
      note: text,
      creator_id: orNull(text),
      owner_id: orNull(text),
      created_at: time,
      deleted_at: orNull(time),
    },
  },
  {
    name: 'aesthetic_version',
    key: ['aesthetic_id', 'number'],
    of: among('aesthetic_id', 'ownAesthetic'),
    refs: { aesthetic_id: 'ownAesthetic' },
    columns: {
      ...versionColumns,
      card: orNull(bytes(8 * MiB)),
      card_facts: orNull(json(cardFacts)),
      erased_at: orNull(time),
    },
  },
  {
    name: 'aesthetic_image',
    key: ['id'],
    of: among('aesthetic_id', 'ownAesthetic'),
    refs: { aesthetic_id: 'ownAesthetic' },
    columns: {
      id: uuid,
      aesthetic_id: uuid,
      sha256: orNull(text),
      vector,
      second_vector: orNull(vector),
      thumbnail: orNull(bytes(256 * KiB)),
      picture: orNull(bytes(256 * KiB)),
      giver_id: text,
      created_at: time,
    },
  },
  {
    name: 'aesthetic_version_image',
    key: ['version_id', 'position', 'image_id'],
    of: among('version_id', 'ownVersion'),
    refs: { version_id: 'ownVersion', image_id: 'source' },
    columns: { version_id: uuid, image_id: uuid, position: integer },
  },
  {
    name: 'aesthetic_version_source',
    key: ['version_id', 'giver_id'],
    of: among('version_id', 'ownVersion'),
    refs: { version_id: 'ownVersion' },
    columns: { version_id: uuid, giver_id: text },
  },
  {
    name: 'generation',
    key: ['id'],
    of: among('id', 'generation'),
    refs: { aesthetic_version_id: 'version' },
    columns: {
      id: uuid,
      guild_id: snowflake,
      channel_id: text,
      member_id: text,
      status: oneOf('generation_status', ends),
      background: bool,
      pack: text,
      pack_content: orNull(text),
      wish: json(resolvedOptions),
      aesthetic_version_id: orNull(uuid),
      parent_id: orNull(uuid),
      application_id: text,
      message_id: orNull(text),
      attachment_limit: integer,
      locale: orNull(text),
      cost: real,
      attempts: integer,
      repaints: integer,
      outcome: orNull(json(outcome)),
      cosine_before: orNull(real),
      cosine_after: orNull(real),
      error: orNull(json(storedFailure)),
      created_at: time,
      ...times('posting_at', 'dispatched_at', 'started_at', 'finished_at'),
      delivered_at: time,
      ...times('deleted_at', 'removed_at'),
      parent_channel_id: orNull(text),
    },
  },
  {
    name: 'generated_image',
    key: ['generation_id', 'index'],
    of: among('generation_id', 'generation'),
    refs: { generation_id: 'generation', aesthetic_version_id: 'version' },
    columns: {
      id: uuid,
      generation_id: uuid,
      index: integer,
      seed: big,
      plain: bool,
      width: integer,
      height: integer,
      vector,
      thumbnail: bytes(256 * KiB),
      attachment_id: orNull(text),
      aesthetic_version_id: orNull(uuid),
    },
  },
  {
    name: 'aesthetic_vote',
    key: ['aesthetic_id', 'member_id'],
    of: ofGuild,
    refs: { aesthetic_id: 'aesthetic' },
    columns: {
      guild_id: snowflake,
      aesthetic_id: uuid,
      member_id: text,
      value: small,
      own: bool,
      created_at: time,
      voted_at: time,
    },
  },
  {
    name: 'picture_vote',
    key: ['image_id', 'member_id'],
    of: among('image_id', 'picture'),
    refs: { image_id: 'picture' },
    columns: {
      image_id: uuid,
      member_id: text,
      guild_id: snowflake,
      aesthetic_id: orNull(uuid),
      asker_id: text,
      value: small,
      own: bool,
      created_at: time,
      voted_at: time,
    },
  },
  {
    name: 'duel',
    key: ['id'],
    of: among('generation_id', 'generation'),
    refs: { generation_id: 'generation' },
    columns: {
      id: uuid,
      guild_id: snowflake,
      creator_id: text,
      generation_id: uuid,
      status: oneOf('duel_status', DuelStatus),
      minutes: integer,
      created_at: time,
      ...times('closes_at', 'closed_at', 'revealed_at'),
      file_names: texts,
    },
  },
  {
    name: 'choice',
    key: ['id'],
    of: (guildId) =>
      Prisma.sql`t.guild_id = ${guildId} AND (t.duel_id IS NULL OR t.duel_id IN (${refs.duel(guildId)}))`,
    refs: { duel_id: 'duel' },
    columns: {
      id: uuid,
      guild_id: snowflake,
      member_id: text,
      kind: oneOf('choice_kind', ChoiceKind),
      subject: text,
      duel_id: orNull(uuid),
      image_ids: uuids,
      aesthetic_ids: texts,
      best: orNull(small),
      reason: orNull(text),
      own: bool,
      created_at: time,
      chosen_at: time,
    },
  },
  {
    name: 'report',
    key: ['id'],
    of: among('generation_id', 'generation'),
    refs: { generation_id: 'generation' },
    columns: { id: uuid, guild_id: snowflake, generation_id: uuid, reporter_id: text, created_at: time },
  },
  {
    name: 'showcase_post',
    key: ['image_id'],
    of: ofGuild,
    columns: {
      image_id: uuid,
      guild_id: snowflake,
      channel_id: text,
      message_id: orNull(text),
      ...times('posting_at', 'done_at', 'withdrawn_at'),
    },
  },
  {
    name: 'contest',
    key: ['id'],
    of: ofGuild,
    refs: { aesthetic_id: 'aesthetic' },
    columns: {
      id: uuid,
      guild_id: snowflake,
      aesthetic_id: uuid,
      title: text,
      creator_id: orNull(text),
      channel_id: text,
      thread_id: orNull(text),
      status: oneOf('contest_status', ContestStatus),
      locale: orNull(text),
      created_at: time,
      closes_at: time,
      ...times('closed_at', 'posting_at', 'announced_at'),
    },
  },
];

/** Tables, and columns of others, that no archive has, each with the reason. A test looks for what is in neither list. */
export const leftOut: Readonly<Record<string, string>> = {
  pack: 'of the installation: its workers publish their packs',
  pack_words: 'of the installation: computed again',
  plain_picture: 'of the installation: painted again',
  painter: 'of the installation: processes that are alive',
  fact: 'of the installation',
  aesthetic_share: 'a code is a secret between servers of one bot: share again',
  aesthetic_tally: 'counted by triggers as the votes and requests are written',
  picture_tally: 'counted by a trigger as the votes are written',
  'aesthetic.pack': 'null: only those that are built in have one',
  'generation.token': 'a secret of the interaction',
  'generation.token_issued_at': 'of the token',
  'generation.making': 'false: such requests are forgotten within hours',
  'generation.editing_until': 'a lease of a process',
  'generation.shown_place': 'of the queue',
  'generation.turn': 'of the queue',
  'generation.progress': 'of the painting',
  'showcase_post.posting_until': 'a lease of a process',
  'contest.posting_until': 'a lease of a process',
};

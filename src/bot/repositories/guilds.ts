import { z } from 'zod';
import { presetNames } from '../../engine/index.js';
import type { AppliedLora, PresetName } from '../../engine/index.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { Guild } from '../../generated/prisma/client.js';
import type { Db } from '../database/connection.js';
import { idOf, uuidOf } from '../database/ids.js';
import { BotError } from '../errors.js';
import type { AestheticLabel, Creators, GuildRules, GuildSettings } from '../types.js';
import { aestheticCaps } from './aesthetics/cap.js';

export type SettingsChange = { readonly [K in keyof Omit<GuildSettings, 'rules'>]?: GuildSettings[K] | null };

/** What holds where a guild has not chosen; the pack is the installation's. */
const guildDefaults = { memberCap: 4, guildCap: 40 } as const;
const highestCap = 1000;

/** A guild's settings, defaults filled in. */
export async function guildSettings(db: Db, guildId: string, defaultPack: string): Promise<GuildSettings> {
  const guild = await findGuild(db, guildId);
  const aesthetic = guild && labelOf(guild);
  const strength = guild?.strength ? strengthOf(guild.strength) : undefined;
  return {
    pack: guild?.pack ?? defaultPack,
    ...(aesthetic && { aesthetic }),
    ...(strength !== undefined && { strength }),
    loras: lorasOf(guild?.loras),
    memberCap: guild?.memberCap ?? guildDefaults.memberCap,
    guildCap: guild?.guildCap ?? guildDefaults.guildCap,
    aestheticCap: guild?.aestheticCap ?? aestheticCaps.usual,
    channelIds: guild?.channelIds ?? [],
    creators: creatorsOf(guild?.creators ?? 'everyone'),
    uncheckedEverywhere: guild?.uncheckedEverywhere ?? false,
    checkEverywhere: guild?.checkEverywhere ?? false,
    cards: guild?.cards ?? true,
    keepImages: guild?.keepImages ?? true,
    rules: guild ? rulesOf(guild) : noRules,
  };
}

/** Changes what is named; `null` goes back to the default. @throws BotError for a cap out of range, or an unknown pack */
export async function changeGuildSettings(
  db: Db,
  guildId: string,
  change: SettingsChange,
  defaultPack: string,
): Promise<GuildSettings> {
  const { pack, aesthetic, strength, memberCap, guildCap, channelIds, creators, cards, keepImages } = change;
  const { uncheckedEverywhere, checkEverywhere, aestheticCap, loras } = change;
  for (const [cap, highest] of [
    [memberCap, highestCap],
    [guildCap, highestCap],
    [aestheticCap, aestheticCaps.highest],
  ] as const)
    if (typeof cap === 'number' && !(Number.isInteger(cap) && cap >= 1 && cap <= highest))
      throw new BotError('capRange', { highest, given: cap });
  if (typeof pack === 'string' && (await db.pack.findUnique({ where: { name: pack } })) === null)
    throw new BotError('noPack', { pack });
  const data = {
    ...(pack !== undefined && { pack }),
    ...(aesthetic !== undefined && { aestheticId: aesthetic && uuidOf(aesthetic.id) }),
    ...(strength !== undefined && { strength: strength === null ? null : String(strength) }),
    ...(memberCap !== undefined && { memberCap }),
    ...(guildCap !== undefined && { guildCap }),
    ...(aestheticCap !== undefined && { aestheticCap }),
    ...(channelIds !== undefined && { channelIds: [...(channelIds ?? [])] }),
    ...(creators !== undefined && { creators: creators && creatorsText(creators) }),
    ...(uncheckedEverywhere !== undefined && { uncheckedEverywhere }),
    ...(checkEverywhere !== undefined && { checkEverywhere }),
    ...(cards !== undefined && { cards }),
    ...(keepImages !== undefined && { keepImages }),
    ...(loras !== undefined && { loras: loras ? loras.map(({ name, scale }) => ({ name, scale })) : Prisma.DbNull }),
  };
  await db.guild.upsert({ where: { id: guildId }, create: { id: guildId, ...data }, update: data });
  if (keepImages === false) await forgetPictures(db, guildId);
  return guildSettings(db, guildId, defaultPack);
}

/** Whether pictures of the images of its aesthetics are kept. */
export async function keepsImages(db: Db, guildId: string): Promise<boolean> {
  const guild = await db.guild.findUnique({ where: { id: guildId }, select: { keepImages: true } });
  return guild?.keepImages ?? true;
}

/** Of its aesthetics' images; vectors and thumbnails stay. */
async function forgetPictures(db: Db, guildId: string): Promise<void> {
  await db.aestheticImage.updateMany({
    where: { aesthetic: { guildId }, picture: { not: null } },
    data: { picture: null },
  });
}

/** Makes sure that the guild has a row, which aesthetics and generations name. */
export async function ensureGuild(db: Db, guildId: string): Promise<Guild> {
  return db.guild.upsert({ where: { id: guildId }, create: { id: guildId }, update: { leftAt: null } });
}

/** The bot was removed from it: its data goes after `purgeGuilds`' grace. */
export async function leaveGuild(db: Db, guildId: string, now: number): Promise<void> {
  await db.guild.updateMany({ where: { id: guildId, leftAt: null }, data: { leftAt: new Date(now) } });
}

/** The bot is in it, or in it again: nothing of its data goes. */
export async function returnToGuild(db: Db, guildId: string): Promise<void> {
  await db.guild.updateMany({ where: { id: guildId, leftAt: { not: null } }, data: { leftAt: null } });
}

/**
 * Marks the guilds of a shard that are not among `present`, and takes the mark from those that are. A shard has the guilds whose
 * (id >> 22) % count is its index (Discord, topics/gateway, "sharding"); others are left alone. Returns how many changed.
 */
export async function reconcileGuilds(
  db: Db,
  { index, count }: { readonly index: number; readonly count: number },
  present: readonly string[],
  now: number,
): Promise<{ readonly left: number; readonly returned: number }> {
  const there = new Set(present);
  const rows = await db.guild.findMany({ select: { id: true, leftAt: true } });
  const own = rows.filter(({ id }) => Number((BigInt(id) >> 22n) % BigInt(count)) === index);
  const gone = own.filter(({ id, leftAt }) => leftAt === null && !there.has(id));
  const back = own.filter(({ id, leftAt }) => leftAt !== null && there.has(id));
  for (const ids of chunks(gone))
    await db.guild.updateMany({ where: { id: { in: ids }, leftAt: null }, data: { leftAt: new Date(now) } });
  for (const ids of chunks(back)) await db.guild.updateMany({ where: { id: { in: ids } }, data: { leftAt: null } });
  return { left: gone.length, returned: back.length };
}

/** Postgres takes 65,535 parameters a query. */
const mostIds = 1_000;

function chunks(rows: readonly { readonly id: string }[]): string[][] {
  const count = Math.ceil(rows.length / mostIds);
  return Array.from({ length: count }, (_, i) => rows.slice(i * mostIds, (i + 1) * mostIds).map(({ id }) => id));
}

/** Removes the guilds that were left before `before`, with all that is theirs. Returns how many. */
export async function purgeGuilds(db: Db, before: number): Promise<number> {
  return (await db.guild.deleteMany({ where: { leftAt: { lt: new Date(before) } } })).count;
}

const noRules: GuildRules = { accountDays: 0, memberDays: 0, roles: [], words: [], blocked: [], warned: [] };

function rulesOf({ roles, words, blocked, warned, ...row }: GuildRow): GuildRules {
  const { reportChannelId, showcaseChannelId, showcaseScore, accountDays, memberDays, dailyQuota } = row;
  return {
    ...(reportChannelId !== null && { reportChannelId }),
    ...(showcaseChannelId !== null &&
      showcaseScore !== null && { showcase: { channelId: showcaseChannelId, score: showcaseScore } }),
    accountDays: accountDays ?? 0,
    memberDays: memberDays ?? 0,
    ...(dailyQuota !== null && { dailyQuota }),
    roles: roles.map(({ roleId, quota, exempt }) => ({ roleId, exempt, ...(quota !== null && { dailyQuota: quota }) })),
    words,
    blocked,
    warned,
  };
}

/** A guild's row, and its default aesthetic where that is not deleted: in one statement, since every request begins with it. */
type GuildRow = Omit<Guild, 'createdAt' | 'leftAt'> & {
  readonly aestheticName: string | null;
  readonly aestheticVersion: number | null;
  readonly roles: readonly { readonly roleId: string; readonly quota: number | null; readonly exempt: boolean }[];
  readonly words: readonly string[];
  readonly blocked: readonly string[];
  readonly warned: readonly string[];
};

async function findGuild(db: Db, guildId: string): Promise<GuildRow | undefined> {
  const rows = await db.$queryRaw<GuildRow[]>(Prisma.sql`
    SELECT g.id, g.pack, g.strength, g.creators, g.cards, g.member_cap AS "memberCap", g.guild_cap AS "guildCap",
      g.aesthetic_cap AS "aestheticCap", g.channel_ids AS "channelIds", g.unchecked_everywhere AS "uncheckedEverywhere",
      g.check_everywhere AS "checkEverywhere", g.keep_images AS "keepImages", g.loras, a.id AS "aestheticId", a.name AS "aestheticName",
      (SELECT max(v.number) FROM aesthetic_version v WHERE v.aesthetic_id = a.id) AS "aestheticVersion",
      g.report_channel_id AS "reportChannelId", g.showcase_channel_id AS "showcaseChannelId", g.showcase_score AS "showcaseScore",
      g.account_days AS "accountDays", g.member_days AS "memberDays", g.daily_quota AS "dailyQuota",
      (SELECT coalesce(json_agg(json_build_object('roleId', role_id, 'quota', daily_quota, 'exempt', exempt) ORDER BY role_id), '[]')
        FROM role_rule WHERE guild_id = g.id) AS roles,
      ARRAY(SELECT word FROM word_rule WHERE guild_id = g.id ORDER BY word) AS words,
      ARRAY(SELECT member_id FROM member_block WHERE guild_id = g.id ORDER BY created_at) AS blocked,
      ARRAY(SELECT DISTINCT member_id FROM member_warning WHERE guild_id = g.id AND shown_at IS NULL) AS warned
    FROM guild g LEFT JOIN aesthetic a ON a.id = g.aesthetic_id AND a.deleted_at IS NULL
    WHERE g.id = ${guildId}`);
  return rows.at(0);
}

function labelOf({
  aestheticId,
  aestheticName: name,
  aestheticVersion: version,
}: GuildRow): AestheticLabel | undefined {
  return aestheticId !== null && name !== null && version !== null
    ? { id: idOf(aestheticId), name, version }
    : undefined;
}

/** The `loras` of a guild. */
export const storedLoras = z.array(z.object({ name: z.string(), scale: z.number() }));

function lorasOf(stored: unknown): readonly AppliedLora[] {
  return storedLoras.parse(stored ?? []);
}

function strengthOf(text: string): number | PresetName | undefined {
  const preset = presetNames.find((name) => name === text);
  if (preset !== undefined) return preset;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function creatorsOf(text: string): Creators {
  if (text.startsWith('role:')) return { roleId: text.slice('role:'.length) };
  return text === 'managers' ? 'managers' : 'everyone';
}

function creatorsText(creators: Creators): string {
  return typeof creators === 'string' ? creators : `role:${creators.roleId}`;
}

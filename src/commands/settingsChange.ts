import { z } from 'zod';
import { BotError } from '../bot/errors.js';
import type { RulesChange, Services, SettingsChange } from '../bot/services/index.js';
import { cut } from '../text/clean.js';
import { findByName, noAesthetic } from './aestheticNames.js';
import { parseStrength } from './imagineOptions.js';

export const capRange = { min: 1, max: 1_000 } as const;
/** Of aesthetics in a server. */
export const aestheticCapRange = { min: 1, max: 10_000 } as const;
/** How `/settings change strength:` goes back to the pack's. */
export const defaultStrength = 'default';

const cap = z.number().int().min(capRange.min).max(capRange.max).optional();
const options = z.object({
  pack: z.string().optional(),
  aesthetic: z.string().optional(),
  strength: z.string().optional(),
  member_cap: cap,
  guild_cap: cap,
  aesthetic_cap: z.number().int().min(aestheticCapRange.min).max(aestheticCapRange.max).optional(),
  creators: z.enum(['everyone', 'managers']).optional(),
  creator_role: z.string().optional(),
  safety_check: z.enum(['outside', 'everywhere']).optional(),
  unchecked: z.boolean().optional(),
  cards: z.boolean().optional(),
  keep_images: z.boolean().optional(),
});

const allDefaults: Required<SettingsChange> = {
  pack: null,
  aesthetic: null,
  strength: null,
  loras: null,
  memberCap: null,
  guildCap: null,
  aestheticCap: null,
  channelIds: null,
  creators: null,
  uncheckedEverywhere: null,
  checkEverywhere: null,
  cards: null,
  keepImages: null,
};

/** Word rules, blocks and rules of roles are lists, each with commands of its own: they stay. */
const noRules: Required<RulesChange> = {
  reportChannelId: null,
  showcaseChannelId: null,
  showcaseScore: null,
  accountDays: null,
  memberDays: null,
  dailyQuota: null,
};

/** What each setting is called where one alone goes back to its default: as the option that changes it. */
const settingNames: Record<keyof SettingsChange, string> = {
  pack: 'pack',
  aesthetic: 'aesthetic',
  strength: 'strength',
  loras: 'loras',
  memberCap: 'member_cap',
  guildCap: 'guild_cap',
  aestheticCap: 'aesthetic_cap',
  channelIds: 'channels',
  creators: 'creators',
  uncheckedEverywhere: 'unchecked',
  checkEverywhere: 'safety_check',
  cards: 'cards',
  keepImages: 'keep_images',
};
const ruleNames: Record<keyof RulesChange, string> = {
  reportChannelId: 'reports',
  showcaseChannelId: 'showcase',
  showcaseScore: 'showcase',
  accountDays: 'account_days',
  memberDays: 'member_days',
  dailyQuota: 'daily',
};
export const resettable: readonly string[] = [
  ...new Set([...Object.values(settingNames), ...Object.values(ruleNames)]),
];

/** What goes back to its default: all, or what has that name. @throws BotError where nothing has */
export function parseReset(name: string | null): {
  readonly settings: SettingsChange;
  readonly rules: RulesChange;
} {
  if (name === null) return { settings: allDefaults, rules: noRules };
  if (!resettable.includes(name)) throw new BotError('badOption', { option: 'setting' });
  const named = <T extends object>(defaults: T, names: Readonly<Record<string, string>>): Partial<T> =>
    Object.fromEntries(Object.entries(defaults).filter(([key]) => names[key] === name)) as Partial<T>;
  return { settings: named(allDefaults, settingNames), rules: named(noRules, ruleNames) };
}

/** What the options ask to change; names become what they name. @throws BotError for a name that is not there */
export async function parseChange(
  { aesthetics, packs }: Pick<Services, 'aesthetics' | 'packs'>,
  guildId: string,
  given: Record<string, unknown>,
): Promise<SettingsChange> {
  const { pack, aesthetic, strength, ...caps } = options.parse(given);
  const { aesthetic_cap, member_cap, guild_cap, creators, creator_role, safety_check, unchecked, cards, keep_images } =
    caps;
  if (creators !== undefined && creator_role !== undefined) throw new BotError('twoCreators');
  return {
    ...(pack !== undefined && { pack: await knownPack(packs, pack) }),
    ...(aesthetic !== undefined && { aesthetic: await aestheticOrNone(aesthetics, guildId, aesthetic) }),
    ...(strength !== undefined && { strength: strength === defaultStrength ? null : parseStrength(strength) }),
    ...(member_cap !== undefined && { memberCap: member_cap }),
    ...(guild_cap !== undefined && { guildCap: guild_cap }),
    ...(aesthetic_cap !== undefined && { aestheticCap: aesthetic_cap }),
    ...(creators !== undefined && { creators }),
    ...(creator_role !== undefined && { creators: { roleId: creator_role } }),
    ...(safety_check !== undefined && { checkEverywhere: safety_check === 'everywhere' }),
    ...(unchecked !== undefined && { uncheckedEverywhere: unchecked }),
    ...(cards !== undefined && { cards }),
    ...(keep_images !== undefined && { keepImages: keep_images }),
  };
}

async function knownPack(packs: Services['packs'], wanted: string): Promise<string> {
  const all = await packs.list();
  const found = all.find(({ name }) => name.toLowerCase() === wanted.trim().toLowerCase());
  if (!found)
    throw new BotError('unknownPack', { name: cut(wanted, 100), all: all.map(({ name }) => name).join(', ') });
  return found.name;
}

async function aestheticOrNone(
  aesthetics: Services['aesthetics'],
  guildId: string,
  wanted: string,
): Promise<{ id: string; name: string; version: number } | null> {
  if (wanted.trim().toLowerCase() === noAesthetic) return null;
  const { id, name, version } = await findByName(aesthetics, guildId, wanted);
  return { id, name, version };
}

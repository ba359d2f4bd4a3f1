import { ChannelType, ComponentType, SelectMenuDefaultValueType } from 'discord.js';
import { shortDecimal } from '../i18n/decimal.js';
import type { Texts } from '../i18n/index.js';
import type { Creators, GuildSettings, PackSummary } from '../types.js';
import { customId } from './customId.js';
import { escape, small } from './markdown.js';
import { labelText } from './proof.js';
import { strengthName } from './strength.js';
import { paragraph, row, textView } from './view.js';
import type { View } from './view.js';

/** Kinds of channels in which, or in whose threads and posts, members write; media channels are none that Discord's schema takes in a select. */
const paintedIn = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildVoice,
  ChannelType.GuildStageVoice,
];

/** A server's settings, and a select of the channels to paint in. */
export function settingsView(
  texts: Texts,
  guildId: string,
  settings: GuildSettings,
  pack: PackSummary,
  saved = false,
): View {
  const { answers } = texts;
  const t = answers.settings;
  const { aesthetic, strength, memberCap, guildCap, channelIds, creators, cards, keepImages } = settings;
  const { uncheckedEverywhere, checkEverywhere, aestheticCap } = settings;
  const rows: readonly (readonly [string, string])[] = [
    [t.pack, `${escape(pack.title)} (${escape(pack.name)})`],
    [t.aesthetic, aesthetic ? labelText(texts, aesthetic) : t.none],
    [t.strength, strength === undefined ? t.ofPack : strengthName(texts, strength, pack.presets)],
    [t.loras, settings.loras.length === 0 ? t.none : lorasOf(texts, settings, pack).join(', ')],
    [t.caps, t.capsValue(memberCap, guildCap)],
    [t.aestheticCap, String(aestheticCap)],
    [t.channels, channelIds.length === 0 ? t.everywhere : channelIds.map((id) => `<#${id}>`).join(' ')],
    [t.creators, creatorsText(t, creators)],
    [t.cards, cards ? t.cardsYes : t.cardsNo],
    [t.keepImages, keepImages ? t.keepImagesYes : t.keepImagesNo],
    [t.safetyCheck, checkEverywhere ? t.safetyCheckEverywhere : t.safetyCheckOutside],
    [t.unchecked, uncheckedEverywhere ? t.uncheckedYes : t.uncheckedNo],
  ];
  return {
    components: [
      paragraph(
        [
          `## ${answers.settingsTitle}`,
          ...(saved ? [answers.settingsSaved] : []),
          ...rows.map(([name, value]) => `**${name}:** ${value}`),
        ].join('\n'),
      ),
      row({
        type: ComponentType.ChannelSelect,
        custom_id: customId('channels', guildId),
        placeholder: answers.channelsPlaceholder,
        channel_types: paintedIn,
        min_values: 0,
        max_values: 25,
        default_values: channelIds.slice(0, 25).map((id) => ({ id, type: SelectMenuDefaultValueType.Channel })),
      }),
    ],
    files: [],
  };
}

/** What the server's requests are painted with. */
export function lorasView(texts: Texts, settings: GuildSettings, pack: PackSummary, saved = false): View {
  const { answers } = texts;
  const t = answers.settings;
  if (settings.loras.length === 0)
    return textView([...(saved ? [answers.settingsSaved] : []), t.lorasEmpty].join('\n'));
  const lines = lorasOf(texts, settings, pack).map((line) => `- ${line}`);
  return textView(
    [`## ${t.loras}`, ...(saved ? [answers.settingsSaved] : []), ...lines, small(t.lorasHint)].join('\n'),
  );
}

function lorasOf({ locale, answers: { settings: t } }: Texts, { loras }: GuildSettings, pack: PackSummary): string[] {
  return loras.map(({ name, scale }) => {
    const text = `${escape(name)} × ${shortDecimal(locale, scale)}`;
    return pack.loras.includes(name) ? text : t.loraUnfit(text);
  });
}

function creatorsText(t: Texts['answers']['settings'], creators: Creators): string {
  return typeof creators === 'string' ? t[creators] : `<@&${creators.roleId}>`;
}

import type { Permission } from '../errors.js';
import { decimal } from '../i18n/decimal.js';
import type { Texts } from '../i18n/index.js';
import type { AuditEntry, GuildRules, VoteRate } from '../types.js';
import { escape, member, small } from './markdown.js';
import { auditLine } from './reports.js';
import { textView } from './view.js';
import type { View } from './view.js';

/** A server's rules. `lacking`: permissions that the bot lacks in the channel for reports. */
export function safetyView(texts: Texts, rules: GuildRules, lacking: readonly Permission[], saved: boolean): View {
  const { answers, moderation: t } = texts;
  const { reportChannelId, accountDays, memberDays, dailyQuota, roles, showcase } = rules;
  const reports = reportChannelId === undefined ? t.nowhere : `<#${reportChannelId}>`;
  const lines = [
    `**${t.reportsIn}:** ${reports}${lacking.length > 0 ? ` (${t.lacks(lacking.map((one) => texts.permissions[one]).join(', '))})` : ''}`,
    `**${t.ages}:** ${t.agesValue(accountDays, memberDays)}`,
    `**${t.quota}:** ${dailyQuota === undefined ? t.unlimited : t.quotaValue(dailyQuota)}`,
    ...(roles.length > 0 ? [`**${t.roles}:**`] : []),
    ...roles.map(({ roleId, dailyQuota: quota, exempt }) => {
      const what = exempt ? t.roleExempt : quota === undefined ? t.unlimited : t.roleQuota(quota);
      return `- <@&${roleId}>: ${what}`;
    }),
    `**${t.showcaseIn}:** ${showcase ? t.showcaseValue(`<#${showcase.channelId}>`, decimal(texts.locale, showcase.score)) : t.showcaseOff}`,
    small(t.managers),
  ];
  return textView([`## ${t.safetyTitle}`, ...(saved ? [answers.settingsSaved] : []), ...lines].join('\n'));
}

export function wordsView({ moderation: t }: Texts, words: readonly string[]): View {
  if (words.length === 0) return textView(t.wordsEmpty);
  // Hidden until it is pressed: it is a list of what nobody wants to read.
  return textView([`## ${t.wordsTitle}`, `||${words.map(escape).join(' · ')}||`, small(t.wordsHint)].join('\n'));
}

export function blocksView({ moderation: t }: Texts, blocked: readonly string[]): View {
  if (blocked.length === 0) return textView(t.blocksEmpty);
  const lines = blocked.map((id) => `- ${/^\d+$/.test(id) ? member(id) : t.erasedMember}`);
  return textView([`## ${t.blocksTitle}`, ...lines].join('\n'));
}

export function auditView(texts: Texts, entries: readonly AuditEntry[]): View {
  const { moderation: t } = texts;
  if (entries.length === 0) return textView(t.auditEmpty);
  return textView([`## ${t.auditTitle}`, ...entries.map((entry) => auditLine(texts, entry))].join('\n'));
}

export function voteRatesView({ moderation: t }: Texts, rates: readonly VoteRate[]): View {
  if (rates.length === 0) return textView(t.votesEmpty);
  const lines = rates.map(({ name, votes, members, busiest, latest }) =>
    t.votesLine(`**${escape(name)}**`, votes, members, busiest, latest),
  );
  return textView([`## ${t.votesTitle}`, ...lines].join('\n'));
}

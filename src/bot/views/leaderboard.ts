import type { IntervalChart } from '../charts/index.js';
import { whole } from '../i18n/decimal.js';
import type { Texts } from '../i18n/index.js';
import type { Measure, Period, Ranking, RankingEntry } from '../types.js';
import { escape, member, short, small } from './markdown.js';
import { gallery, paragraph, textView } from './view.js';
import type { View, ViewFile } from './view.js';

/** Of a picture's prompt, in a line and in a chart. */
const promptLength = 50;
/** A message takes ten files; one is the chart. */
const mostThumbnails = 9;

type Unit = 'share' | 'difference';
const units: Readonly<Record<Measure, Unit>> = {
  cards: 'share',
  abovePlain: 'difference',
  ownRate: 'share',
  pictures: 'share',
  members: 'share',
};

/** What a ranking looks like. `nameOf`: of members, where it is known; a number stands for the others. */
export function rankingChart(
  texts: Texts,
  { measure, entries }: Ranking,
  period: Period,
  nameOf: (memberId: string) => string | undefined,
): IntervalChart {
  const t = texts.votes.rankings;
  const unit = units[measure];
  return {
    title: t.titles[measure],
    subtitle: texts.commands.leaderboard.periods[period],
    axis: t.axes[unit],
    ...(unit === 'share'
      ? { suffix: ' %', zero: false, range: { min: 0, max: 100, interval: 25 } }
      : { suffix: '', zero: true }),
    rows: entries.map((entry, i) => ({
      label: `${i + 1}  ${plainName(entry, nameOf)}`,
      value: 100 * entry.value,
      low: 100 * entry.low,
      high: 100 * entry.high,
      said: `${valueOf(texts, unit, entry)} · ${texts.votes.count(entry.votes)}`,
    })),
  };
}

/** Rankings with their charts, in their order. `paints`: whether pictures may be shown in this channel. */
export function leaderboardView(
  texts: Texts,
  rankings: readonly Ranking[],
  {
    charts,
    period,
    paints,
  }: { readonly charts: readonly Uint8Array[]; readonly period: Period; readonly paints: boolean },
): View {
  const t = texts.votes.rankings;
  const when = texts.commands.leaderboard.periods[period];
  if (rankings.length === 0) return textView(t.empty(when));
  const files = rankings.map(({ measure }, i) => ({ name: `ranking-${measure}.png`, bytes: charts[i] }));
  const pictures = paints ? rankings.flatMap(({ entries }) => entries.flatMap(thumbnailOf)) : [];
  return {
    components: [
      ...rankings.flatMap(({ measure, entries }, i) => {
        const lines = entries.map((entry, place) => `${place + 1}. ${lineOf(texts, measure, entry)}`);
        const title = t.titles[measure];
        const spoken = entries.map((entry, place) => `${place + 1} ${plainName(entry)} ${said(texts, measure, entry)}`);
        return [
          gallery([{ file: files[i].name, alt: t.alt(title, when, spoken) }]),
          paragraph([`**${title}** · ${when}`, ...lines, small(t.explained[measure])].join('\n')),
        ];
      }),
      ...(pictures.length > 0 ? [gallery(pictures.map(({ name, alt }) => ({ file: name, alt })))] : []),
      paragraph(small(t.ownWork)),
    ],
    files: [...files, ...pictures.map(({ name, bytes }) => ({ name, bytes }))],
  };
}

function thumbnailOf({ subject }: RankingEntry, place: number): (ViewFile & { readonly alt: string })[] {
  if (subject.kind !== 'picture' || place >= mostThumbnails) return [];
  const alt = `${place + 1} ${short(subject.prompt, 900)}`;
  return [{ name: `place-${place + 1}.webp`, bytes: subject.thumbnail, alt }];
}

function lineOf(texts: Texts, measure: Measure, entry: RankingEntry): string {
  const { subject } = entry;
  const words = said(texts, measure, entry);
  switch (subject.kind) {
    case 'aesthetic':
      return `**${escape(subject.name)}** · ${words}`;
    case 'member':
      return `${member(subject.id)} · ${words}`;
    case 'picture': {
      const link = subject.url === undefined ? [] : [`[${texts.votes.rankings.open}](${subject.url})`];
      const prompt = `**${escape(short(subject.prompt, promptLength))}**`;
      return [prompt, member(subject.askerId), words, ...link].join(' · ');
    }
  }
}

/** `87 % (74 to 94), 40 votes`. */
function said(texts: Texts, measure: Measure, entry: RankingEntry): string {
  const { low, high, votes } = entry;
  const [from, to] = [low, high].map((end) => whole(texts.locale, 100 * end));
  const value = valueOf(texts, units[measure], entry);
  return `${value} (${texts.votes.rankings.interval(from, to)}), ${texts.votes.count(votes)}`;
}

function valueOf({ locale, votes: { rankings: t } }: Texts, unit: Unit, { value }: RankingEntry): string {
  const number = whole(locale, 100 * value);
  return unit === 'difference' && value > 0 ? t.difference(`+${number}`) : t[unit](number);
}

/** As plain text, for charts and screen readers. */
function plainName(
  { subject }: RankingEntry,
  nameOf: (memberId: string) => string | undefined = () => undefined,
): string {
  switch (subject.kind) {
    case 'aesthetic':
      return subject.name;
    case 'picture':
      return short(subject.prompt, promptLength);
    case 'member':
      return nameOf(subject.id) ?? '';
  }
}

import type { Texts } from '../i18n/index.js';
import type { Contest, ContestEntry } from '../types.js';
import { altText, pictureLine } from './gallery.js';
import { escape, small } from './markdown.js';
import { button, gallery, paragraph, row, textView } from './view.js';
import type { View, ViewFile } from './view.js';

/** What the end shows, and what the ranking of all does. */
const mostShown = 6;
const mostListed = 15;

/** The channel where it was opened. */
export function contestOpenedView({ gallery: t }: Texts, { title, aestheticName, threadId, closesAt }: Contest): View {
  return textView(t.contestOpened(escape(title), escape(aestheticName), `<#${threadId}>`, relative(closesAt)));
}

/** The thread's first message. */
export function contestIntroView({ gallery: t }: Texts, { title, aestheticName, closesAt }: Contest): View {
  return textView(
    [`## ${escape(title)}`, t.contestHow(escape(aestheticName), relative(closesAt)), small(t.contestRules)].join('\n'),
  );
}

/** The end: the best entries with their ranks, those of the same bound on the same. The button carries the contest's id. */
export function contestEndView(texts: Texts, contest: Contest, entries: readonly ContestEntry[]): View {
  const { gallery: t } = texts;
  const ranked = entries.filter(({ rank }) => rank !== undefined);
  const shown = ranked.slice(0, mostShown);
  const files = shown.map(({ thumbnail }, i): ViewFile => ({ name: `entry-${i + 1}.webp`, bytes: thumbnail }));
  return {
    components: [
      paragraph(`## ${t.contestEnd(escape(contest.title))}`),
      ...(shown.length > 0
        ? [
            gallery(
              shown.map((entry, i) => ({ file: files[i].name, alt: `${rankOf(entry)} ${altText(texts, entry)}` })),
            ),
          ]
        : []),
      paragraph(shown.length > 0 ? lines(texts, contest.guildId, shown) : t.contestNoVotes),
      paragraph(small(t.contestCounts(entries.length, entries.length - ranked.length))),
      row(button('contest', contest.id, t.contestAll)),
    ],
    files,
  };
}

/** All entries, for whoever pressed. */
export function contestRankingView(texts: Texts, contest: Contest, entries: readonly ContestEntry[]): View {
  const { gallery: t } = texts;
  if (entries.length === 0) return textView(t.contestNoEntries);
  const listed = entries.slice(0, mostListed);
  const more = entries.length > listed.length ? [small(texts.answers.andMore(entries.length - listed.length))] : [];
  return textView(
    [`## ${escape(contest.title)}`, lines(texts, contest.guildId, listed), ...more, small(t.contestRules)].join('\n'),
  );
}

function lines(texts: Texts, guildId: string, entries: readonly ContestEntry[]): string {
  return entries.map((entry) => `**${rankOf(entry)}** ${pictureLine(texts, guildId, entry)}`).join('\n');
}

function rankOf({ rank }: ContestEntry): string {
  return rank === undefined ? '–' : `${rank}.`;
}

function relative(at: number): string {
  return `<t:${Math.floor(at / 1000)}:R>`;
}

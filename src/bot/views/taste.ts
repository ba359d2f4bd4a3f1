import type { APIMessageTopLevelComponent } from 'discord.js';
import type { Texts } from '../i18n/index.js';
import type { TastePicture, TasteShown } from '../types.js';
import { escape, short, small } from './markdown.js';
import { gallery, paragraph } from './view.js';
import type { View, ViewFile } from './view.js';

const percent = (share: number): number => Math.round(100 * share);

/** What was learned of a member's taste, for that member alone. */
export function tasteView({ taste: t }: Texts, shown: TasteShown): View {
  const { votes, provisional, certainty, own, mixture, words } = shown;
  const parts = mixture.map(({ name, share }) => t.part(escape(name), percent(share)));
  const facts = [
    `## ${t.title}`,
    t.votes(votes),
    ...(provisional ? [t.provisional] : []),
    ...(Number.isNaN(certainty) ? [] : [t.certainty(percent(certainty))]),
    t.mixture(parts, percent(own)),
    ...(words.length > 0 ? [t.words(words)] : []),
  ];
  const files: ViewFile[] = [];
  const galleries = (['best', 'worst', 'likesMore', 'likesLess'] as const).flatMap((which) =>
    pictures(t, t[which], which, shown[which], files),
  );
  return {
    components: [paragraph(facts.join('\n')), ...(galleries.length > 0 ? galleries : [paragraph(small(t.more))])],
    files,
  };
}

function pictures(
  t: Texts['taste'],
  title: string,
  which: string,
  shown: readonly TastePicture[],
  files: ViewFile[],
): APIMessageTopLevelComponent[] {
  if (shown.length === 0) return [];
  const named = shown.map(({ thumbnail, prompt }, i) => ({
    name: `${which}-${i + 1}.webp`,
    bytes: thumbnail,
    alt: t.alt(short(prompt, 200)),
  }));
  files.push(...named.map(({ name, bytes }) => ({ name, bytes })));
  return [paragraph(small(title)), gallery(named.map(({ name, alt }) => ({ file: name, alt })))];
}

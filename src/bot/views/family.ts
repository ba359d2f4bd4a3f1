import type { FamilyTreeChart } from '../charts/index.js';
import { shortDecimal } from '../i18n/decimal.js';
import type { Texts } from '../i18n/index.js';
import type { Family, FamilyEdge, FamilyMember } from '../types.js';
import { small } from './markdown.js';
import { gallery, paragraph } from './view.js';
import type { View } from './view.js';

/** What the picture of a family shows, in words of the reader's language. */
export function familyChart(texts: Texts, { members, edges }: Family): FamilyTreeChart {
  return {
    nodes: members.map((one) => {
      const shares = edges.filter(({ from }) => from === one.key).map((edge) => shareOf(texts, edge));
      // Of several children each has its own share, and there is room for one.
      const share = shares.length === 1 ? shares[0] : '';
      const detail = [`v${one.version}`, ...(share === '' ? [] : [share])].join(' · ');
      return {
        key: one.key,
        name: nameOf(texts, one),
        detail,
        ...(one.kind !== 'named' && { unnamed: true as const }),
      };
    }),
    edges: edges.map(({ from, to }) => ({ from, to })),
  };
}

/** The picture, with what it shows in words. `paragraph` and gallery of a message, and its file. */
export function familyPart(texts: Texts, family: Family, picture: Uint8Array): View {
  const { family: t } = texts.taste;
  const name = 'family.png';
  return {
    components: [
      paragraph(small([t.title, ...(family.cut ? [t.cut] : [])].join(' · '))),
      gallery([{ file: name, alt: familyAlt(texts, family) }]),
    ],
    files: [{ name, bytes: picture }],
  };
}

/** Of each that has parents: who they are. */
function familyAlt(texts: Texts, { members, edges }: Family): string {
  const { family: t } = texts.taste;
  const named = new Map(members.map((one) => [one.key, texts.pictures.version(nameOf(texts, one), one.version)]));
  const sentences = members.flatMap(({ key }) => {
    const parents = edges.filter(({ to }) => to === key);
    const said = parents.map((edge) => [named.get(edge.from) ?? '', shareOf(texts, edge)].filter(Boolean).join(' '));
    return said.length === 0 ? [] : [t.from(named.get(key) ?? '', said)];
  });
  return t.alt(named.get(members[0].key) ?? '', sentences);
}

function nameOf({ taste }: Texts, member: FamilyMember): string {
  return member.kind === 'named' ? member.name : taste.family[member.kind];
}

/** `60 %` of the votes, `−0.5 ×` of a blend. */
function shareOf({ locale }: Texts, { how, share }: FamilyEdge): string {
  if (share === undefined) return '';
  return how === 'blend' ? `${shortDecimal(locale, share)} ×` : `${Math.round(100 * share)} %`;
}

import { selectable } from '../../rules/selectable.js';
import type { Selectable, SelectableGuild } from '../../rules/selectable.js';

const signs = { member: '@', role: '@', channel: '#' } as const;
const marks = { member: '@', role: '@&', channel: '#' } as const;
const maxShown = 10;

/** A mention that is being typed: where it begins, and the letters after its sign. */
export interface MentionQuery {
  readonly sign: '@' | '#';
  readonly start: number;
  readonly typed: string;
}

/** The mention that ends at the caret. */
export function mentionAt(text: string, caret: number): MentionQuery | undefined {
  const [found, sign, typed = ''] = /(?:^|(?<=[\s(]))([@#])([^\s@#]*)$/.exec(text.slice(0, caret)) ?? [];
  if (found === undefined) return undefined;
  return { sign: sign === '#' ? '#' : '@', start: caret - found.length, typed };
}

/** Who and what a mention can mean; names that begin with it come first. */
export function mentionsFor({ sign, typed }: MentionQuery, guild: SelectableGuild): Selectable[] {
  const wanted = typed.toLowerCase();
  const all = selectable(guild).filter(({ kind }) => signs[kind] === sign);
  const begins = all.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  const holds = all.filter((one) => !begins.includes(one) && one.name.toLowerCase().includes(wanted));
  // Of a member and a role with one name, the text means the member.
  const names = new Map([...begins, ...holds].reverse().map((one) => [mentionText(one), one] as const));
  return [...names.values()].reverse().slice(0, maxShown);
}

/** A name as it is written: `@guest`, `#studio`. */
export function mentionText({ kind, name }: Selectable): string {
  return `${signs[kind]}${name}`;
}

/** The text with names as mentions, as it is sent. Code stays as it is. */
export function withMentions(text: string, guild: SelectableGuild): string {
  const longestFirst = selectable(guild).sort((a, b) => b.name.length - a.name.length);
  const names = longestFirst.map((one) => mentionText(one).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(?<=^|[\\s(])(?:${names.join('|')})(?![\\p{L}\\p{N}_-])`, 'gu');
  const mention = (name: string): string => {
    const found = longestFirst.find((one) => mentionText(one) === name);
    return found ? `<${marks[found.kind]}${found.id}>` : name;
  };
  return text
    .split(/(```[^]*?```|`[^`\n]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(pattern, mention)))
    .join('');
}

/** The text with mentions as names, as it is edited. */
export function withNames(text: string, guild: SelectableGuild): string {
  const all = selectable(guild);
  return text.replace(/<(@!?|@&|#)(\d+)>/g, (whole, _, id: string) => {
    const found = all.find((one) => one.id === id);
    return found ? mentionText(found) : whole;
  });
}

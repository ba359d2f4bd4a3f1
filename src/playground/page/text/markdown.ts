/** Parses Discord's subset of markdown into a tree. HTML is text. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'strong' | 'em' | 'underline' | 'strike' | 'spoiler'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly type: 'user' | 'channel' | 'role'; readonly id: string }
  | { readonly type: 'command'; readonly name: string }
  | { readonly type: 'time'; readonly seconds: number; readonly style: string }
  | { readonly type: 'emoji'; readonly name: string };

export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3; readonly children: readonly Inline[] }
  | { readonly type: 'small'; readonly children: readonly Inline[] }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | {
      readonly type: 'list';
      readonly start: number | null;
      readonly items: readonly { readonly depth: number; readonly children: readonly Inline[] }[];
    }
  | { readonly type: 'code'; readonly text: string };

/** A message's text as blocks. */
export function parseMarkdown(source: string): Block[] {
  const blocks: Block[] = [];
  for (const part of source.split(/(```[\s\S]+?```)/)) {
    const code = /^```(?:[\w+-]*\n)?\n?([\s\S]+?)\n?```$/.exec(part);
    if (code?.[1] !== undefined) blocks.push({ type: 'code', text: code[1] });
    else blocks.push(...parseLines(part.replace(/^\n|\n$/g, '').split('\n')));
  }
  return blocks;
}

function parseLines(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    const text = paragraph.join('\n');
    if (text !== '') blocks.push({ type: 'paragraph', children: parseInline(text) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const run = (pattern: RegExp): string[] => {
      const end = lines.findIndex((line, i) => i >= at && !pattern.test(line));
      return lines.slice(at, end < 0 ? lines.length : end);
    };
    const line = lines[at] ?? '';
    const rest = /^>>> ([\s\S]*)/.exec(lines.slice(at).join('\n'));
    const heading = /^(#{1,3}) +(.+)/.exec(line);
    const small = /^-# +(.+)/.exec(line);
    if (rest?.[1] !== undefined) {
      flush();
      blocks.push({ type: 'quote', children: parseLines(rest[1].split('\n')) });
      break;
    } else if (/^> /.test(line)) {
      flush();
      const quoted = run(/^> /);
      blocks.push({ type: 'quote', children: parseLines(quoted.map((one) => one.slice(2))) });
      at += quoted.length - 1;
    } else if (listItem.test(line)) {
      flush();
      const items = run(listItem);
      blocks.push(parseList(items));
      at += items.length - 1;
    } else if (heading?.[1] && heading[2]) {
      flush();
      blocks.push({ type: 'heading', level: heading[1].length as 1 | 2 | 3, children: parseInline(heading[2]) });
    } else if (small?.[1]) {
      flush();
      blocks.push({ type: 'small', children: parseInline(small[1]) });
    } else paragraph.push(line);
  }
  flush();
  return blocks;
}

const listItem = /^( *)([-*]|\d{1,9}\.) +(.+)/;

function parseList(lines: readonly string[]): Block {
  const found = lines.map((line) => listItem.exec(line));
  const number = Number.parseInt(found[0]?.[2] ?? '', 10);
  return {
    type: 'list',
    start: Number.isNaN(number) ? null : number,
    items: found.map((item) => ({
      depth: Math.min(3, Math.floor((item?.[1] ?? '').length / 2)),
      children: parseInline(item?.[3] ?? ''),
    })),
  };
}

type Rule = readonly [pattern: RegExp, read: (match: RegExpExecArray, depth: number) => Inline];

/** The text between two marks. Escaped characters do not end it. */
const inside = '((?:\\\\[\\s\\S]|[^\\\\])+?)';
const wrapped = (mark: string, type: 'strong' | 'em' | 'underline' | 'strike' | 'spoiler', after = ''): Rule => [
  new RegExp(`${mark}(?=\\S)${inside}${mark}${after}`, 'y'),
  (match, depth) => ({ type, children: parseInline(match[1] ?? '', depth + 1) }),
];

const rules: readonly Rule[] = [
  [/\\([^\p{L}\p{N}\s])/uy, (match) => ({ type: 'text', text: match[1] ?? '' })],
  [/(`{1,2})([\s\S]*?[^`])\1(?!`)/y, (match) => ({ type: 'code', text: match[2] ?? '' })],
  wrapped('\\*\\*', 'strong', '(?!\\*)'),
  wrapped('__', 'underline', '(?!_)'),
  wrapped('\\*', 'em', '(?!\\*)'),
  wrapped('_', 'em', '(?![\\p{L}\\p{N}_])'.replace(/\\p\{[LN]\}/g, 'A-Za-z0-9')),
  wrapped('~~', 'strike'),
  wrapped('\\|\\|', 'spoiler'),
  [
    /\[((?:\\.|[^\]\\\n])+)\]\((https?:\/\/[^\s)]+)\)/y,
    (match, depth) => ({ type: 'link', url: match[2] ?? '', children: parseInline(match[1] ?? '', depth + 1) }),
  ],
  [/<(https?:\/\/[^\s>]+)>/y, (match) => link(match[1] ?? '')],
  [/https?:\/\/[^\s<]*[^\s<.,:;"')\]]/y, (match) => link(match[0])],
  [/<@!?(\d+)>/y, (match) => ({ type: 'user', id: match[1] ?? '' })],
  [/<@&(\d+)>/y, (match) => ({ type: 'role', id: match[1] ?? '' })],
  [/<#(\d+)>/y, (match) => ({ type: 'channel', id: match[1] ?? '' })],
  [/<\/([^:>\n]+):\d+>/y, (match) => ({ type: 'command', name: match[1] ?? '' })],
  [
    /<t:(-?\d{1,12})(?::([tTdDfFR]))?>/y,
    (match) => ({ type: 'time', seconds: Number(match[1]), style: match[2] ?? 'f' }),
  ],
  [/<a?:(\w{2,32}):\d+>/y, (match) => ({ type: 'emoji', name: match[1] ?? '' })],
  [/\n/y, () => ({ type: 'break' })],
];

function link(url: string): Inline {
  return { type: 'link', url, children: [{ type: 'text', text: url }] };
}

const deepest = 6;

/** Text within a line, or several. Nested deeper than six times, marks are text. */
export function parseInline(source: string, depth = 0): Inline[] {
  const parts: Inline[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') parts.push({ type: 'text', text });
    text = '';
  };
  for (let at = 0; at < source.length;) {
    const found = depth > deepest ? undefined : firstRule(source, at);
    if (!found) {
      text += source[at++] ?? '';
      continue;
    }
    const [match, read] = found;
    const part = read(match, depth);
    if (part.type === 'text') text += part.text;
    else {
      flush();
      parts.push(part);
    }
    at += match[0].length;
  }
  flush();
  return parts;
}

const begins = /[\\`*_~|[<h\n]/;

function firstRule(source: string, at: number): readonly [RegExpExecArray, Rule[1]] | undefined {
  if (!begins.test(source[at] ?? '')) return undefined;
  // An underscore within a word is part of it.
  if (source[at] === '_' && /[\p{L}\p{N}]/u.test(source[at - 1] ?? '')) return undefined;
  for (const [pattern, read] of rules) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) return [match, read];
  }
  return undefined;
}

/** The text without marks, for screen readers and previews. `nameOf` gives the names of members and channels. */
export function plainText(source: string, nameOf: (id: string) => string = () => '…'): string {
  const ofInline = (parts: readonly Inline[]): string =>
    parts
      .map((part) => {
        if ('children' in part) return ofInline(part.children);
        if (part.type === 'text' || part.type === 'code') return part.text;
        if (part.type === 'user' || part.type === 'channel' || part.type === 'role') return nameOf(part.id);
        return part.type === 'command' ? `/${part.name}` : ' ';
      })
      .join('');
  const ofBlock = (block: Block): string => {
    if (block.type === 'code') return block.text;
    if (block.type === 'list') return block.items.map(({ children }) => ofInline(children)).join('\n');
    if (block.type === 'quote') return block.children.map(ofBlock).join('\n');
    return ofInline(block.children);
  };
  return parseMarkdown(source).map(ofBlock).join('\n');
}

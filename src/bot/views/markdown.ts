import { cut } from '../../text/clean.js';

/** Characters that Discord's markdown, mentions, timestamps and custom emoji begin with. */
const special = /[\\*_~|`>#[\]()<]/g;
/** Lists and small text begin a line. Blanks but no ends of lines: over these, every line would be read to the last one. */
const lineStart = /^([^\S\n\r\u2028\u2029]*)([-+])/gm;

/** A stranger's text, to be read as it is: nothing in it formats, links or mentions. */
export function escape(text: string): string {
  const harmless = text.replaceAll(special, '\\$&').replaceAll(lineStart, '$1\\$2');
  // A backslash does not stop these: mentions of everybody, and links without brackets.
  return harmless
    .replaceAll(/@(everyone|here)/gi, '@\u200b$1')
    .replaceAll(/:\/\//g, ':\u200b//')
    .replaceAll(/(discord\.gg|discord(?:app)?\.com)\//gi, '$1\u200b/');
}

/** A message of the engine's, which begin small and end without a full stop, as a sentence. Names of files and options stay as they are. */
export function sentence(message: string): string {
  const isWord = /^\p{L}+(?=[\s,;:]|$)/u.test(message);
  const begun = isWord ? message.charAt(0).toUpperCase() + message.slice(1) : message;
  return /[.!?…。！？」]$/.test(begun) ? begun : `${begun}.`;
}

/** On one line, at most `length` UTF-16 units, cut between characters; an ellipsis says so. */
export function short(text: string, length: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= length) return line;
  return `${cut(line, length - 1).trimEnd()}…`;
}

/** As code that can be copied; the only character that would end it is replaced by one that looks like it. */
export function code(text: string): string {
  return `\`\`\`\n${text.replaceAll('`', 'ˋ')}\n\`\`\``;
}

/** Names a member without pinging: messages are sent with no allowed mentions. */
export function member(id: string): string {
  return `<@${id}>`;
}

/** Small grey text. */
export function small(text: string): string {
  return `-# ${text}`;
}

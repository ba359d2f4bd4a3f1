import type { Document } from './documents.js';

/** A command line that a document tells. */
interface CommandLine {
  readonly path: string;
  readonly line: string;
  readonly words: readonly string[];
  /** In a block: a whole command; else perhaps only its name. */
  readonly whole: boolean;
}

const start = /^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:aesthete|npx aesthete|npx tsx src\/cli\.ts)(?= |$)/;

/** Command lines of `aesthete` in a document. */
export function aestheteLines({ path, codes, blocks }: Document): CommandLine[] {
  const lines = [
    ...codes.map((line) => ({ line, whole: false })),
    ...blocks.flatMap((block) => block.split('\n')).map((line) => ({ line, whole: true })),
  ];
  return lines
    .map(({ line, whole }) => ({ line: line.trim(), whole }))
    .filter(({ line }) => start.test(line))
    .map(({ line, whole }) => ({ path, line, whole, words: shellWords(line.replace(start, '')) }));
}

/** Words of a command up to a comment, `&&`, `|`, `;` or `&`, without quotes. */
function shellWords(text: string): string[] {
  const words: string[] = [];
  for (const [token] of text.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)) {
    if (/^(#|&&?$|\|\|?$|;$)/.test(token)) break;
    words.push(token.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return words;
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { lexer, walkTokens } from 'marked';

/** A document of the repository, by what is checked in it. */
export interface Document {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  /** Targets of links and images as written. */
  readonly links: readonly string[];
  /** Names that `#…` can point to. */
  readonly anchors: ReadonlySet<string>;
  /** Contents of `…`. */
  readonly codes: readonly string[];
  /** Fenced and indented blocks. */
  readonly blocks: readonly string[];
}

/** README.md and its siblings, all of docs/, and what stands beside the demo pack. */
export async function documents(): Promise<Document[]> {
  const inDocs = (await readdir('docs', { recursive: true })).map((name) => join('docs', name));
  const beside = ['models/demo/README.md', 'models/demo/LICENSES.md'];
  const paths = [...(await readdir('.')), ...inDocs, ...beside].filter((path) => path.endsWith('.md'));
  return Promise.all(paths.sort().map(read));
}

async function read(path: string): Promise<Document> {
  const text = await readFile(path, 'utf8');
  const slugger = new GithubSlugger();
  const [links, codes, blocks]: [string[], string[], string[]] = [[], [], []];
  const anchors = new Set([...text.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id));
  void walkTokens(lexer(text), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(String(token.href));
    if (token.type === 'codespan') codes.push(unescaped(token.text as string));
    if (token.type === 'code') blocks.push(token.text as string);
    if (token.type === 'heading') anchors.add(slugger.slug(plain(token.text as string)));
  });
  return { path, text, links, anchors, codes, blocks };
}

/** In a table, `a\|b`. */
const unescaped = (code: string): string => code.replaceAll(String.raw`\|`, '|');

/** A heading without links and signs of Markdown, as GitHub makes anchors of it. */
const plain = (heading: string): string => heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');

import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { documents } from './documents.js';

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;

test('every internal link of a document leads somewhere, anchors included', async () => {
  const all = await documents();
  const anchors = new Map(all.map((document) => [document.path, document.anchors]));
  const broken: string[] = [];
  for (const { path, links } of all)
    for (const link of links.filter((one) => !/^[a-z]+:/.test(one))) {
      const parts = decodeURI(link).split('#');
      const [file, anchor] = [parts[0], parts.at(1)];
      const target = file === '' ? path : normalize(join(dirname(path), file));
      const led = (await isThere(target)) && (anchor === undefined || anchors.get(target)?.has(anchor) === true);
      if (!led) broken.push(`${path}: ${link}`);
    }
  expect(broken).toEqual([]);
});

/** Folders that a name may begin with, and where a document may abbreviate. */
const roots = ['src', 'test', 'docs', 'scripts', 'bench', 'prisma', 'assets', '.ci', 'models/demo', 'dist'];
const abbreviated = ['.', 'src', 'src/engine', 'src/bot', 'src/playground', 'test', 'docs'];
/** What is there only after a build, on another machine, or as an example. */
const made = /^(x\/|dist\/|data\/|bench\/out|node_modules\/|models\/(?!demo)|loras\/|docs\/.*…)/;
const endings = /\.(ts|tsx|js|md|sh|json|prisma|png|webp|svg|txt)$/;

/** Names of files and folders of this repository in `…`: `src/bot/{main,worker}.ts`, `i18n/*\/votes.ts`, `docs/`. */
function namesIn(code: string): string[] {
  if (!/^[\w.@*{},/-]+$/.test(code) || made.test(code)) return [];
  const begins = roots.some((root) => code === root || code.startsWith(`${root}/`));
  const looks = code.includes('/') && endings.test(code);
  return begins || looks ? expanded(code.replace(/\.js$/, '.ts')) : [];
}

/** `a/{b,c}` → `a/b`, `a/c`. */
function expanded(name: string): string[] {
  const braces = /^(.*)\{([^}]*)\}(.*)$/.exec(name);
  return braces ? braces[2].split(',').map((part) => `${braces[1]}${part}${braces[3]}`) : [name];
}

test('every file and folder of this repository that a document names in backticks is there', async () => {
  const missing: string[] = [];
  let checked = 0;
  for (const { path, codes } of await documents()) {
    // Decisions and the changelog tell of their time.
    if (path === 'CHANGELOG.md') continue;
    for (const name of codes.flatMap(namesIn)) {
      const upToStar = name.split('*')[0];
      const places = abbreviated.map((folder) => join(folder, upToStar));
      checked++;
      if (!(await Promise.all(places.map(isThere))).includes(true)) missing.push(`${path}: ${name}`);
    }
  }
  expect(missing).toEqual([]);
  expect(checked).toBeGreaterThan(50);
});

test('every document that the code names is there', async () => {
  const names = new Set((await documents()).map(({ path }) => basename(path)));
  const missing: string[] = [];
  for (const folder of ['src', 'test', 'scripts', 'bench'])
    for (const file of await readdir(folder, { recursive: true })) {
      // ONNX's own comments name ONNX's documents.
      if (!/\.(ts|tsx|sh)$/.test(file) || /generated|onnx_pb|changedBuild/.test(file)) continue;
      const text = await readFile(join(folder, file), 'utf8');
      for (const [name] of text.matchAll(/\b[\w-]+\.md\b/g))
        if (!names.has(name)) missing.push(`${folder}/${file}: ${name}`);
    }
  expect(missing).toEqual([]);
});

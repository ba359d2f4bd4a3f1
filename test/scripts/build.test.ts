import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { build } from '../../scripts/changedBuild.js';

const compilerOptions = {
  target: 'ES2023',
  module: 'NodeNext',
  types: [],
  declaration: true,
  sourceMap: true,
  rootDir: 'src',
  outDir: 'dist',
  incremental: true,
  tsBuildInfoFile: 'dist/.tsbuildinfo',
  // As in this project's own: types are checked by `npm run types`.
  noCheck: true,
};
const files = {
  'package.json': '{ "type": "module" }',
  'package-lock.json': '{}',
  'tsconfig.json': JSON.stringify({ compilerOptions }),
  'tsconfig.build.json': JSON.stringify({
    extends: './tsconfig.json',
    include: ['src'],
    exclude: ['src/playground/page'],
  }),
  'src/main.ts': "import { word } from './word.js';\nexport const text = `the ${word}`;\n",
  'src/word.ts': "export const word = 'first';\n",
  'src/unused.ts': 'export const unused = 1;\n',
  'src/playground/page/page.tsx': "document.title = 'first';\n",
  'src/playground/page/page.css': 'body { color: red }\n',
  'src/playground/page/index.html': '<!doctype html>',
};

/** A project that is built already. */
async function aBuiltProject() {
  const root = await mkdtemp(join(tmpdir(), 'aesthete-build-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) await write(path, text);
  await copyFile('src/playground/page/icon.svg', join(root, 'src/playground/page/icon.svg'));
  expect(await build(root)).toEqual(['code', 'page']);
  return { root, write, read: (path: string) => readFile(join(root, path), 'utf8') };
}

/** Every file of `dist/` with the time of its last change. */
async function written(root: string): Promise<Record<string, bigint>> {
  const names = await readdir(join(root, 'dist'), { recursive: true });
  const times = await Promise.all(
    names.map(async (name) => [name, (await stat(join(root, 'dist', name), { bigint: true })).mtimeNs] as const),
  );
  return Object.fromEntries(times);
}

test('a second build writes nothing', async () => {
  const { root } = await aBuiltProject();
  const before = await written(root);
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['main.js', join('playground', 'page', 'page.js')]));
  expect(await build(root)).toEqual([]);
  expect(await written(root)).toEqual(before);
});

test('a changed file of the code or of the page is built again, and nothing else', async () => {
  const { root, write, read } = await aBuiltProject();
  await write('src/word.ts', "export const word = 'second';\n");
  expect(await build(root)).toEqual(['code']);
  expect(await read('dist/word.js')).toContain('second');

  await write('src/playground/page/page.tsx', "document.title = 'second';\n");
  expect(await build(root)).toEqual(['page']);
  expect(await read('dist/playground/page/page.js')).toContain('second');
});

test('what was compiled from a deleted file goes with it', async () => {
  const { root } = await aBuiltProject();
  await rm(join(root, 'src/unused.ts'));
  expect(await build(root)).toEqual(['code']);
  const left = Object.keys(await written(root));
  expect(left).toEqual(expect.arrayContaining(['word.js', 'word.js.map', 'word.d.ts']));
  expect(left.filter((name) => name.startsWith('unused'))).toEqual([]);
});

test('what is missing in dist, or all of it, is built again', async () => {
  const { root, read } = await aBuiltProject();
  await rm(join(root, 'dist/word.js'));
  expect(await build(root)).toEqual(['code']);
  expect(await read('dist/word.js')).toContain('first');
  await rm(join(root, 'dist/playground/page/page.js'));
  expect(await build(root)).toEqual(['page']);
  await rm(join(root, 'dist'), { recursive: true });
  expect(await build(root)).toEqual(['code', 'page']);
  expect(await read('dist/main.js')).toContain('word');
});

test('code that cannot be parsed fails every time, until it is mended', async () => {
  const { root, write } = await aBuiltProject();
  await write('src/word.ts', "export const word = 'third;\n");
  await expect(build(root)).rejects.toThrow('src/word.ts');
  await expect(build(root)).rejects.toThrow('src/word.ts');
  await write('src/word.ts', "export const word = 'fourth';\n");
  expect(await build(root)).toEqual(['code']);
});

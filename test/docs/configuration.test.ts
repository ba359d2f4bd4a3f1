import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import {
  configurationDoc,
  configurationFile,
  environmentExample,
  exampleFile,
  schemaVariables,
  variableNames,
} from '../../scripts/configurationDoc.js';
import { otherVariables } from '../../scripts/otherVariables.js';
import { readConfig } from '../../src/bot/config.js';
import { variables } from '../../src/bot/variables.js';
import { documents } from './documents.js';

test('docs/configuration.md and .env.example are what `npm run docs:configuration` makes of the schema', async () => {
  expect(await readFile(configurationFile, 'utf8')).toBe(await configurationDoc());
  expect(await readFile(exampleFile, 'utf8')).toBe(environmentExample());
});

test('every example of .env.example is taken by the bot', () => {
  const examples = parseEnv(environmentExample().replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
  expect(Object.keys(examples).sort()).toEqual(Object.keys(variables.shape).sort());
  expect(() => readConfig(examples)).not.toThrow();
});

/** Variables by their use (`env.NAME`, `env['NAME']`), and whatever is called like one of ours. */
const forms = [/\benv(?:\.|\[')([A-Z][A-Z0-9_]+)\b/g, /\b(AESTHETE_[A-Z0-9_]*[A-Z0-9])\b/g];

async function readInCode(): Promise<Set<string>> {
  const folders = ['src', 'bench', 'scripts', 'test'];
  const names = folders.map(async (folder) =>
    (await readdir(folder, { recursive: true })).map((name) => join(folder, name)),
  );
  const files = (await Promise.all(names))
    .flat()
    .filter((file) => /\.(ts|tsx|sh)$/.test(file) && !/generated|test.docs|otherVariables/.test(file));
  const texts = await Promise.all([...files, 'vitest.config.ts'].map((file) => readFile(file, 'utf8')));
  return new Set(forms.flatMap((form) => texts.flatMap((text) => [...text.matchAll(form)].map(([, name]) => name))));
}

test('whatever the code reads from the environment is in docs/configuration.md, and nothing else', async () => {
  const read = await readInCode();
  // Read by a package; set for a test's child process alone; passed on to a child.
  const byPackages = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'];
  const elsewhere = ['PATH', 'HOME', 'VITEST_WORKER_ID', 'AESTHETE_TOKEN', 'AESTHETE_SIZE'];
  expect([...read].filter((name) => !variableNames().includes(name) && !elsewhere.includes(name))).toEqual([]);
  const others = Object.values(otherVariables).flatMap((rows) => Object.keys(rows));
  expect(others.filter((name) => !read.has(name) && !byPackages.includes(name))).toEqual([]);
});

test('every variable that a document names is in docs/configuration.md', async () => {
  for (const { path, text } of await documents()) {
    const named = [...text.matchAll(forms[1])].map(([name]) => name);
    // The changelog tells of what was.
    if (path !== 'CHANGELOG.md')
      expect(
        named.filter((name) => !variableNames().includes(name)),
        path,
      ).toEqual([]);
  }
});

test('every value that a document gives a variable is one that the schema takes', async () => {
  const known = new Map(Object.entries(variables.shape));
  let checked = 0;
  for (const { path, codes, blocks } of await documents())
    for (const [, name, value] of [...codes, ...blocks].flatMap((code) => [
      ...code.matchAll(/\b([A-Z][A-Z_]+)=("[^"]*"|[^\s"`]+)/g),
    ])) {
      const schema = known.get(name);
      if (!schema || value.includes('…')) continue;
      expect(schema.safeParse(value).success, `${path}: ${name}=${value}`).toBe(true);
      checked++;
    }
  expect(checked).toBeGreaterThan(3);
});

test('every default that a document tells is that of docs/configuration.md', async () => {
  const told = [
    ...schemaVariables().map(({ name, otherwise }) => [name, otherwise] as const),
    ...Object.values(otherVariables).flatMap((rows) =>
      Object.entries(rows).map(([name, { without }]) => [name, without] as const),
    ),
  ];
  let checked = 0;
  for (const { path, text } of await documents())
    for (const [said, name, value] of text.matchAll(/`\$?([A-Z][A-Z_]+)[^`]*` \(default (`[^`]+`)/g)) {
      expect(new Map(told).get(name), `${path}: ${said}`).toBe(value);
      checked++;
    }
  expect(checked).toBeGreaterThan(0);
});

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { architectureDoc, architectureFile, programRoom, readImports, reduced } from '../../scripts/architectureDoc.js';

test('docs/architecture.md is what `npm run docs:architecture` makes of the imports', async () => {
  expect(await readFile(architectureFile, 'utf8')).toBe(await architectureDoc());
});

test('it has every folder that is imported', async () => {
  const imports = await readImports(programRoom);
  expect([...(imports.get('commands') ?? [])]).toEqual(expect.arrayContaining(['bot/services', 'bot/views', 'engine']));
  expect(imports.get('engine')).toEqual(new Set(['text']));
});

test('an arrow that others imply is left out, and one of a circle is not', () => {
  const of = (all: Record<string, string[]>) => new Map(Object.entries(all).map(([from, to]) => [from, new Set(to)]));
  expect(reduced(of({ a: ['b', 'c'], b: ['c'], c: [] }))).toEqual(of({ a: ['b'], b: ['c'], c: [] }));
  expect(reduced(of({ a: ['b', 'c'], b: ['a', 'c'], c: [] }))).toEqual(of({ a: ['b', 'c'], b: ['a', 'c'], c: [] }));
});

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { packJson } from '../../src/engine/pack/packJson.js';
import { readSettings } from '../../src/engine/pack/settings.js';
import { presetNames, samplerNames, spacingNames } from '../../src/engine/types.js';

interface Field {
  readonly properties?: Readonly<Record<string, Field>> | undefined;
  readonly items?: Field | undefined;
}

const field: z.ZodType<Field> = z.lazy(() =>
  z.object({ properties: z.record(z.string(), field).optional(), items: field.optional().catch(undefined) }),
);

/** `defaults.size`, by the schema; objects themselves only where they are items of a list or have a meaning of their own. */
function pathsOf({ properties, items }: Field, path = ''): string[] {
  const inner = properties ?? items?.properties;
  const below = Object.entries(inner ?? {}).flatMap(([name, one]) =>
    pathsOf(one, path === '' ? name : `${path}.${name}`),
  );
  return inner && items === undefined ? below : [path, ...below];
}

const doc = await readFile('docs/pack-authors.md', 'utf8');
const rows = new Map(
  [...doc.matchAll(/^\| `([\w.]+)` *\| ([^|]*) \| ([^|]*) \|$/gm)].map(([, name, is, without]) => [
    name,
    { is, without: without.trim() },
  ]),
);

test('docs/pack-authors.md has every field of pack.json, and no other', () => {
  const schema = field.parse(z.toJSONSchema(packJson, { io: 'input', unrepresentable: 'any' }));
  // A map of two fields, which stands for one thing.
  const expected = [...pathsOf(schema), 'preview'];
  expect([...rows.keys()].sort()).toEqual(expected.sort());
});

test('and the defaults that the engine has', async () => {
  const config = { kind: 'sd1', schedulerClass: '', spacing: undefined, embedded: false } as const;
  // A folder without pack.json.
  const settings = await readSettings('docs', { ...config, sampleSize: 64, vaeFactor: 8, names: [] });
  const { defaults, strength, upscale } = settings;
  const said = (name: string): string | undefined => rows.get(name)?.without;
  expect(said('upscale')).toBe(`\`${upscale}\``);
  for (const name of ['decoder', 'clipSkip', 'strength'] as const)
    expect(said(`defaults.${name}`)).toBe(`\`${defaults[name]}\``);
  for (const name of presetNames) expect(said(`strength.presets.${name}`)).toBe(`\`${strength.presets[name]}\``);
  for (const kind of ['mean', 'contrast'] as const)
    expect(said(`strength.${kind}`)).toBe(`\`${strength[kind].cosine}\``);
  for (const spacing of spacingNames) expect(rows.get('defaults.spacing')?.is).toContain(`\`${spacing}\``);
  for (const sampler of samplerNames) expect(rows.get('defaults.sampler')?.is).toContain(`\`${sampler}\``);
});

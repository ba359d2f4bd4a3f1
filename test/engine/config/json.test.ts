import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseConfig, parseJson, readConfig, readOptionalConfig } from '../../../src/engine/config/json.js';
import { CheckpointError } from '../../../src/engine/errors.js';
import { noiseSchedule } from '../../../src/engine/sampling/schedule.js';

const schema = z.object({ size: z.int(), inner: z.object({ name: z.string() }).optional() });

describe('a configuration file', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'aesthete-config-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const written = async (text: string): Promise<string> => {
    const path = join(folder, 'config.json');
    await writeFile(path, text);
    return path;
  };

  test('is read as its schema has it', async () => {
    expect(await readConfig(await written('{ "size": 3, "other": 1 }'), schema)).toEqual({ size: 3 });
    expect(await readOptionalConfig(await written('{ "size": 3 }'), schema)).toEqual({ size: 3 });
  });

  test('may be missing only where it is optional', async () => {
    const path = join(folder, 'missing.json');
    await expect(readConfig(path, schema)).rejects.toThrow(new RegExp(`^${path} cannot be read: ENOENT`));
    await expect(readConfig(path, schema)).rejects.toThrow(CheckpointError);
    expect(await readOptionalConfig(path, schema)).toBeUndefined();
  });

  test('that is wrong is refused with its path, also where it is optional', async () => {
    await expect(readOptionalConfig(await written('{'), schema)).rejects.toThrow(/config\.json is not JSON/);
    await expect(readOptionalConfig(await written('{}'), schema)).rejects.toThrow(/config\.json: size is missing/);
    await expect(readOptionalConfig(folder, schema)).rejects.toThrow(`${folder} cannot be read: EISDIR`);
  });

  test('of more than 16 MiB is not read', async () => {
    const path = await written('');
    await truncate(path, 16 * 2 ** 20 + 1);
    await expect(readConfig(path, schema)).rejects.toThrow('it has 16777217 bytes, at most 16777216 are read');
  });
});

describe('a wrong value', () => {
  test.each([
    [{ size: 'x' }, 'f: size is "x": '],
    [{ size: Infinity }, 'f: size is Infinity: '],
    [{ size: 1, inner: {} }, 'f: inner.name is missing: '],
    [[], 'f: the whole is []: '],
    [{ size: 'x'.repeat(200) }, `f: size is "${'x'.repeat(79)}…: `],
  ])('%j is named by file, field and value', (value, message) => {
    expect(() => parseConfig(schema, value, 'f')).toThrow(CheckpointError);
    expect(() => parseConfig(schema, value, 'f')).toThrow(message);
  });
});

describe('JSON', () => {
  test('may hold infinities as Python writes them, as schedulers of DPM-Solver do', () => {
    const text = '{ "beta_start": 0.00085, "lambda_min_clipped": -Infinity, "_note": "to \\"Infinity\\"" }';
    const config = parseJson(text, 'scheduler_config.json') as Record<string, unknown>;
    expect(config).toEqual({ beta_start: 0.00085, lambda_min_clipped: -Infinity, _note: 'to "Infinity"' });
    expect(noiseSchedule(config).lambdaMinClipped).toBe(-Infinity);
  });

  test('that is not well formed is refused by the name of its file', () => {
    for (const text of ['{ "a": NaN }', '{ "a": -Infinit }', '"Infinity', ''])
      expect(() => parseJson(text, 'config.json')).toThrow(/^config\.json is not JSON: /);
  });
});

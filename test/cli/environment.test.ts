import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aesthete, inTemporaryFolder } from '../support/cli.js';

const folder = inTemporaryFolder();
const images = resolve('test/data/images/aivazovsky');

/** Commands that open a pack which they were not given, and of those the ones that compute with it. */
const painting = [
  ['imagine', 'x'],
  ['compare', 'x'],
  ['card', 'gloomcore'],
];
const computing = [...painting, ['embed', images, '--out', 'x.pt', '--kind', 'mean']];
const reading = [
  ['blend', 'gloomcore', 'popart', '--out', 'x.pt'],
  ['inspect', '--prompt', 'x'],
];
const ofTheBot = [['reembed'], ['export', '--all', '--out', 'x.zip'], ['import', 'x.zip'], ['doctor']];
const check = ['packs', 'check', 'demo'];

const variables = ['PACK', 'DEVICE', 'PRECISION', 'MODELS', 'THREADS', 'DATA'].map((name) => `AESTHETE_${name}`);

beforeEach(() => {
  for (const name of [...variables, 'DATABASE_URL', 'REDIS_URL', 'DISCORD_TOKEN']) vi.stubEnv(name, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** The command's failure. */
async function failure(args: readonly string[]): Promise<string> {
  const { code, stderr } = await aesthete(...args);
  expect(code, args.join(' ')).toBeGreaterThan(0);
  return stderr;
}

describe('convention: environment', () => {
  test.each([...computing, ...reading, ['reembed']])('AESTHETE_PACK is the pack of %s', async (...args) => {
    vi.stubEnv('AESTHETE_PACK', 'none');
    expect(await failure(args)).toContain('no pack called none');
    if (args[0] !== 'inspect') expect(await failure([...args, '--pack', 'other'])).toContain('no pack called other');
  });

  test.each([...computing, ...reading, ['reembed']])('AESTHETE_MODELS is where %s looks for packs', async (...args) => {
    const own = join(folder(), 'models', 'own');
    await mkdir(join(own, 'unet'), { recursive: true });
    await writeFile(join(own, 'unet', 'config.json'), '{}');
    vi.stubEnv('AESTHETE_MODELS', join(folder(), 'models'));
    vi.stubEnv('AESTHETE_PACK', 'own');
    expect(await failure(args)).toContain(`${own} has no tokenizer/`);
  });

  test('AESTHETE_MODELS is where packs are looked for, too', async () => {
    await mkdir(join(folder(), 'listed', 'mine', 'unet'), { recursive: true });
    await writeFile(join(folder(), 'listed', 'mine', 'unet', 'config.json'), '{}');
    vi.stubEnv('AESTHETE_MODELS', join(folder(), 'listed'));
    expect((await aesthete('packs')).stdout).toContain(join(folder(), 'listed', 'mine'));
    expect(await failure(['packs', 'check', 'mine'])).toContain('mine has no tokenizer/');
  });

  test.each([...computing, check, ['reembed']])('AESTHETE_DEVICE is the device of %s', async (...args) => {
    vi.stubEnv('AESTHETE_DEVICE', 'gpu');
    expect(await failure(args)).toContain('AESTHETE_DEVICE "gpu" must be one of auto');
    expect(await failure([...args, '--device', 'tpu'])).toContain('--device "tpu" must be one of auto');
  });

  test.each([...computing, check, ['reembed']])('AESTHETE_PRECISION is the precision of %s', async (...args) => {
    vi.stubEnv('AESTHETE_PRECISION', 'int4');
    expect(await failure(args)).toContain('AESTHETE_PRECISION "int4" must be one of fp32');
    expect(await failure([...args, '--precision', 'int2'])).toContain('--precision "int2" must be one of fp32');
  });

  test.each([...computing, [...check, '--run']])('AESTHETE_THREADS holds for the engine of %s', async (...args) => {
    vi.stubEnv('AESTHETE_THREADS', 'many');
    expect(await failure(args)).toContain('aesthete: AESTHETE_THREADS is "many"; it is a whole number from 1 to 1024');
  });

  test.each(['DEVICE', 'PRECISION'])('AESTHETE_%s is that of doctor', async (name) => {
    vi.stubEnv(`AESTHETE_${name}`, 'none');
    expect(await failure(['doctor'])).toContain(`the environment is not right: AESTHETE_${name}`);
  });

  describe('.env', () => {
    beforeEach(() => writeFile('.env', 'AESTHETE_PACK=of-the-bot\nAESTHETE_DEVICE=of-the-bot\n'));
    afterEach(() => rm('.env'));

    test.each(ofTheBot)('is read by %s', async (...args) => {
      expect(await failure(args)).toContain('the environment is not right: AESTHETE_DEVICE');
    });

    test.each([...painting.map((args) => [...args, '--size', '1']), ...reading, check, ['packs']])(
      'is not read by %s',
      async (...args) => {
        expect((await aesthete(...args)).stderr).not.toContain('of-the-bot');
        expect(process.env['AESTHETE_DEVICE']).toBeUndefined();
      },
    );

    test('is not read by embed', async () => {
      const { code } = await aesthete('embed', images, '--out', 'dry.pt', '--kind', 'mean', '--device', 'cpu');
      expect(code).toBe(0);
      expect(process.env['AESTHETE_PACK']).toBeUndefined();
    });
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { encodePng, enlargePng, parseParameters, readPngText } from '../../src/engine/index.js';
import { aesthete, aestheteIn, inTemporaryFolder, resultOf } from '../support/cli.js';

/** `aesthete imagine --from PICTURE`. */

inTemporaryFolder();
const small = ['--device', 'cpu', '--size', '64', '--steps', '2'];

async function recipeOf(file: string) {
  return parseParameters(readPngText(await readFile(file)).parameters);
}

/** A picture that says that it was painted so. */
async function writeSaying(file: string, parameters: string): Promise<void> {
  await writeFile(file, await encodePng(new Uint8Array(3 * 4), 2, 2, { parameters }));
}

describe('a picture of ours', () => {
  beforeAll(async () => {
    const how = ['--aesthetic', 'gloomcore', '--seed', '41', '--negative', 'fog', '--guidance', '3', '--mix', '0.8'];
    const guided = ['--guide', '0.05', '--guide-towards', 'text'];
    await aesthete(
      'imagine',
      'a {castle|whale}',
      ...how,
      ...guided,
      ...small,
      '--count',
      '2',
      '--upscale',
      '2',
      '--out',
      'a.png',
    );
  });

  test('is painted again, to the byte, with its pack, aesthetic, settings and size', async () => {
    vi.stubEnv('AESTHETE_PACK', 'none');
    const { code, stderr } = await aesthete('imagine', '--from', 'a-2.png', '--device', 'cpu', '--out', 'again.png');
    vi.unstubAllEnvs();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect((await readFile('again.png')).equals(await readFile('a-2.png'))).toBe(true);
  });

  test('options change what they name, and nothing else', async () => {
    const stdin = await readFile('a-1.png');
    const changed = ['--strength', '0.3', '--seed', '7', '--guide', '0.1', '--upscale', '1', '--out', 'changed.png'];
    const { code } = await aestheteIn({ stdin }, 'imagine', 'a boat', '--from', '-', ...changed, '--device', 'cpu');
    expect(code).toBe(0);
    const [before, after] = [await recipeOf('a-1.png'), await recipeOf('changed.png')];
    const clipGuidance = { scale: 0.1, towards: 'text' };
    const recipe = { ...before.recipe, prompt: 'a boat', strength: 0.3, seed: 7, clipGuidance };
    expect(before.recipe.clipGuidance).toEqual({ scale: 0.05, towards: 'text' });
    expect(after).toEqual({ recipe, extra: {} });
  });
});

test('of a picture that differs by diversity those before it are painted too, each to the byte', async () => {
  const how = ['--seed', '5', '--diversity', '0.5', '--count', '3', '--out', 'd.png'];
  await aesthete('imagine', 'a castle', ...how, ...small);
  const { code, stderr } = await aesthete('imagine', '--from', 'd-2.png', '--device', 'cpu', '--out', 'e.png');
  expect({ code, stderr }).toMatchObject({ code: 0 });
  for (const number of [1, 2])
    expect((await readFile(`e-${number}.png`)).equals(await readFile(`d-${number}.png`)), `${number}`).toBe(true);
});

test('what another program wrote is painted as far as it is known here, and what is not is said', async () => {
  await writeSaying(
    'a1111.png',
    'a castle\nNegative prompt: fog\nSteps: 2, Sampler: Euler, CFG scale: 3, Seed: 5, Size: 64x64, Model: demo, Hires upscale: 2, Version: v1.10',
  );
  const { code, stdout } = await aesthete('imagine', '--from', 'a1111.png', '--device', 'cpu', '--json');
  expect(code).toBe(0);
  expect(resultOf(stdout)['recipe']).toMatchObject({ sampler: 'euler', guidance: 3, seed: 5, steps: 2, pack: 'demo' });
  expect((JSON.parse(stdout) as { notices: string[] }).notices).toEqual([
    expect.stringMatching(/not known here: Hires upscale, Version$/),
  ]);
});

const fields = 'Steps: 2, Sampler: DDIM, CFG scale: 3, Seed: 5, Size: 64x64';
test.each([
  ['its model', `${fields}, Model: sd15`, 'the model sd15, which is not here: name one with --pack'],
  ['a folder as its model', `${fields}, Model: ${resolve('models/demo')}`, 'which is not here: name one with --pack'],
  [
    'its aesthetic',
    `${fields}, Model: demo, Aesthetic: fog@3, Aesthetic strength: 0.7`,
    'give its file with --aesthetic',
  ],
  ['its LoRA', `${fields}, Model: demo, LoRA: ink:0.7`, 'give its file with --lora FILE:0.7'],
  [
    'its start',
    `${fields}, Model: demo, Denoising strength: 0.5, Start image: ${'a'.repeat(64)}`,
    'give it with --image',
  ],
])('%s is asked for where it is not here', async (_what, said, message) => {
  await writeSaying('asks.png', `a castle\n${said}`);
  const { code, stderr } = await aesthete('imagine', '--from', 'asks.png');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(message) as string });
});

test('another start than the one that it was painted from is said', async () => {
  await writeSaying(
    'start.png',
    `a castle\n${fields}, Model: demo, Denoising strength: 0.5, Start image: ${'a'.repeat(64)}`,
  );
  const { code, stderr } = await aesthete(
    'imagine',
    '--from',
    'start.png',
    '--image',
    'start.png',
    '--out',
    'started.png',
  );
  expect(code).toBe(0);
  expect(stderr).toContain('start.png is not the picture that it was painted from');
  expect((await recipeOf('started.png')).recipe.start).toMatchObject({ keep: 0.5 });
});

test.each([
  [['--from', 'nothing.png'], 1, 'nothing.png cannot be read'],
  [['--from', 'silent.png'], 1, 'does not say how it was made'],
  [['--from', '-', '--image', '-'], 2, 'both read standard input'],
  [[], 2, 'a prompt, or --from'],
])('%j is refused', async (args, exitCode, message) => {
  await writeFile('silent.png', await enlargePng(await encodePng(new Uint8Array(3 * 4), 2, 2), 2));
  const { code, stderr } = await aesthete('imagine', ...args);
  expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.stringContaining(message) as string });
});

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readAesthetic } from '../../src/engine/index.js';
import { aesthete, fast, inTemporaryFolder, resultOf } from '../support/cli.js';
import { goldenModel } from '../support/golden.js';

const images = resolve('test/data/images/aivazovsky');
const reference = resolve('models/demo/examples/sunset');
const pack = resolve(await goldenModel('tiny-sdxl'));
const folder = inTemporaryFolder();

/** What a command says beside its result. */
const answer = z.object({ notices: z.array(z.string()) });
const json = async (...args: string[]): Promise<string> => {
  const { code, stdout } = await aesthete(...args, '--json');
  expect(code).toBe(0);
  return stdout;
};

test('with a pack of two text encoders an aesthetic holds a vector for each, and both are personalised', async () => {
  const out = join(folder(), 'sea.safetensors');
  const embedded = await json(
    'embed',
    images,
    '--out',
    out,
    '--kind',
    'contrast',
    '--pack',
    pack,
    '--reference',
    reference,
  );
  const { second } = readAesthetic(await readFile(out), out);
  expect(second?.images).toHaveLength(3);
  expect(resultOf(embedded)).toMatchObject({ second: { dims: second?.vector.length, clipId: second?.clipId } });
  const { stdout } = await aesthete('inspect', out, '--pack', pack);
  expect(stdout).toMatch(new RegExp(`^second vector {2,}${second?.vector.length ?? 0} numbers`, 'm'));
  expect(stdout).toMatch(/^fits .*made with the same CLIP; both text encoders are personalised$/m);
  const painted = await json('imagine', 'a castle', ...fast, '--pack', pack, '--aesthetic', out);
  expect(answer.parse(JSON.parse(painted)).notices.join()).not.toContain('second text encoder');
});

test('packs check and inspect say whether a pack gives both', async () => {
  for (const words of [['packs', 'check'], ['inspect']]) {
    const { stdout } = await aesthete(...words, pack);
    expect(stdout).toMatch(/^second clip +its own\nsecond vectors +\d+ numbers/m);
  }
});

test('a reference for the first alone leaves the second out, and that is said', async () => {
  const mean = join(folder(), 'mean.pt');
  await aesthete('embed', reference, '--out', mean, '--kind', 'mean', '--pack', pack);
  const out = join(folder(), 'alone.safetensors');
  const { stderr } = await aesthete('embed', images, '--out', out, '--pack', pack, '--reference', mean);
  expect(stderr).toContain('note: the reference holds no vector for the second text encoder');
  expect(readAesthetic(await readFile(out), out).second).toBeUndefined();
  const painted = await json('imagine', 'a castle', ...fast, '--pack', pack, '--aesthetic', out);
  expect(answer.parse(JSON.parse(painted)).notices.join()).toContain('no vector for the second text encoder');
});

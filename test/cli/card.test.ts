import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { decodeImage } from '../../src/engine/index.js';
import { aesthete, inTemporaryFolder, resultOf } from '../support/cli.js';

inTemporaryFolder();
const small = ['--device', 'cpu', '--size', '64', '--steps', '2'];

test("aesthete card shows prompts without and with an aesthetic, with the seed of every card and the pack's three prompts", async () => {
  const { code, stdout } = await aesthete('card', 'gloomcore', ...small, '--json');
  expect(code).toBe(0);
  const { file, columns, ...rest } = resultOf(stdout) as {
    file: string;
    columns: { prompt: string; cosine: { before: number; after: number } }[];
  };
  expect(rest).toMatchObject({ aesthetic: 'gloomcore', seed: 42, strength: 0.7, device: 'cpu' });
  expect(file).toBe('card-gloomcore-42.png');
  expect(columns).toHaveLength(3);
  for (const { cosine } of columns) expect(cosine.after).toBeGreaterThan(cosine.before + 0.1);
  const { width } = await decodeImage(await readFile(file));
  // Three pictures of 256 pixels beside each other.
  expect(width).toBeGreaterThan(3 * 256);
});

test('it takes prompts and a strength', async () => {
  const how = ['--strength', '0', '--out', 'card.png', '--json'];
  const { code, stdout } = await aesthete('card', 'gloomcore', 'a boat', ...small, ...how);
  expect(code).toBe(0);
  expect(resultOf(stdout)['columns']).toEqual([
    { prompt: 'a boat', cosine: expect.anything() as unknown, textSteps: 0 },
  ]);
});

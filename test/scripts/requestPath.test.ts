import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { mostFiles, problemsOf, readSteps } from '../../scripts/requestPath.js';

const steps = readSteps(await readFile('docs/bot.md', 'utf8'));

test(`a request passes the files that docs/bot.md lists, at most ${mostFiles}, and none twice`, async () => {
  expect(steps.length).toBeGreaterThan(10);
  expect(await problemsOf(steps)).toEqual([]);
});

test('a file that is left out, or passed twice, is noticed', async () => {
  const without = steps.filter(({ file }) => file !== 'src/commands/paint.ts');
  expect(await problemsOf(without)).toContain(
    'src/commands/imagine.ts does not lead to src/bot/services/imagine.ts (call)',
  );
  const problems = await problemsOf([...steps, steps[0]]);
  expect(problems).toContain('17 files are more than 16');
  expect(problems).toContain('src/bot/discord/router.ts is passed twice');
});

import { readFile } from 'node:fs/promises';
import { problemsOf, readSteps } from './requestPath.js';

/** `npx tsx scripts/request-path.ts`: checks the files that a request passes, as docs/bot.md lists them, against the code. */
const steps = readSteps(await readFile('docs/bot.md', 'utf8'));
const problems = await problemsOf(steps);
for (const [i, { file, handover }] of steps.entries()) console.log(`${i + 1}. ${file} (${handover})`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

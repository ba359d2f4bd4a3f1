import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

/** At most so many files does a request pass (docs/bot.md). */
export const mostFiles = 16;

/** A line of the list in docs/bot.md: a file, and how it hands the request on where it does not call the next file itself. */
interface Step {
  readonly file: string;
  readonly handover: string;
}

/** The list of docs/bot.md, in order. */
export function readSteps(markdown: string): Step[] {
  const list = markdown.slice(markdown.indexOf('## One `/imagine`'), markdown.indexOf('## Rooms'));
  const items = list.split(/^\d+\. /m).slice(1);
  return items.map((item) => ({
    file: /^`(src\/[^`]+)`/.exec(item)?.[1] ?? item,
    // The words in the last brackets of the item.
    handover: /\(([a-z0-9 ]+)\)\.?\s*(?:\n\n|$)/.exec(item.replaceAll(/\n(?!\n)/g, ' ').trim())?.[1] ?? 'call',
  }));
}

/** What is wrong with the list: nothing, where a request really takes this way. */
export async function problemsOf(steps: readonly Step[]): Promise<string[]> {
  const problems: string[] = [];
  if (steps.length > mostFiles) problems.push(`${steps.length} files are more than ${mostFiles}`);
  for (const [i, { file }] of steps.entries())
    if (steps.findIndex((step) => step.file === file) < i) problems.push(`${file} is passed twice`);
  for (const [i, { file, handover }] of steps.slice(0, -1).entries()) {
    const next = steps[i + 1].file;
    if (!(await leads(file, next, handover, steps))) problems.push(`${file} does not lead to ${next} (${handover})`);
  }
  return problems;
}

/** Whether there is a way from a file to the next, of the kind that the list says. */
async function leads(file: string, next: string, handover: string, steps: readonly Step[]): Promise<boolean> {
  const source = await readFile(file, 'utf8');
  const [kind, detail = ''] = handover.split(' ');
  switch (kind) {
    case 'call':
      return imports(file, next);
    case 'back':
      // The caller goes on: "back in 9".
      return imports(steps[Number(handover.split(' ').at(-1)) - 1].file, next);
    case 'commands':
      return imports('src/commands/index.ts', next);
    case 'service':
      return (await imports(file, 'src/bot/services/index.ts')) && (await imports('src/bot/services/index.ts', next));
    case 'queue': {
      // Whoever adds the job, and whoever serves the queue.
      const serves = (await Promise.all(servers.map((server) => readFile(server, 'utf8')))).findIndex((text) =>
        text.includes(`serve('${detail}'`),
      );
      const adds = await Promise.all(steps.map((step) => readFile(step.file, 'utf8')));
      return adds.some((text) => text.includes(`add('${detail}'`)) && imports(servers[serves], next);
    }
    case 'engine':
      return (
        ((await imports(file, 'src/engine/index.ts')) && (await imports('src/engine/index.ts', next))) ||
        ((await imports('src/engine/child/process.ts', file)) &&
          (await imports('src/engine/child/process.ts', 'src/engine/pipeline/openEngine.ts')) &&
          (await imports('src/engine/pipeline/openEngine.ts', next)))
      );
    case 'process':
      return source.includes('engineProcess') && (await imports('src/engine/child/process.ts', next));
    case 'messenger':
      return (await imports(file, 'src/bot/delivery/event.ts')) && (await imports(next, 'src/bot/delivery/event.ts'));
    default:
      return false;
  }
}

const servers = ['src/bot/worker/start.ts', 'src/bot/delivery/start.ts'];

async function imports(file: string, other: string): Promise<boolean> {
  const source = await readFile(file, 'utf8');
  return [...source.matchAll(/from '(\.[^']+)\.js'/g)].some(
    ([, path]) => `${normalize(join(dirname(file), path))}.ts` === other,
  );
}

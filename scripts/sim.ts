/**
 * How long members wait with so many workers and requests, by simulation: `npm run sim -- --seconds 12 --workers 1,2,8 --requests 100,1000`. How long a
 * picture takes is given, or read from a worker's metrics: `--metrics http://127.0.0.1:9400/metrics`.
 */
import { parseArgs } from 'node:util';
import { simulate } from './simulate.js';

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '1,2,8,50,500' },
    requests: { type: 'string', default: '10,100,1000,10000,100000' },
    seconds: { type: 'string' },
    metrics: { type: 'string' },
    variation: { type: 'string', default: '0.3' },
    guilds: { type: 'string', default: '200' },
    members: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
});

const numbers = (text: string): number[] => text.split(',').map(Number);
const seconds = values.metrics === undefined ? Number(values.seconds) : await secondsByMetrics(values.metrics);
const given = [values.workers, values.requests, values.variation, values.guilds, values.members, values.minutes];
if (![seconds, ...given.flatMap(numbers)].every((number) => number > 0)) {
  console.error(
    'usage: npm run sim -- (--seconds S | --metrics URL) [--workers 1,2,8] [--requests 100,1000] [--variation 0.3] [--guilds 200] [--members 20] [--minutes 60] [--seed 1]',
  );
  process.exit(2);
}

console.log(
  `A picture takes ${seconds.toFixed(2)} s on a worker (standard deviation ${values.variation} of it); ${values.guilds} servers of ${values.members} members; ${values.minutes} minutes.\n`,
);
console.log(
  '| workers | requests an hour | utilisation | median wait, s | 95 %, s | longest, s | waiting at the end |',
);
console.log('| --: | --: | --: | --: | --: | --: | --: |');
for (const slots of numbers(values.workers)) {
  for (const requestsPerHour of numbers(values.requests)) {
    const most = (slots * 3_600) / seconds;
    // The queue grows by what cannot be painted: its length follows, and needs no simulation.
    if (requestsPerHour > 1.5 * most) continue;
    const { utilisation, median, p95, longest, waiting } = simulate({
      ...{ slots, requestsPerHour, seconds, seed: Number(values.seed), variation: Number(values.variation) },
      ...{ guilds: Number(values.guilds), membersPerGuild: Number(values.members), minutes: Number(values.minutes) },
    });
    const cells = [slots, requestsPerHour, `${(100 * utilisation).toFixed(0)} %`];
    console.log(`| ${[...cells, ...[median, p95, longest].map((wait) => wait.toFixed(1)), waiting].join(' | ')} |`);
  }
  console.log(`| ${slots} | saturated from ${Math.floor((slots * 3_600) / seconds)} on | 100 % | | | | grows |`);
}

/** The mean time of a picture, of all stages, as a worker measured it since it was started. */
async function secondsByMetrics(url: string): Promise<number> {
  const text = await (await fetch(url)).text();
  const sums = new Map<string, number>();
  for (const [, what, stage, value] of text.matchAll(
    /^aesthete_paint_seconds_(sum|count)\{stage="(\w+)"[^}]*\} ([\d.e+-]+)$/gm,
  ))
    sums.set(`${what} ${stage}`, Number(value));
  const stages = [...sums.keys()].filter((key) => key.startsWith('sum ')).map((key) => key.slice(4));
  return stages.reduce((all, stage) => {
    const count = sums.get(`count ${stage}`) ?? 0;
    return all + (count === 0 ? 0 : (sums.get(`sum ${stage}`) ?? 0) / count);
  }, 0);
}

import { nextRequest } from '../src/bot/queue/fairness.js';
import { planPositions } from '../src/bot/queue/positions.js';
import type { WaitingRequest } from '../src/bot/repositories/index.js';
import { median, report, round, time } from './measure.js';

/** Places of all that wait, and one choice of the dispatcher, by how many wait in 500 servers. Aim: 10,000 places within 50 ms. */
const counts = [1_000, 2_000, 10_000, 50_000];
const runs = 9;

const rows: object[] = [];
for (const waiting of counts) {
  const requests: WaitingRequest[] = Array.from({ length: waiting }, (_, i) => ({
    id: String(i).padStart(6, '0'),
    guildId: `g${(i * 7) % 500}`,
    memberId: `m${i % 23}`,
    cost: 10 + ((i * 31) % 90),
    createdAt: i,
    background: i % 10 === 0,
  }));
  const state = { waiting: requests, running: [], spent: [], turns: 0, slots: 4, msPerCost: 50, now: waiting };
  const measure = async (work: () => unknown): Promise<number> => {
    const times: number[] = [];
    for (let run = 0; run < runs; run++) times.push(await time(() => Promise.resolve(work())));
    return round(median(times), 1);
  };
  rows.push({
    waiting,
    placesMs: await measure(() => planPositions(state)),
    oneChoiceMs: await measure(() => nextRequest(requests, [], 1, waiting)),
  });
}
report({ runs, rows });

import TinyQueue from 'tinyqueue';
import { nextRequest, windowMs } from '../src/bot/queue/fairness.js';
import type { SpentCost, WaitingRequest } from '../src/bot/repositories/index.js';
import { seeded } from '../test/support/seeded.js';

/** What is simulated. */
export interface Load {
  /** Pictures that are painted at once, by all workers together. */
  readonly slots: number;
  readonly requestsPerHour: number;
  /** How long a picture takes on a worker: the mean, and the standard deviation as a share of it. */
  readonly seconds: number;
  readonly variation: number;
  readonly guilds: number;
  readonly membersPerGuild: number;
  readonly minutes: number;
  readonly seed: number;
}

export interface Waits {
  readonly requests: number;
  /** Seconds from a request to the begin of its painting: on average, of half, of 95 % of all, and the longest. */
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
  /** The share of the slots' time in which they paint. */
  readonly utilisation: number;
  /** At the end of the time. */
  readonly waiting: number;
}

/**
 * Requests come at random (Poisson), of members of servers of which the n-th has 1/n of the first one's requests, and are handed out by the bot's own
 * rule; how long each takes is log-normal. What comes within the time is painted to its end.
 */
export function simulate(load: Load): Waits {
  const random = uniform(load.seed);
  const endMs = load.minutes * 60_000;
  const chooseGuild = zipf(load.guilds, random);
  const waiting: WaitingRequest[] = [];
  const running = new TinyQueue<Running>([], (a, b) => a.endsAt - b.endsAt);
  const spent = new SpentSums();
  const waits: number[] = [];
  let [turn, busyMs, stillWaiting, id] = [0, 0, 0, 0];
  let nextArrival = exponential(3_600_000 / load.requestsPerHour, random);
  for (;;) {
    const nextEnd = running.peek()?.endsAt ?? Infinity;
    const now = Math.min(nextArrival, nextEnd);
    if (now === Infinity) break;
    if (nextEnd <= nextArrival) running.pop();
    else {
      const guildId = String(chooseGuild());
      const memberId = String(Math.floor(random() * load.membersPerGuild));
      waiting.push({
        id: String(id++).padStart(9, '0'),
        guildId,
        memberId,
        cost: 1,
        createdAt: now,
        background: false,
      });
      nextArrival += exponential(3_600_000 / load.requestsPerHour, random);
      if (nextArrival > endMs) {
        nextArrival = Infinity;
        stillWaiting = Math.max(0, waiting.length - (load.slots - running.length));
      }
    }
    while (running.length < load.slots && waiting.length > 0) {
      const request = nextRequest(waiting, spent.at(now), ++turn, now);
      if (!request) break;
      waiting.splice(waiting.indexOf(request), 1);
      spent.add(request, now);
      waits.push((now - request.createdAt) / 1000);
      const ms = 1000 * logNormal(load.seconds, load.variation, random);
      busyMs += Math.max(0, Math.min(now + ms, endMs) - now);
      running.push({ endsAt: now + ms });
    }
  }
  waits.sort((a, b) => a - b);
  const at = (share: number): number => waits[Math.floor(share * (waits.length - 1))] ?? 0;
  return {
    requests: waits.length,
    mean: waits.reduce((sum, wait) => sum + wait, 0) / Math.max(1, waits.length),
    ...{ median: at(0.5), p95: at(0.95), longest: at(1) },
    utilisation: busyMs / (load.slots * endMs),
    waiting: stillWaiting,
  };
}

interface Running {
  readonly endsAt: number;
}

/** What members spent in the last ten minutes, one entry for each of them: the rule adds them up. */
class SpentSums {
  readonly #sums = new Map<string, SpentCost>();
  readonly #recent: { readonly key: string; readonly at: number; readonly cost: number }[] = [];
  #from = 0;

  add({ id, guildId, memberId, cost }: WaitingRequest, at: number): void {
    const key = `${guildId}/${memberId}`;
    this.#recent.push({ key, at, cost });
    this.#set(key, cost, { id, guildId, memberId });
  }

  at(now: number): readonly SpentCost[] {
    for (; this.#recent[this.#from]?.at <= now - windowMs; this.#from++) {
      const { key, cost } = this.#recent[this.#from];
      const known = this.#sums.get(key);
      if (known) this.#set(key, -cost, known);
    }
    return [...this.#sums.values()];
  }

  #set(key: string, more: number, { id, guildId, memberId }: Pick<SpentCost, 'id' | 'guildId' | 'memberId'>): void {
    const cost = (this.#sums.get(key)?.cost ?? 0) + more;
    if (cost <= 0) this.#sums.delete(key);
    else this.#sums.set(key, { id, guildId, memberId, cost, dispatchedAt: 0, running: true });
  }
}

/** From 0 to below 1. */
function uniform(seed: number): () => number {
  const random = seeded(seed);
  return () => random(0, 2 ** 31 - 1) / 2 ** 31;
}

function exponential(mean: number, random: () => number): number {
  return -mean * Math.log(1 - random());
}

function logNormal(mean: number, variation: number, random: () => number): number {
  const sigma2 = Math.log(1 + variation ** 2);
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return mean * Math.exp(Math.sqrt(sigma2) * normal - sigma2 / 2);
}

/** Chooses one of `count` numbers; the n-th, from 1, with a weight of 1/n. */
function zipf(count: number, random: () => number): () => number {
  const sums: number[] = [];
  for (let n = 1; n <= count; n++) sums.push((sums.at(-1) ?? 0) + 1 / n);
  const all = sums.at(-1) ?? 0;
  return () => {
    const wanted = random() * all;
    return sums.findIndex((sum) => sum > wanted);
  };
}

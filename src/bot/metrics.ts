import { createServer } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LabelValues } from 'prom-client';
import { queueNames } from './queue/jobs.js';

/** What operators can watch. One registry a process; docs/self-hosting.md has the table. */
export interface Metrics {
  readonly registry: Registry;
  readonly interactions: Counter<'answer'>;
  readonly accepted: Counter;
  /** By `end`: painted, made, cancelled; or failed, by the kind of failure. */
  readonly ended: Counter<'end'>;
  /** By `end`: delivered, undeliverable; and refused, where the reply says that Discord does not take the pictures. */
  readonly delivered: Counter<'end'>;
  readonly votes: Counter<'on'>;
  /** Since a request was accepted, `until` it was begun or delivered. Of cards, which give way to requests, nothing. */
  readonly waitSeconds: Histogram<'until'>;
  readonly paintSeconds: Histogram<'stage'>;
  readonly stepSeconds: Histogram<'device'>;
  /** In steps of the U-Net at 512 × 512. */
  readonly paintedCost: Counter;
  /** By `cache`: texts, sessions; by `result`: hit, miss. */
  readonly caches: Counter<'cache' | 'result'>;
  readonly jobErrors: Counter<'queue'>;
  readonly waiting: Gauge;
  readonly workers: Gauge;
  readonly slots: Gauge;
  readonly engineMemory: Gauge;
  readonly healthy: Gauge;
}

const interactionAnswers = ['done', 'refused', 'failed'] as const;
/** How an interaction was answered; `refused`: the member was told why not; `failed`: the log has the reason. */
export type InteractionAnswer = (typeof interactionAnswers)[number];
/** What members vote on: also a pair that they compare alone, and the best of a request's pictures. */
const votedOn = ['aesthetic', 'picture', 'duel', 'pair', 'best'] as const;
export type VotedOn = (typeof votedOn)[number];
const requestEnds = ['painted', 'made', 'cancelled', 'user', 'operator', 'crash', 'bug'] as const;
const deliveryEnds = ['delivered', 'refused', 'undeliverable'] as const;
const cacheSeries = ['texts', 'sessions'].flatMap((cache) => ['hit', 'miss'].map((result) => ({ cache, result })));

const seconds = [0.1, 0.3, 1, 3, 10, 30, 100, 300];

export function createMetrics(): Metrics {
  const registry = new Registry();
  /** Each of `series` begins at 0: an increase from nothing is none to Prometheus. */
  const counter = <L extends string>(
    name: string,
    help: string,
    labelNames: L[] = [],
    series: readonly LabelValues<L>[] = [],
  ): Counter<L> => {
    const made = new Counter({ registers: [registry], name: `aesthete_${name}`, help, labelNames });
    for (const labels of series) made.inc(labels, 0);
    return made;
  };
  const histogram = <L extends string>(name: string, help: string, buckets: number[], label: L): Histogram<L> =>
    new Histogram({ registers: [registry], name: `aesthete_${name}`, help, labelNames: [label], buckets });
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ registers: [registry], name: `aesthete_${name}`, help });
  return {
    registry,
    interactions: counter(
      'interactions_total',
      'Interactions answered, by answer',
      ['answer'],
      interactionAnswers.map((answer) => ({ answer })),
    ),
    accepted: counter('accepted_total', 'Requests accepted'),
    ended: counter(
      'ended_total',
      'Requests that ended, by end',
      ['end'],
      requestEnds.map((end) => ({ end })),
    ),
    delivered: counter(
      'delivered_total',
      'Ends shown on Discord',
      ['end'],
      deliveryEnds.map((end) => ({ end })),
    ),
    votes: counter(
      'votes_total',
      'Votes given, changed or taken back',
      ['on'],
      votedOn.map((on) => ({ on })),
    ),
    waitSeconds: histogram(
      'wait_seconds',
      'Time since a request was accepted',
      [0.3, 1, 3, 10, 30, 100, 300, 1_000, 3_000],
      'until',
    ),
    paintSeconds: histogram('paint_seconds', 'Time of each stage of a painting', seconds, 'stage'),
    stepSeconds: histogram(
      'step_seconds',
      'Time of one step of the U-Net for one picture',
      [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
      'device',
    ),
    paintedCost: counter('painted_cost_total', 'Work painted, in steps of the U-Net at 512 x 512'),
    caches: counter('cache_total', "Uses of the engine's caches, by result", ['cache', 'result'], cacheSeries),
    jobErrors: counter(
      'job_errors_total',
      'Jobs that threw',
      ['queue'],
      queueNames.map((queue) => ({ queue })),
    ),
    waiting: gauge('waiting', 'Requests that wait'),
    workers: gauge('workers', 'Workers that are there, ready or about to be'),
    slots: gauge('slots', 'Requests that can be painted at once'),
    engineMemory: gauge('engine_memory_bytes', "Resident memory of the engine's process"),
    healthy: gauge('healthy', '1 where /health answers 200, 0 where it answers 503'),
  };
}

/** Names of what is unwell, each with why; empty: all is well. */
export type Health = () => Promise<Readonly<Record<string, string>>>;
/** What an operator is to know though all may be well. */
export type Notes = () => Promise<Readonly<Record<string, unknown>>>;

/**
 * Serves GET /metrics (Prometheus: these, and those of Node's process) and /health (200, or 503 with what is unwell, and notes). Gives a
 * function that stops it.
 */
export async function serveMetrics(
  port: number,
  host: string,
  metrics: Metrics,
  health: Health,
  notes: Notes = () => Promise.resolve({}),
): Promise<() => void> {
  collectDefaultMetrics({ register: metrics.registry });
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', metrics, health, notes)
      .catch(() => ({ status: 500, type: 'text/plain', body: 'failed\n' }))
      .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

async function answer(
  url: string,
  { registry, healthy }: Metrics,
  health: Health,
  notes: Notes,
): Promise<{ status: number; type: string; body: string }> {
  if (url !== '/metrics' && url !== '/health')
    return { status: 404, type: 'text/plain', body: 'GET /metrics or /health\n' };
  const unwell = await health();
  const well = Object.keys(unwell).length === 0;
  healthy.set(Number(well));
  if (url === '/metrics') return { status: 200, type: registry.contentType, body: await registry.metrics() };
  // What does not answer cannot tell.
  const told = well ? await notes() : {};
  return { status: well ? 200 : 503, type: 'application/json', body: `${JSON.stringify({ well, unwell, ...told })}\n` };
}

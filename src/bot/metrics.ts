import { createServer } from 'node:http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What operators can watch. One registry a process. */
export interface Metrics {
  readonly registry: Registry;
  readonly accepted: Counter;
  /** By `end`: painted, made, user, operator, crash, bug. */
  readonly ended: Counter<'end'>;
  /** By `end`: delivered, undeliverable; and refused, where the reply says that Discord does not take the pictures. */
  readonly delivered: Counter<'end'>;
  readonly paintSeconds: Histogram<'stage'>;
  readonly jobErrors: Counter<'queue'>;
  readonly waiting: Gauge;
  readonly slots: Gauge;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const name = (rest: string): string => `aesthete_${rest}`;
  return {
    registry,
    accepted: new Counter({ registers, name: name('accepted_total'), help: 'Requests accepted' }),
    ended: new Counter({
      registers,
      name: name('ended_total'),
      help: 'Requests that ended, by end',
      labelNames: ['end'],
    }),
    delivered: new Counter({
      registers,
      name: name('delivered_total'),
      help: 'Ends shown on Discord',
      labelNames: ['end'],
    }),
    paintSeconds: new Histogram({
      registers,
      name: name('paint_seconds'),
      help: 'Time of each stage of a painting',
      labelNames: ['stage'],
      buckets: [0.1, 0.3, 1, 3, 10, 30, 100, 300],
    }),
    jobErrors: new Counter({
      registers,
      name: name('job_errors_total'),
      help: 'Jobs that threw',
      labelNames: ['queue'],
    }),
    waiting: new Gauge({ registers, name: name('waiting'), help: 'Requests that wait' }),
    slots: new Gauge({ registers, name: name('slots'), help: 'Requests that can be painted at once' }),
  };
}

/** Names of what is unwell, each with why; empty: all is well. */
export type Health = () => Promise<Readonly<Record<string, string>>>;
/** What an operator is to know though all may be well. */
export type Notes = () => Promise<Readonly<Record<string, unknown>>>;

/** Serves GET /metrics (Prometheus) and /health (200, or 503 with what is unwell, and notes). Gives a function that stops it. */
export async function serveMetrics(
  port: number,
  host: string,
  { registry }: Metrics,
  health: Health,
  notes: Notes = () => Promise.resolve({}),
): Promise<() => void> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', registry, health, notes)
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
  registry: Registry,
  health: Health,
  notes: Notes,
): Promise<{ status: number; type: string; body: string }> {
  if (url === '/metrics') return { status: 200, type: registry.contentType, body: await registry.metrics() };
  if (url !== '/health') return { status: 404, type: 'text/plain', body: 'GET /metrics or /health\n' };
  const unwell = await health();
  const well = Object.keys(unwell).length === 0;
  // What does not answer cannot tell.
  const told = well ? await notes() : {};
  return { status: well ? 200 : 503, type: 'application/json', body: `${JSON.stringify({ well, unwell, ...told })}\n` };
}

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/bot/metrics.js';

/** As much of a metric as docs/self-hosting.md tells; prom-client's types leave it out. */
interface Told {
  readonly name: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

test('docs/self-hosting.md lists each metric with its type and labels', async () => {
  const doc = await readFile('docs/self-hosting.md', 'utf8');
  const rows = [...doc.matchAll(/^\| `(aesthete_\w+)` *\| (\w+) *\| ([^|]*)\|/gm)];
  const listed = rows.map(([, name, type, labels]) => ({
    name,
    type,
    labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label),
  }));
  const metrics = createMetrics().registry.getMetricsAsArray() as unknown as Told[];
  expect(listed).toEqual(metrics.map(({ name, type, labelNames }) => ({ name, type, labels: labelNames })));
});

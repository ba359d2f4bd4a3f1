import { readFile } from 'node:fs/promises';
import { collectDefaultMetrics } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createMetrics } from '../../src/bot/metrics.js';

/** What prom-client's types leave out. */
interface Told {
  readonly name: string;
  readonly type: string;
  readonly labelNames: readonly string[];
}

/** Labels by the names that PromQL has for a process's metrics: a histogram has three. `up` and two labels are Prometheus's own. */
const known = new Map<string, readonly string[]>([['up', ['job', 'instance']]]);
{
  const { registry } = createMetrics();
  collectDefaultMetrics({ register: registry });
  for (const { name, type, labelNames } of registry.getMetricsAsArray() as unknown as Told[]) {
    const labels = [...labelNames, 'job', 'instance'];
    known.set(name, labels);
    if (type !== 'histogram') continue;
    known.set(`${name}_bucket`, [...labels, 'le']);
    for (const part of ['sum', 'count']) known.set(`${name}_${part}`, labels);
  }
  registry.clear();
}

const words = new Set(['and', 'or', 'unless', 'by', 'without', 'bool', 'on', 'ignoring', 'offset']);

/** The metrics that an expression names, each with the labels that it is selected by; and those that results are grouped by. */
function namesIn(promql: string) {
  const plain = promql.replaceAll(/"[^"]*"/g, '""').replaceAll(/\[[^\]]*\]/g, '');
  const groups = [...plain.matchAll(/\b(?:by|without)\s*\(([^)]*)\)/g)].flatMap(([, all]) => all.split(/\s*,\s*/));
  const rest = plain.replaceAll(/\b(?:by|without)\s*\([^)]*\)/g, '');
  const metrics = [...rest.matchAll(/\b([a-z_]\w*)\b(?!\s*\()(?!\s*[=!]=?~?\s*"")(?:\{([^}]*)\})?/g)]
    .filter(([, name]) => !words.has(name))
    .map(([, name, selected = '']) => ({ name, labels: [...selected.matchAll(/(\w+)\s*[=!]~?/g)].map(([, l]) => l) }));
  return { metrics, groups };
}

/** What is wrong with the names of an expression. */
function strangersIn(promql: string): string[] {
  const { metrics, groups } = namesIn(promql);
  const all = metrics.flatMap(({ name }) => known.get(name) ?? []);
  return [
    ...(metrics.length === 0 ? [`no metric in ${promql}`] : []),
    ...metrics.flatMap(({ name, labels }) => {
      const own = known.get(name);
      return own ? labels.filter((label) => !own.includes(label)).map((label) => `${name}{${label}}`) : [name];
    }),
    ...groups.filter((group) => !all.includes(group)).map((group) => `by (${group})`),
  ];
}

test('names of metrics and labels are found in PromQL', () => {
  expect(namesIn('sum by (le, a) (rate(x_bucket{job=~"$job",b!="c"}[$__rate_interval])) * 60 > 1 and up == 0')).toEqual(
    {
      metrics: [
        { name: 'x_bucket', labels: ['job', 'b'] },
        { name: 'up', labels: [] },
      ],
      groups: ['le', 'a'],
    },
  );
  expect(strangersIn('aesthete_none > 0')).toEqual(['aesthete_none']);
  expect(strangersIn('aesthete_waiting{end="x"}')).toEqual(['aesthete_waiting{end}']);
  expect(strangersIn('sum by (end) (aesthete_waiting)')).toEqual(['by (end)']);
});

const alerts = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^[A-Z]\w+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[smh]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});

test('docker/alerts.yaml names metrics and labels that there are', async () => {
  const { groups } = alerts.parse(parse(await readFile('docker/alerts.yaml', 'utf8')));
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.map(({ alert }) => alert)).toEqual([...new Set(rules.map(({ alert }) => alert))]);
  expect(rules.flatMap(({ alert, expr }) => strangersIn(expr).map((name) => `${alert}: ${name}`))).toEqual([]);
});

const datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('${datasource}') });
const dashboard = z.object({
  title: z.string(),
  uid: z.string(),
  schemaVersion: z.number(),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string(), query: z.unknown() })) }),
  panels: z.array(
    z.object({
      id: z.number(),
      type: z.enum(['stat', 'timeseries']),
      title: z.string(),
      datasource,
      gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
      targets: z.array(z.object({ datasource, expr: z.string(), refId: z.string(), legendFormat: z.string() })).min(1),
    }),
  ),
});

describe('docker/grafana-dashboard.json', async () => {
  const { panels, templating } = dashboard.parse(JSON.parse(await readFile('docker/grafana-dashboard.json', 'utf8')));
  const targets = panels.flatMap((panel) => panel.targets.map((target) => ({ ...target, title: panel.title })));

  test('asks for metrics and labels that there are, by variables that it has', () => {
    expect(targets.flatMap(({ title, expr }) => strangersIn(expr).map((name) => `${title}: ${name}`))).toEqual([]);
    const variables = new Set(targets.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name]) => name)));
    const own = templating.list.map(({ name }) => name);
    expect([...variables].filter((name) => !name.startsWith('__') && !own.includes(name))).toEqual([]);
    expect(own).toContain('datasource');
  });

  test('names in legends only labels that the result has', () => {
    const wrong = targets.flatMap(({ title, expr, legendFormat }) => {
      const { groups } = namesIn(expr);
      const left = /\b(?:sum|max|min)\b/.test(expr) ? groups : ['job', 'instance'];
      return [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].flatMap(([, l]) =>
        left.includes(l) ? [] : [`${title}: ${l}`],
      );
    });
    expect(wrong).toEqual([]);
  });

  test('shows every metric of ours', () => {
    const shown = new Set(targets.flatMap(({ expr }) => namesIn(expr).metrics.map(({ name }) => name)));
    const metrics = createMetrics().registry.getMetricsAsArray() as unknown as Told[];
    const missing = metrics.filter(({ name }) => ![...shown].some((one) => one === name || one.startsWith(`${name}_`)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test('lays its panels out on 24 columns, none over another, each with an id of its own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(cells.filter((cell) => Number(cell.split(',')[0]) > 23)).toEqual([]);
    expect(new Set(cells).size).toBe(cells.length);
  });
});

import { describe, expect, test } from 'vitest';
import { drawCharts } from '../../../src/bot/charts/index.js';
import type { IntervalChart } from '../../../src/bot/charts/index.js';
import { chartWidth, intervalChartSvg } from '../../../src/bot/charts/intervalChart.js';
import { decodeImage } from '../../../src/engine/index.js';

const row = (label: string, value: number) => ({
  label,
  value,
  low: value - 10,
  high: value + 5,
  said: `${value} % · 12 votes`,
});
const chart: IntervalChart = {
  title: 'Aesthetics by votes on them',
  subtitle: 'last 7 days',
  axis: 'share of likes, with 95 % interval',
  suffix: ' %',
  range: { min: 0, max: 100, interval: 25 },
  zero: false,
  rows: [row('1  gloomcore', 90), row('2  mist', 40)],
};

/** Centres of the dots, in order. */
const dots = (svg: string): number[] =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="[\d.]+" r="8"/g)].map(([, x]) => Number(x));

describe('a chart', () => {
  test('says every word, and places values along its axis', () => {
    const svg = intervalChartSvg(chart);
    for (const words of ['Aesthetics by votes on them', 'last 7 days', 'gloomcore', '90 % · 12 votes', '25 %'])
      expect(svg).toContain(`${words}</text>`);
    const [first, second] = dots(svg);
    const perPercent = (first - second) / 50;
    expect(first).toBeCloseTo(30 + 90 * perPercent, 0);
    expect(perPercent).toBeCloseTo((chartWidth - 60) / 100, 1);
  });

  test('has no letters below 11 px where it is 320 px wide', () => {
    const sizes = [...intervalChartSvg(chart).matchAll(/font-size:([\d.]+)px/g)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.min(...sizes) * (320 / chartWidth)).toBeGreaterThanOrEqual(11);
  });

  test('takes names as text: markup and what XML cannot hold', () => {
    const hostile = '</text><image href="file:///etc/passwd"/>\u0000\ud800&amp;';
    const svg = intervalChartSvg({ ...chart, title: hostile, rows: [row(hostile, 50)] });
    expect(svg).not.toContain('<image');
    expect(/[\0\ud800]/.test(svg)).toBe(false);
  });

  test('of differences is as wide as their intervals, with a line at 0', () => {
    const svg = intervalChartSvg({
      title: 'Differences',
      subtitle: '',
      axis: '',
      suffix: '',
      zero: true,
      rows: [row('1', 12), row('2', -6)],
    });
    for (const tick of ['-20', '-10', '0', '10', '20']) expect(svg).toContain(`>${tick}</text>`);
    const vertical = (text: string): number => text.match(/stroke="#5c5c66" stroke-width="2"/g)?.length ?? 0;
    expect([vertical(svg), vertical(intervalChartSvg(chart))]).toEqual([2, 0]);
  });

  test('is drawn at two pixels to one, opaque, in a process of its own', async () => {
    const [first, second] = await drawCharts([chart, { ...chart, rows: [row('1  水彩', 3)] }]);
    const { width, height, data } = await decodeImage(first);
    expect(width).toBe(2 * chartWidth);
    expect((await decodeImage(second)).height).toBeLessThan(height);
    const at = (x: number, y: number): number[] => [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
    expect(at(0, 0)).toEqual([0xfa, 0xfa, 0xf7]);
    // The dot of 90 %.
    const [dot] = dots(intervalChartSvg(chart));
    const column = Array.from({ length: height }, (_, y) => at(Math.round(2 * dot), y).join());
    expect(column).toContain([0x3d, 0x5a, 0xfe].join());
  });

  test('has Japanese from the font that comes along, in regular and bold', async () => {
    const titled = (title: string, subtitle: string) => ({ ...chart, title, subtitle, axis: '', rows: [] });
    // Boxes that stand for letters that a font lacks would all be alike.
    const drawn = await drawCharts([
      titled('水彩', ''),
      titled('油絵', ''),
      titled('', '水彩'),
      titled('', '油絵'),
      titled('', ''),
    ]);
    expect(new Set(drawn.map((png) => Buffer.from(png).toString('base64'))).size).toBe(5);
    expect(intervalChartSvg(titled('水彩', ''))).toContain('BIZ UDPGothic');
  });

  test('breaks a Japanese title before its parenthesis', () => {
    const svg = intervalChartSvg({ ...chart, title: '画風の画像への投票による順位（画風なしの画像との比較）' });
    for (const line of ['画風の画像への投票による順位', '（画風なしの画像との比較）'])
      expect(svg).toContain(`>${line}</text>`);
  });

  test('that cannot be drawn fails with the reason', async () => {
    await expect(drawCharts([{ ...chart, rows: undefined } as unknown as IntervalChart])).rejects.toThrow(
      /charts were not drawn.*TypeError/s,
    );
  });
});

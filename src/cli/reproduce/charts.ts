import { CustomChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { escapeXml } from '../../text/escapeXml.js';

use([CustomChart, GridComponent, TitleComponent, SVGRenderer]);

/** Colours are those of the page, light or dark; alone, the file brings them itself (`standalone`). */
const colour = { ink: 'var(--ink)', grey: 'var(--grey)', line: 'var(--line)', bar: 'var(--accent)' };
/** A phone's screen: on a desktop it is shown larger. */
const width = 400;
const fontFamily = 'Inter, system-ui, sans-serif';
const small = 12;
const axisHeight = 40;

/** How often values lie in the bins of one condition. */
interface Histogram {
  readonly label: string;
  /** [bins] */
  readonly counts: readonly number[];
  readonly mean: number;
}

export interface Distribution {
  readonly title: string;
  /** Ends of the bins [bins + 1], equally far from each other. */
  readonly edges: readonly number[];
  readonly histograms: readonly Histogram[];
}

/** Bins of 5, 2 or 1 times a power of ten that hold all values, about 16 of them, and how often each condition is in each. */
export function distribution(
  title: string,
  groups: readonly { readonly label: string; readonly values: readonly number[] }[],
): Distribution {
  const all = groups.flatMap(({ values }) => values);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const step = niceStep(most - least, 16);
  const first = Math.floor(least / step);
  const bins = Math.floor(most / step) - first + 1;
  const edges = Array.from({ length: bins + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  const histograms = groups.map(({ label, values }) => {
    const counts = Array<number>(bins).fill(0);
    for (const value of values) counts[Math.floor(value / step) - first]++;
    return { label, counts, mean: values.reduce((a, b) => a + b, 0) / values.length };
  });
  return { title, edges, histograms };
}

interface Api {
  coord(at: readonly [number, number]): [number, number];
}

/** One histogram below the other over one axis, each with a line at its mean. SVG, 400 wide. */
export function distributionSvg({ title, edges, histograms }: Distribution): string {
  const panel = 64;
  const top = 16;
  const most = Math.max(...histograms.flatMap(({ counts }) => counts), 1);
  const ends = { min: edges[0], max: edges[edges.length - 1] };
  return render(title, top + histograms.length * panel + axisHeight, {
    grid: histograms.map((_, i) => ({ left: 84, right: 16, top: top + i * panel, height: panel - 10 })),
    xAxis: histograms.map((_, i) => ({
      ...valueAxis,
      ...ends,
      gridIndex: i,
      // The ends of bins are no round numbers as a rule.
      axisLabel: {
        ...valueAxis.axisLabel,
        showMinLabel: false,
        showMaxLabel: false,
        show: i === histograms.length - 1,
      },
      ...(i === histograms.length - 1 && named(title)),
    })),
    yAxis: histograms.map(({ label }, i) => ({
      type: 'value',
      gridIndex: i,
      min: 0,
      max: most,
      name: label,
      nameLocation: 'middle',
      nameRotate: 0,
      nameGap: 10,
      nameTextStyle: { color: colour.ink, fontSize: small, fontFamily, align: 'right' },
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { show: false },
      splitLine: { show: false },
    })),
    series: histograms.map(({ counts, mean }, i) => ({
      type: 'custom',
      xAxisIndex: i,
      yAxisIndex: i,
      silent: true,
      data: [...counts.map((count, bin) => [edges[bin], count]), [mean, most]],
      renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: Api) => {
        if (dataIndex === counts.length) {
          const [x, y] = api.coord([mean, most]);
          const [, bottom] = api.coord([mean, 0]);
          return stroke(x, y, x, bottom, 2, colour.ink);
        }
        const [left, y] = api.coord([edges[dataIndex], counts[dataIndex]]);
        const [right, bottom] = api.coord([edges[dataIndex + 1], 0]);
        return {
          type: 'rect',
          shape: { x: left + 0.5, y, width: Math.max(0, right - left - 1), height: bottom - y },
          style: { fill: colour.bar },
        };
      },
    })),
  });
}

/** How a condition differs from plain. */
export interface DifferenceRow {
  readonly label: string;
  readonly difference: number;
  /** The same as the difference where there is no interval. */
  readonly low: number;
  readonly high: number;
}

/** Differences as dots on their intervals, with a line at none. SVG, 400 wide. */
export function differencesSvg(title: string, rows: readonly DifferenceRow[]): string {
  const rowHeight = 40;
  const ends = [0, ...rows.flatMap(({ low, high }) => [low, high])];
  const step = niceStep(Math.max(...ends) - Math.min(...ends), 6);
  const range = { min: Math.floor(Math.min(...ends) / step) * step, max: Math.ceil(Math.max(...ends) / step) * step };
  return render(title, rows.length * rowHeight + axisHeight, {
    grid: { left: 16, right: 16, top: 0, height: rows.length * rowHeight },
    xAxis: { ...valueAxis, ...range, interval: step, ...named(title) },
    yAxis: { type: 'category', inverse: true, data: rows.map((_, i) => i), show: false },
    series: {
      type: 'custom',
      silent: true,
      clip: false,
      data: rows.map(({ difference }, i) => [difference, i]),
      renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: Api) => {
        const { label, difference, low, high } = rows[dataIndex];
        const [x, middle] = api.coord([difference, dataIndex]);
        const [[from], [to], [zero]] = [low, high, 0].map((at) => api.coord([at, dataIndex]));
        const y = middle + 10;
        const text = {
          type: 'text',
          style: {
            x: 16,
            y: middle - 14,
            text: label,
            fill: colour.ink,
            // Keeps the lines of the grid out of the words.
            stroke: 'var(--paper)',
            lineWidth: 3,
            font: `${small}px ${fontFamily}`,
          },
        };
        return {
          type: 'group',
          children: [
            stroke(zero, middle - rowHeight / 2, zero, middle + rowHeight / 2, 1, colour.grey),
            text,
            stroke(from, y, to, y, 3, colour.bar),
            { type: 'circle', shape: { cx: x, cy: y, r: 5 }, style: { fill: colour.bar } },
          ],
        };
      },
    },
  });
}

/** A chart as a file of its own, on light and on dark. */
export function standalone(svg: string): string {
  return svg.replace('>', `><style>${chartColours}</style>`);
}

/** What `var(--…)` of charts mean. */
export const chartColours =
  ':root{--paper:#fafaf7;--ink:#22222a;--grey:#5c5c66;--line:#d8d8d2;--accent:#3d5afe}' +
  '@media(prefers-color-scheme:dark){:root{--paper:#17171c;--ink:#ececf1;--grey:#a9a9b4;--line:#3a3a44;--accent:#8c9eff}}';

const valueAxis = {
  type: 'value',
  axisLine: { lineStyle: { color: colour.grey } },
  axisLabel: { color: colour.grey, fontSize: small, fontFamily, hideOverlap: true },
  splitLine: { lineStyle: { color: colour.line } },
} as const;

const named = (name: string) => ({
  name,
  nameLocation: 'middle',
  nameGap: 24,
  nameTextStyle: { color: colour.grey, fontSize: small, fontFamily },
});

function stroke(x1: number, y1: number, x2: number, y2: number, lineWidth: number, of: string) {
  return { type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: of, lineWidth } };
}

function render(title: string, height: number, option: object): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ animation: false, backgroundColor: 'transparent', textStyle: { fontFamily }, ...option });
    const svg = chart.renderToSVGString({ useViewBox: true });
    return svg.replace('<svg ', `<svg role="img" aria-label="${escapeXml(title)}" `);
  } finally {
    chart.dispose();
  }
}

/** 1, 2 or 5 times a power of ten: at most `parts` of them, and some, in `span`. */
function niceStep(span: number, parts: number): number {
  const least = Math.max(span, 1e-6) / parts;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10) * power;
}

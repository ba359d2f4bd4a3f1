import { CustomChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { fontFamilyOf, widthOf, wrapped } from './letters.js';
import type { IntervalChart } from './types.js';

use([CustomChart, GridComponent, TitleComponent, SVGRenderer]);

/** Discord shows a picture 550 px wide on a desktop and 320 on a phone. Drawn for the desktop. */
export const chartWidth = 550;
/** 11 px at 320. */
const small = 19;
const large = 24;
const lineHeight = 1.25;
/** Half of the axis' last label fits into it. */
const margin = 30;
/** Of a row: its words, and the interval below them. */
const rowHeight = 58;
const axisHeight = 74;

/** On light and on dark: an opaque sheet, as cards and strips have. */
const colours = { paper: '#fafaf7', ink: '#22222a', grey: '#5c5c66', line: '#d8d8d2', bar: '#3d5afe' };
const fontFamily = 'Inter';

/** An SVG, `chartWidth` pixels wide: of each row its words, the interval as a bar, and the value as a dot on it. */
export function intervalChartSvg({ title, subtitle, axis, suffix, range, zero, rows }: IntervalChart): string {
  const titleLines = wrapped(clean(title), chartWidth - 2 * margin, large);
  const titleHeight = Math.ceil(titleLines.length * large * lineHeight + small * lineHeight + 1.2 * margin);
  const height = titleHeight + rows.length * rowHeight + axisHeight;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: chartWidth, height });
  try {
    chart.setOption({
      animation: false,
      backgroundColor: colours.paper,
      textStyle: { fontFamily },
      title: {
        text: titleLines.join('\n'),
        subtext: clean(subtitle),
        left: margin,
        top: margin / 2,
        padding: 0,
        itemGap: 6,
        textStyle: {
          fontFamily: fontFamilyOf(title),
          fontSize: large,
          lineHeight: large * lineHeight,
          fontWeight: 700,
          color: colours.ink,
        },
        subtextStyle: { fontFamily: fontFamilyOf(subtitle), fontSize: small, color: colours.grey },
      },
      grid: { left: margin, right: margin, top: titleHeight, height: rows.length * rowHeight },
      xAxis: {
        type: 'value',
        ...(range ?? rangeOf(rows, zero)),
        name: clean(axis),
        nameLocation: 'middle',
        nameGap: 34,
        nameTextStyle: { fontFamily: fontFamilyOf(axis), fontSize: small, color: colours.grey },
        axisLabel: {
          fontFamily,
          fontSize: small,
          color: colours.grey,
          formatter: `{value}${suffix}`,
          hideOverlap: true,
        },
        splitLine: { lineStyle: { color: colours.line } },
      },
      yAxis: { type: 'category', inverse: true, data: rows.map((_, i) => i), show: false },
      series: [
        { type: 'custom', data: rows.map(({ value }, i) => [value, i]), renderItem: rowOf(rows, zero), clip: false },
      ],
    });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

interface Api {
  coord(at: readonly [number, number]): number[];
}

/** One row as shapes: words above, the interval and its dot below. */
function rowOf(rows: IntervalChart['rows'], zero: boolean) {
  return ({ dataIndex }: { readonly dataIndex: number }, api: Api) => {
    const { label, value, low, high, said } = rows[dataIndex];
    const [at, middle] = api.coord([value, dataIndex]);
    const [from] = api.coord([low, dataIndex]);
    const [to] = api.coord([high, dataIndex]);
    const y = middle + rowHeight / 2 - 14;
    const text = (words: string, align: 'left' | 'right', x: number, width: number) => ({
      type: 'text',
      style: {
        x,
        y: middle - rowHeight / 2 + 6,
        text: clean(words),
        textAlign: align,
        textVerticalAlign: 'top',
        fontSize: small,
        fontFamily: fontFamilyOf(words),
        fill: colours.ink,
        // Keeps the lines of the grid out of the words.
        stroke: colours.paper,
        lineWidth: 4,
        width,
        overflow: 'truncate',
        ellipsis: '…',
      },
    });
    const line = (x1: number, x2: number, y1: number, y2: number, lineWidth: number, stroke: string) => ({
      type: 'line',
      shape: { x1, x2, y1, y2 },
      style: { stroke, lineWidth, lineCap: 'round' },
    });
    const saidWidth = Math.ceil(widthOf(said, small));
    const [origin] = api.coord([0, dataIndex]);
    return {
      type: 'group',
      children: [
        ...(zero ? [line(origin, origin, middle - rowHeight / 2, middle + rowHeight / 2, 2, colours.grey)] : []),
        text(label, 'left', margin, chartWidth - 2.5 * margin - saidWidth),
        text(said, 'right', chartWidth - margin, saidWidth),
        line(from, to, y, y, 5, colours.bar),
        {
          type: 'circle',
          shape: { cx: at, cy: y, r: 8 },
          style: { fill: colours.bar, stroke: colours.paper, lineWidth: 2 },
        },
      ],
    };
  };
}

/** As wide as all intervals, in steps of 1, 2 or 5 times a power of ten, at most five of them. */
function rangeOf(rows: IntervalChart['rows'], zero: boolean): NonNullable<IntervalChart['range']> {
  const ends = [...rows.flatMap(({ low, high }) => [low, high]), ...(zero ? [0] : [])];
  const [least, greatest] = [Math.min(...ends), Math.max(...ends)];
  const power = 10 ** Math.floor(Math.log10(Math.max(greatest - least, 1e-6) / 5));
  const interval = [1, 2, 5, 10].map((factor) => factor * power).find((step) => (greatest - least) / step <= 4) ?? 1;
  return {
    min: Math.floor(least / interval) * interval,
    max: Math.ceil(greatest / interval) * interval,
    interval,
  };
}

/** What XML cannot hold, and line ends, as blanks. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Surrogate}\p{Cn}\s]+/gu, ' ').trim();
}

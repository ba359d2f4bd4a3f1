import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { chartWidth, intervalChartSvg } from './intervalChart.js';
import type { IntervalChart } from './types.js';

/** The process's whole life: draws the charts that it is sent, and ends. */

const require = createRequire(import.meta.url);
const fontFiles = ['400Regular/Inter_400Regular', '700Bold/Inter_700Bold'].map((file) =>
  require.resolve(`@expo-google-fonts/inter/${file}.ttf`),
);
/** For screens with two pixels to one. */
const scale = 2;
/** Inter has Latin, Greek and Cyrillic letters; looking through the machine's fonts for others takes a moment. */
const covered = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]*$/u;

process.once('message', (charts: readonly IntervalChart[]) => {
  process.send?.(charts.map(draw), () => {
    process.disconnect();
  });
});

function draw(chart: IntervalChart): Uint8Array {
  const svg = intervalChartSvg(chart);
  const words = [chart.title, chart.subtitle, ...chart.rows.map(({ label }) => label)].join('');
  const font = { fontFiles, defaultFontFamily: 'Inter', loadSystemFonts: !covered.test(words) };
  const fitTo = { mode: 'width', value: chartWidth * scale } as const;
  return new Resvg(svg, { font, fitTo }).render().asPng();
}

import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import { familyTreeSvg } from './familyTree.js';
import { chartWidth, intervalChartSvg } from './intervalChart.js';
import { mapChartSvg, mapWidth } from './mapChart.js';
import type { Chart } from './types.js';

/** The process's whole life: draws the charts that it is sent, and ends. */

const require = createRequire(import.meta.url);
/** Inter, and for what it lacks BIZ UDPGothic, Morisawa's font for Japanese that is read small; both under the SIL Open Font License. */
const fontFiles = [
  'inter/400Regular/Inter_400Regular',
  'inter/700Bold/Inter_700Bold',
  'biz-udpgothic/400Regular/BIZUDPGothic_400Regular',
  'biz-udpgothic/700Bold/BIZUDPGothic_700Bold',
].map((file) => require.resolve(`@expo-google-fonts/${file}.ttf`));
/** For screens with two pixels to one. */
const scale = 2;
const tileSide = 160;
const letters =
  /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Common}]/gu;

process.once('message', (charts: readonly Chart[]) => {
  void Promise.all(charts.map(draw)).then((pictures) =>
    process.send?.(pictures, () => {
      process.disconnect();
    }),
  );
});

async function draw(chart: Chart): Promise<Uint8Array> {
  if ('nodes' in chart)
    return rendered(
      familyTreeSvg(chart),
      chart.nodes.map(({ name }) => name),
      chartWidth,
    );
  if (!('places' in chart)) {
    const words = [chart.title, chart.subtitle, ...chart.rows.map(({ label }) => label)];
    return rendered(intervalChartSvg(chart), words, chartWidth);
  }
  const pictures = await Promise.all(
    chart.places.map(({ picture }) => (picture ? dataUrl(picture) : Promise.resolve(undefined))),
  );
  const words = [chart.title, chart.subtitle, ...chart.places.map(({ name }) => name)];
  return rendered(mapChartSvg(chart, pictures), words, mapWidth);
}

function rendered(svg: string, words: readonly string[], width: number): Uint8Array {
  const font = { fontFiles, defaultFontFamily: 'Inter', loadSystemFonts: !covered(words.join('')) };
  return new Resvg(svg, { font, fitTo: { mode: 'width', value: width * scale } }).render().asPng();
}

/** Whether the fonts have every letter; looking through the machine's fonts for others takes a moment. */
function covered(text: string): boolean {
  const others = text.replaceAll(letters, '');
  if (others === '') return true;
  const known = kanji();
  return Array.from(others).every((character) => known.has(character));
}

/** The kanji of JIS X 0208, in which Japanese is written: rows 16 to 84, of two bytes each in EUC-JP. */
function kanji(): ReadonlySet<string> {
  const rows = Array.from({ length: 69 }, (_, row) => row + 16);
  const codes = rows.flatMap((row) => Array.from({ length: 94 }, (_, cell) => [row + 0xa0, cell + 0xa1]));
  return new Set(new TextDecoder('euc-jp').decode(Uint8Array.from(codes.flat())));
}

/** A square of it, for the sharpest screens; resvg reads no WebP. */
async function dataUrl(picture: Uint8Array): Promise<string> {
  const png = await sharp(picture)
    .resize(tileSide, tileSide, { fit: 'cover', position: 'left bottom' })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

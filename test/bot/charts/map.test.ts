import { expect, test } from 'vitest';
import { drawCharts, mostMapped } from '../../../src/bot/charts/index.js';
import { mapChartSvg, mapWidth, spread } from '../../../src/bot/charts/mapChart.js';
import { decodeImage } from '../../../src/engine/index.js';
import { paint, pixel, toSharp } from '../../support/pictures.js';

const places = Array.from({ length: mostMapped }, (_, i) => ({
  name: `aesthetic ${i} <&>`,
  x: Math.cos(i) * 0.2,
  y: i % 3 === 0 ? 0 : Math.sin(i),
}));

test('tiles do not overlap, stay in the picture, and keep to their side of it', () => {
  for (const given of [places, places.map((place) => ({ ...place, x: 0, y: 0 }))]) {
    const at = spread(given, 502, 560);
    for (const [i, a] of at.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(60);
      expect(a.x).toBeLessThanOrEqual(442);
      for (const b of at.slice(0, i)) expect(Math.abs(a.x - b.x) >= 119 || Math.abs(a.y - b.y) >= 115).toBe(true);
    }
  }
  const [left, right, up] = spread(
    [
      { x: -1, y: -1 },
      { x: 1, y: -1 },
      { x: 0, y: 1 },
    ],
    502,
    502,
  );
  expect(left.x).toBeLessThan(right.x);
  expect(up.y).toBeLessThan(left.y);
});

test('names are drawn as they are, cut where they are long, 11 px high on a phone', () => {
  const svg = mapChartSvg(
    { title: 'T', subtitle: 's', places: [places[0], { ...places[1], name: 'n'.repeat(32) }] },
    [],
  );
  expect(svg).toContain('aestheti');
  expect(svg).toContain('n…</text>');
  expect(svg).not.toContain('<&>');
  const sizes = [...svg.matchAll(/font-size="(\d+)"/g)].map(([, size]) => Number(size));
  expect(Math.min(...sizes) * (320 / mapWidth)).toBeGreaterThanOrEqual(11);
});

test('Japanese names are cut to half as many letters, which are as wide as high', () => {
  const svg = mapChartSvg({ title: 'T', subtitle: 's', places: [{ ...places[0], name: '霧'.repeat(32) }] }, []);
  expect(svg).toContain('>霧霧霧霧霧…</text>');
});

test('it becomes a PNG with the pictures in it', async () => {
  const picture = await toSharp(paint(96, 96, () => [200, 30, 30]))
    .webp({ lossless: true })
    .toBuffer();
  const [png] = await drawCharts([{ title: 'A map', subtitle: 's', places: [{ name: 'red', x: 0, y: 0, picture }] }]);
  const drawn = await decodeImage(png);
  expect(drawn.width).toBe(mapWidth * 2);
  // The middle of the plane, a little above it: below the tile is its name.
  expect(pixel(drawn, mapWidth, 2 * (84 + 280 - 15))).toEqual([200, 30, 30]);
});

import { describe, expect, it } from 'vitest';
import { drawLabel } from '../../../src/engine/image/label.js';

const style = { size: 20, colour: '#22222a' };

describe('Japanese', () => {
  it('is drawn: other words look different', async () => {
    const [one] = await drawLabel('水彩', 400, 1, style);
    const [two] = await drawLabel('油絵', 400, 1, style);
    expect(one.data.equals(two.data)).toBe(false);
  });

  it('is broken into lines that fit, without blanks', async () => {
    const lines = await drawLabel(
      '雨上がりの夜の街を歩く人々と、水たまりに映る「喫茶店」のネオンサイン',
      200,
      9,
      style,
    );
    expect(lines.length).toBeGreaterThan(2);
    for (const { width } of lines) expect(width).toBeLessThanOrEqual(200);
  });

  it('stands on the same baseline as Latin letters', async () => {
    const heights = await Promise.all(
      ['plain', '画風なし', 'Été'].map(async (text) => (await drawLabel(text, 400, 1, style))[0].height),
    );
    expect(new Set(heights).size).toBe(1);
  });
});

it('keeps blanks between words, and says by an ellipsis what was left out', async () => {
  const [all] = await drawLabel('a castle by the sea', 1000, 1, style);
  const [line, last] = await drawLabel('a castle by the sea', 100, 2, style);
  expect(line.width + last.width).toBeLessThan(all.width);
  expect((await drawLabel('a castle', 1000, 1, style))[0].width).toBeLessThan(all.width);
});

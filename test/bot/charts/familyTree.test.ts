import { describe, expect, test } from 'vitest';
import { familyTreeSvg } from '../../../src/bot/charts/familyTree.js';
import type { FamilyTreeChart } from '../../../src/bot/charts/familyTree.js';
import { drawCharts } from '../../../src/bot/charts/index.js';
import { decodeImage } from '../../../src/engine/index.js';

const node = (key: string, name = key) => ({ key, name, detail: 'v1' });
const tree = (names: readonly string[], ...edges: readonly (readonly [string, string])[]): FamilyTreeChart => ({
  nodes: names.map((name) => node(name)),
  edges: edges.map(([from, to]) => ({ from, to })),
});

/** Middles of the boxes, by their names. */
function boxes(svg: string): Map<string, { x: number; y: number }> {
  const found = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*font-weight="700"[^>]*>([^<]*)</g)];
  return new Map(found.map(([, x, y, name]) => [name, { x: Number(x), y: Number(y) }]));
}

describe('a family tree', () => {
  test('has parents above children, with an arrow for each edge', () => {
    const svg = familyTreeSvg(tree(['child', 'mother', 'father'], ['mother', 'child'], ['father', 'child']));
    const at = boxes(svg);
    expect(at.get('mother')!.y).toBeLessThan(at.get('child')!.y);
    expect(at.get('mother')!.y).toBe(at.get('father')!.y);
    expect(svg.match(/marker-end/g)).toHaveLength(2);
  });

  test('lies down where more than three would stand beside each other, and keeps its width', () => {
    const parents = ['a', 'b', 'c', 'd', 'e', 'f'];
    const svg = familyTreeSvg(tree(['child', ...parents], ...parents.map((name) => [name, 'child'] as const)));
    const at = boxes(svg);
    for (const name of parents) expect(at.get(name)!.x).toBeLessThan(at.get('child')!.x);
    expect(svg).toContain('width="550"');
  });

  test('has no letters below 9 px where it is 320 px wide, and names of 11', () => {
    const sizes = [...familyTreeSvg(tree(['a', 'b'], ['b', 'a'])).matchAll(/font-size="([\d.]+)"/g)].map(([, s]) =>
      Number(s),
    );
    expect(Math.min(...sizes) * (320 / 550)).toBeGreaterThanOrEqual(9);
    expect(Math.max(...sizes) * (320 / 550)).toBeGreaterThanOrEqual(11);
  });

  test('cuts long names, and takes them as text', () => {
    const hostile = '</text><image href="file:///etc/passwd"/>\u0000\ud800&';
    const svg = familyTreeSvg({
      nodes: [node('a', hostile), node('b', 'x'.repeat(32))],
      edges: [{ from: 'b', to: 'a' }],
    });
    expect(svg).not.toContain('<image');
    expect(/[\0\ud800]/.test(svg)).toBe(false);
    expect(svg).toMatch(/x{5,30}…/);
  });

  test('is drawn as a PNG, twice as large', async () => {
    const [png] = await drawCharts([tree(['child', 'mother'], ['mother', 'child'])]);
    expect((await decodeImage(png)).width).toBe(1100);
  });
});

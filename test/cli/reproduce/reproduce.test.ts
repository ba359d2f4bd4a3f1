import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decodeImage } from '../../../src/engine/index.js';
import { aesthete, inTemporaryFolder, resultOf } from '../../support/cli.js';

const folder = inTemporaryFolder();
const small = ['--device', 'cpu', '--steps', '1', '--size', '64', '--json'];
const told = z.object({ page: z.string(), painted: z.number(), reused: z.number(), heads: z.boolean() });

async function reproduce(...args: string[]): Promise<z.infer<typeof told>> {
  const { code, stdout, stderr } = await aesthete('reproduce', ...args, ...small);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return told.parse(resultOf(stdout));
}

/** The numbers that a reader sees in tables and settings, those in the charts apart. */
function numbersOf(html: string): string[] {
  const cells = [...html.matchAll(/<(?:td|dd)>([^<]*)</g)].map(([, cell]) => cell);
  return cells.flatMap((cell) => cell.replaceAll('−', '-').match(/(?<![\w.])[+-]?\d+(?:\.\d+)?(?![\w.])/g) ?? []);
}

async function csvNumbers(figure: string): Promise<number[]> {
  const files = (await readdir(join(folder(), 'paper', figure))).filter((name) => name.endsWith('.csv'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder(), 'paper', figure, name), 'utf8')));
  return texts.flatMap((text) => (text.match(/(?<![\w.])-?\d+(?:\.\d+)?(?:e-?\d+)?/g) ?? []).map(Number));
}

const figure2 = ['figure2', '--prompts', '2', '--seeds', '1', '--out', 'paper'];

describe('reproduce', () => {
  test('paints a figure, and every number on its page is in its CSV', async () => {
    expect(await reproduce(...figure2)).toEqual({ page: 'paper/figure2.html', painted: 8, reused: 0, heads: false });
    const html = await readFile('paper/figure2.html', 'utf8');
    const known = await csvNumbers('figure2');
    const shown = numbersOf(html);
    expect(shown.length).toBeGreaterThan(40);
    const missing = shown.filter((number) => {
      const half = 0.5001 * 10 ** -(number.split('.').at(1)?.length ?? 0);
      return !known.some((one) => Math.abs(one - Number(number)) <= half);
    });
    expect(missing).toEqual([]);
    const pictures = (await readFile('paper/figure2/pictures.csv', 'utf8')).trimEnd().split('\r\n');
    expect(pictures).toHaveLength(1 + 8);
  });

  test('opens from disk: nothing but files beside the page, and on what stands in', async () => {
    const html = await readFile('paper/figure2.html', 'utf8');
    const named = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, name]) => name);
    for (const name of named) await readFile(join('paper', name));
    expect(named.filter((name) => name.endsWith('.png')).length).toBeGreaterThan(0);
    expect(html).not.toMatch(/<script|@import|url\(/);
    expect(html).toContain('gloomcore for sac_8plus');
    expect(html).toContain('cosines take the place of the heads');
    const { width, height } = await decodeImage(await readFile('paper/figure2/gloomcore-grid.png'));
    expect(width).toBeGreaterThan(4 * 128);
    expect(height).toBeGreaterThan(2 * 128);
  });

  test('continues: it paints what is missing alone', async () => {
    const pictures = await readdir('paper/pictures');
    await rm(join('paper/pictures', pictures[0]));
    // A run that was cut off while it wrote.
    await appendFile('paper/pictures.jsonl', '\n{"recipe":"half');
    const before = await readFile(join('paper/pictures', pictures[1]));
    expect(await reproduce(...figure2)).toMatchObject({ painted: 1, reused: 7 });
    expect(await reproduce(...figure2)).toMatchObject({ painted: 0, reused: 8 });
    expect((await readdir('paper/pictures')).sort()).toEqual(pictures.sort());
    expect((await readFile(join('paper/pictures', pictures[1]))).equals(before)).toBe(true);
    const stronger = await reproduce(...figure2, '--prompts', '1', '--strength', '1');
    // The plain picture has no strength.
    expect(stronger).toMatchObject({ painted: 3, reused: 1 });
  });

  test('compares a look with its name in the prompt in figure 3', async () => {
    expect(await reproduce('figure3', '--prompts', '1', '--seeds', '1', '--out', 'paper')).toMatchObject({
      // Plain, random, and three ways to each of four looks; figure 2 has painted four of them.
      painted: 10,
      reused: 4,
      page: 'paper/figure3.html',
    });
    const table = await readFile('paper/figure3/table.csv', 'utf8');
    for (const look of ['linework', 'cloudcore', 'gloomcore', 'glowwave'])
      for (const condition of ['plain', 'keyword', 'contrast', 'mean', 'random'])
        expect(table).toContain(`\r\n${look},cosine-prompt,${condition},1,`);
  });

  test('leaves folders alone that are not its own', async () => {
    await mkdir('photos');
    await writeFile('photos/one.txt', 'mine');
    const { code, stderr } = await aesthete('reproduce', 'figure1', '--out', 'photos', ...small.slice(0, -1));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^aesthete: photos has other files/);
    expect(await readdir('photos')).toEqual(['one.txt']);
  });
});

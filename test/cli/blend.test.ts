import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { cosine, readAesthetic, writeAesthetic } from '../../src/engine/index.js';
import { aesthete, inTemporaryFolder, resultOf } from '../support/cli.js';
import { randomArray } from '../support/program.js';

inTemporaryFolder();
const clipId = 'c'.repeat(64);

async function write(name: string, seed: number, length = 256): Promise<Float32Array> {
  const vector = randomArray([length], seed).data;
  await writeFile(name, writeAesthetic({ name, kind: 'mean', vector, count: 3, clipId }, 'safetensors'));
  return vector;
}

describe('aesthete blend', () => {
  test('adds unit vectors by their weights; a negative one makes a contrast', async () => {
    const [a, b] = [await write('a.safetensors', 1), await write('b:c.safetensors', 2)];
    const { code, stdout } = await aesthete(
      ...['blend', 'a.safetensors:2', 'b:c.safetensors:-0.5', '--out', 'made/x.safetensors', '--name', 'X', '--json'],
    );
    expect(code).toBe(0);
    const made = readAesthetic(await readFile('made/x.safetensors'), 'x');
    expect(made).toMatchObject({ name: 'X', kind: 'contrast', count: 6, clipId });
    const unit = (v: Float32Array): Float32Array => v.map((x) => x / Math.hypot(...v));
    const wanted = unit(a).map((x, i) => 2 * x - 0.5 * unit(b)[i]);
    expect(cosine(made.vector, wanted)).toBeCloseTo(1, 6);
    expect(resultOf(stdout)).toMatchObject({
      parts: [
        { name: 'a.safetensors', weight: 2, cosine: cosine(a, wanted) },
        { weight: -0.5, cosine: cosine(b, wanted) },
      ],
    });
  });

  test("takes the pack's own by name, and imagine takes what it makes", async () => {
    const { code, stdout } = await aesthete('blend', 'gloomcore', 'cloudcore:0.5', '-o', 'mixed.safetensors');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('gloomcore × 1, cloudcore × 0.5') as string,
    });
    const small = ['--device', 'cpu', '--size', '64', '--steps', '1'];
    expect((await aesthete('imagine', 'a castle', '-a', 'mixed.safetensors', ...small)).code).toBe(0);
  });

  test.each([
    [['gloomcore', '--out', 'x.safetensors'], 2, 'two aesthetics or more'],
    [['gloomcore', 'cloudcore', '--out', 'x.png'], 2, '.safetensors or .pt'],
    [['gloomcore', 'gloomcore:-1', '--out', 'x.pt'], 1, 'cancel'],
    [['gloomcore', 'glomcore', '--out', 'x.pt'], 1, 'did you mean gloomcore or '],
    [['short.safetensors', 'gloomcore', '--out', 'x.pt'], 1, 'gloomcore'],
    [['gloomcore', 'other.safetensors', '--out', 'x.pt'], 1, 'different CLIPs'],
    [['gloomcore', 'cloudcore', '--out', 'taken.pt'], 1, 'is there already'],
  ])('%j is refused', async (args, exitCode, message) => {
    await writeFile('taken.pt', 'mine');
    await write('short.safetensors', 3, 8);
    await write('other.safetensors', 4);
    const { code, stderr } = await aesthete('blend', ...args);
    expect({ code, stderr }).toEqual({ code: exitCode, stderr: expect.stringContaining(message) as string });
    expect(await readFile('taken.pt', 'utf8')).toBe('mine');
  });
});

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { clipTokenizer } from '../../../src/engine/text/clipVocabulary.js';
import { openTokenizer } from '../../../src/engine/text/tokenizer.js';
import type { Tokenizer } from '../../../src/engine/text/tokenizer.js';
import { goldenCases, goldenData, goldenDir } from '../../support/golden.js';

const vocabulary = 'bpe_simple_vocab_16e6.txt.gz';

interface Row {
  readonly text: string;
  readonly ids: readonly number[];
}

const readRows = async (path: string): Promise<Row[]> =>
  JSON.parse(await readFile(join(goldenDir, path), 'utf8')) as Row[];
const tokenFiles = (await goldenCases('tokens')).map((path) => `${path}.json`);

function expectRows(tokenizer: Tokenizer, rows: readonly Row[]): void {
  for (const { text, ids } of rows) expect([...tokenizer.encode(text).ids], JSON.stringify(text)).toEqual(ids);
}

describe('golden tokens', () => {
  for (const path of tokenFiles) {
    const folder = join(goldenDir, 'models', `tiny-${path.split('/')[0]}`, 'tokenizer');

    it(`${path} from tokenizer.json`, async () => {
      const rows = await readRows(path);
      expectRows(await openTokenizer(folder, rows[0].ids.length), rows);
    });

    it(`${path} from vocab.json and merges.txt`, async () => {
      const rows = await readRows(path);
      const older = await mkdtemp(join(tmpdir(), 'tokenizer-'));
      try {
        for (const name of ['vocab.json', 'merges.txt', 'tokenizer_config.json'])
          await writeFile(join(older, name), await readFile(join(folder, name)));
        expectRows(await openTokenizer(older, rows[0].ids.length), rows);
      } finally {
        await rm(older, { recursive: true });
      }
    });
  }
});

describe("golden tokens with CLIP's vocabulary, which comes with the program", async () => {
  const rows = await readRows('clip_tokens.json');
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    tokenizer = await openTokenizer(await clipTokenizer('<|endoftext|>'), rows[0].ids.length);
  });

  for (const row of rows)
    it(JSON.stringify(row.text.slice(0, 60)), () => {
      expectRows(tokenizer, [row]);
    });
});

test("the program's vocabulary is CLIP's own file", async () => {
  const [ours, theirs] = await Promise.all(
    [join('assets/clip', vocabulary), join(goldenData, vocabulary)].map((path) => readFile(path)),
  );
  expect(ours.equals(theirs)).toBe(true);
});

test('Stable Diffusion 2 fills up with "!"', async () => {
  const tokenizer = await openTokenizer(await clipTokenizer('!'), 5);
  expect([...tokenizer.encode('cat').ids]).toEqual([49_406, 2368, 49_407, 0, 0]);
});

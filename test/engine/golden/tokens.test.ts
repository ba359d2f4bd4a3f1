import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTokenizer } from '../../../src/engine/text/tokenizer.js';
import type { Tokenizer } from '../../../src/engine/text/tokenizer.js';
import { goldenCases, goldenData, goldenDir } from '../../support/golden.js';

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

describe("golden tokens with CLIP's full vocabulary", async () => {
  const rows = await readRows('clip_tokens.json');
  let folder = '';
  let tokenizer: Tokenizer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clip-'));
    await writeFullVocabulary(folder);
    tokenizer = await openTokenizer(folder, rows[0].ids.length);
  });
  afterAll(() => rm(folder, { recursive: true }));

  for (const row of rows)
    it(JSON.stringify(row.text.slice(0, 60)), () => {
      expectRows(tokenizer, [row]);
    });
});

/** CLIP's byte-level vocabulary: 256 bytes, the same at a word's end, one token a merge, two special tokens (OpenAI's simple_tokenizer). */
async function writeFullVocabulary(folder: string): Promise<void> {
  const lines = gunzipSync(await readFile(join(goldenData, 'bpe_simple_vocab_16e6.txt.gz')))
    .toString('utf8')
    .split('\n');
  const merges = lines.slice(1, 48_895);
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const printable = [...range(33, 126), ...range(161, 172), ...range(174, 255)];
  const others = range(0, 255 - printable.length).map((i) => 256 + i);
  const characters = [...printable, ...others].map((code) => String.fromCharCode(code));
  const vocab = [
    ...characters,
    ...characters.map((character) => `${character}</w>`),
    ...merges.map((merge) => merge.replace(' ', '')),
    '<|startoftext|>',
    '<|endoftext|>',
  ];
  await writeFile(
    join(folder, 'vocab.json'),
    JSON.stringify(Object.fromEntries(vocab.map((token, id) => [token, id]))),
  );
  await writeFile(join(folder, 'merges.txt'), `#version: 0.2\n${merges.join('\n')}\n`);
}

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imageFiles } from '../../src/cli/imageFiles.js';
import { Output } from '../../src/cli/output.js';
import { checkOut, slug, writePicture } from '../../src/cli/pictureFiles.js';
import { UserError } from '../../src/engine/errors.js';

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aesthete-files-'));
  await mkdir(at('art', 'deep'), { recursive: true });
  await mkdir(at('empty'));
  for (const name of ['b.JPG', 'a.png', 'notes.txt', 'deep/c.webp', 'c+d.png']) await writeFile(at('art', name), name);
});
afterAll(() => rm(folder, { recursive: true }));

describe('the images that arguments name', () => {
  test('a folder gives its images by name, a file itself, in the order given', async () => {
    const images = [at('art', 'a.png'), at('art', 'b.JPG'), at('art', 'c+d.png')];
    expect(await imageFiles([at('art', 'deep', 'c.webp'), at('art')])).toEqual([
      at('art', 'deep', 'c.webp'),
      ...images,
    ]);
  });

  test('hidden files of a folder, and folders with the name of an image, are passed over', async () => {
    await mkdir(at('disk', 'folder.jpg'), { recursive: true });
    for (const name of ['a.jpg', '._a.jpg', '.hidden.png']) await writeFile(at('disk', name), name);
    expect(await imageFiles([at('disk')])).toEqual([at('disk', 'a.jpg')]);
    await rm(at('disk'), { recursive: true });
  });

  test('a pattern that the shell has left alone gives files', async () => {
    expect(await imageFiles([at('art', '?.*')])).toEqual([at('art', 'a.png'), at('art', 'b.JPG')]);
    expect(await imageFiles([at('a*', 'd*', '*.webp')])).toEqual([at('art', 'deep', 'c.webp')]);
    expect(await imageFiles([at('art', 'c+*')])).toEqual([at('art', 'c+d.png')]);
  });

  test.each(['nothing.png', 'no*.png', 'empty'])('%s is refused', async (name) => {
    await expect(imageFiles([at(name)])).rejects.toBeInstanceOf(UserError);
  });
});

describe('where pictures are written', () => {
  const [one, two] = [Uint8Array.of(1), Uint8Array.of(2)];
  const silent = { write: () => undefined };
  const output = new Output({ stdin: Readable.from([]), stdout: silent, stderr: silent }, new AbortController().signal);

  test('--out is a file, which is replaced by --force alone; several are numbered', async () => {
    const place = { name: 'unused', out: at('x.png') };
    await writePicture(two, place, output);
    await expect(writePicture(one, place, output)).rejects.toThrow('is there already: --force replaces it');
    await expect(checkOut(place, output)).rejects.toThrow('is there already');
    expect([...(await readFile(at('x.png')))]).toEqual([2]);
    expect(await writePicture(one, { ...place, force: true }, output)).toBe(at('x.png'));
    expect([...(await readFile(at('x.png')))]).toEqual([1]);
    const second = { name: 'unused', out: at('new', 'x.png'), number: 2 };
    expect(await writePicture(two, second, output)).toBe(at('new', 'x-2.png'));
    await expect(checkOut({ out: at('new', 'x.png'), count: 2 }, output)).rejects.toThrow('x-2.png is there already');
  });

  test("in a folder, the same picture takes its file again, another one does not take somebody's", async () => {
    const place = { name: 'castle-1', out: at('empty') };
    expect(await writePicture(one, place, output)).toBe(at('empty', 'castle-1.png'));
    expect(await writePicture(one, place, output)).toBe(at('empty', 'castle-1.png'));
    expect(await writePicture(two, place, output)).toBe(at('empty', 'castle-1-v2.png'));
    expect([...(await readFile(at('empty', 'castle-1.png')))]).toEqual([1]);
  });

  test('only PNG files are written', async () => {
    await expect(checkOut({ out: at('x.jpg') }, output)).rejects.toThrow('pictures are written as .png');
  });

  test('names come from prompts', () => {
    expect(slug('A castle, at night!')).toBe('a-castle-at-night');
    expect(slug('город у моря')).toBe('город-у-моря');
    expect(slug('../../etc')).toBe('etc');
    expect(slug('…')).toBe('picture');
    expect(slug('long '.repeat(40))).toHaveLength(48);
  });

  test('names in scripts with marks stay whole, and fit into a file name', () => {
    expect(slug('पहाड़ों के ऊपर किला')).toBe('पहाड़ों-के-ऊपर-किला'.normalize('NFC'));
    expect(slug('می‌خواهم')).toBe('می‌خواهم');
    const long = slug('किला '.repeat(40));
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(144);
    expect('किला-'.repeat(40).startsWith(long)).toBe(true);
    // No letter has lost its vowel sign.
    expect(long.replace(/^(किला-)*/, '')).toMatch(/^(कि(ला?)?)?$/u);
  });
});

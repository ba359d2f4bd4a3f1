import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { decodeImage } from '../../../src/engine/image/decode.js';
import { encodePngChunk } from '../../../src/engine/image/pngChunks.js';
import { sharp } from '../../../src/engine/image/sharp.js';
import { gradient, toSharp } from '../../support/pictures.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>';

async function failure(source: string | Uint8Array): Promise<string> {
  const result: unknown = await decodeImage(source).catch((error: unknown) => error);
  expect(result).toBeInstanceOf(UserError);
  return (result as UserError).message;
}

describe('what is no image', () => {
  const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['SVG', latin1(svg), /SVG/],
    ['SVG after a declaration', latin1(`\n<?xml version="1.0"?>\n<!-- x -->\n${svg}`), /SVG/],
    ['SVG after a byte order mark', Buffer.from(`\ufeff${svg}`), /SVG/],
    ['compressed SVG', gzipSync(svg), /gzip/],
    ['HTML', latin1('<!DOCTYPE html><html><body>hello</body></html>'), /HTML/],
    ['TIFF', latin1('II*\0\x08\0\0\0'), /TIFF/],
    ['HEIC', latin1('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), /HEIC/],
    ['a video', latin1('\0\0\0\x18ftypmp42\0\0\0\0mp42isom'), /MP4/],
  ];
  for (const [what, bytes, looks] of cases)
    it(`such as ${what} is refused by what it looks like, with what is accepted`, async () => {
      const message = await failure(bytes);
      expect(message).toMatch(/^the image looks like .*; accepted are JPEG, PNG, WebP, GIF, AVIF$/);
      expect(message).toMatch(looks);
    });
  it('such as text or any bytes is refused, with what is accepted', async () => {
    for (const bytes of [latin1('a cat on a mat, but only in words'), Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7)])
      expect(await failure(bytes)).toBe(
        'the image is no image that can be read; accepted are JPEG, PNG, WebP, GIF, AVIF',
      );
  });
  it('such as nothing at all is refused', async () => {
    expect(await failure(new Uint8Array())).toBe('the image is an empty file');
  });
});

describe('paths', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'images-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('that lead nowhere are named', async () => {
    expect(await failure(join(folder, 'none.png'))).toBe(`there is no image ${join(folder, 'none.png')}`);
  });
  it('to folders are named', async () => {
    expect(await failure(folder)).toBe(`${folder} is not a file`);
  });
  it('to an SVG called .png are refused', async () => {
    await writeFile(join(folder, 'cat.png'), svg);
    expect(await failure(join(folder, 'cat.png'))).toMatch(/cat\.png looks like SVG/);
  });
  it('to a JPEG called .png are fine', async () => {
    await toSharp(gradient(8, 8)).jpeg().toFile(join(folder, 'photo.jpg'));
    await writeFile(join(folder, 'photo.png'), await toSharp(gradient(8, 8)).jpeg().toBuffer());
    expect((await decodeImage(join(folder, 'photo.png'))).width).toBe(8);
  });
});

it('SVG is blocked in libvips itself', async () => {
  await expect(sharp(Buffer.from(svg)).png().toBuffer()).rejects.toThrow(/unsupported image format/);
});

it('a PNG of 30,000×30,000 pixels is refused by its header, with pixels or without any', async () => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(30_000, 0);
  header.writeUInt32BE(30_000, 4);
  // 8 bits, RGB.
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = { type: 'IDAT', data: deflateSync(Buffer.alloc(90_001)) };
  // Whoever decoded the second one would say that it is damaged.
  for (const data of [[pixels], [{ type: 'IDAT', data: new Uint8Array() }]]) {
    const chunks = [{ type: 'IHDR', data: header }, ...data, { type: 'IEND', data: new Uint8Array() }];
    const png = Buffer.concat([latin1('\x89PNG\r\n\x1a\n'), ...chunks.map(encodePngChunk)]);
    expect(await failure(png)).toBe('the image has 30000×30000 pixels; at most 50 million are taken: make it smaller');
  }
});

describe('damaged images', async () => {
  const image = toSharp(gradient(96, 64));
  const files: Record<string, Buffer> = {
    JPEG: await image.clone().jpeg().toBuffer(),
    'progressive JPEG': await image.clone().jpeg({ progressive: true }).toBuffer(),
    PNG: await image.clone().png().toBuffer(),
    WebP: await image.clone().webp().toBuffer(),
    GIF: await image.clone().gif().toBuffer(),
    AVIF: await image.clone().avif({ effort: 0 }).toBuffer(),
  };
  for (const [format, bytes] of Object.entries(files)) {
    it(`${format} cut off anywhere in its first nine tenths is an error that says so`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: Math.floor(bytes.length * 0.9) }), async (length) => {
          expect(await failure(bytes.subarray(0, length))).toMatch(/damaged or cut off|looks like|is no image/);
        }),
        { numRuns: 40 },
      );
    });

    it(`${format} with bytes changed gives a picture or a UserError`, async () => {
      const change = fc.tuple(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, value] of changes) changed[at] = value;
          const result: unknown = await decodeImage(changed).catch((error: unknown) => error);
          if (result instanceof Error) expect(result).toBeInstanceOf(UserError);
        }),
        { numRuns: 60 },
      );
    });
  }
});

import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { decodeImage } from '../../../src/engine/image/decode.js';
import { encodePng, readPngText } from '../../../src/engine/image/png.js';
import { encodePngChunk, readPngChunks } from '../../../src/engine/image/pngChunks.js';
import { sharp } from '../../../src/engine/image/sharp.js';
import { gradient } from '../../support/pictures.js';

const { data, width, height } = gradient(32, 24);
const encode = (text: Record<string, string>): Promise<Uint8Array> => encodePng(data, width, height, text);
const types = (png: Uint8Array): string[] => [...readPngChunks(png)].map((chunk) => chunk.type);

/** A PNG with one more chunk behind its header. */
async function withChunk(type: string, body: Uint8Array): Promise<Uint8Array> {
  const png = await encode({});
  return Buffer.concat([png.subarray(0, 33), encodePngChunk({ type, data: body }), png.subarray(33)]);
}

describe('PNG', () => {
  it('holds the very pixels', async () => {
    expect(Buffer.from((await decodeImage(await encode({}))).data).equals(data)).toBe(true);
  });
  it('is the same bytes for the same picture and texts', async () => {
    expect(await encode({ parameters: 'a cat' })).toEqual(await encode({ parameters: 'a cat' }));
  });
  it('of other sizes than its pixels is refused', async () => {
    await expect(encodePng(data, width, height + 1)).rejects.toThrow('2304 bytes for 32×25 pixels, expected 2400');
  });
});

describe('texts', () => {
  it('are tEXt in Latin-1 and iTXt beyond it, between header and pixels', async () => {
    const png = await encode({ parameters: 'café\nSteps: 1', Comment: '猫' });
    expect(types(png)).toEqual(['IHDR', 'tEXt', 'iTXt', ...types(await encode({})).slice(1)]);
  });

  it('are read by libvips as they were written', async () => {
    const { comments } = await sharp(await encode({ parameters: 'a cat\nSteps: 1' })).metadata();
    expect(comments).toEqual([{ keyword: 'parameters', text: 'a cat\nSteps: 1' }]);
  });

  it('come back, whatever they are', async () => {
    const keyword = fc.string({
      minLength: 1,
      maxLength: 79,
      unit: fc.constantFrom('a', 'b', 'Z', '0', ':', '-', 'é'),
    });
    const value = fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => text.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(keyword, value, { noNullPrototype: true }), async (texts) => {
        expect(readPngText(await encode(texts))).toEqual(texts);
      }),
    );
  });

  it('may be called __proto__', async () => {
    const png = await withChunk('tEXt', Buffer.from('__proto__\0x'));
    expect(Object.entries(readPngText(png))).toEqual([['__proto__', 'x']]);
  });

  it('of keywords that PNG has not are refused', async () => {
    for (const keyword of ['', ' a', 'a ', 'a\nb', '猫', 'a'.repeat(80)])
      await expect(encode({ [keyword]: '' })).rejects.toThrow(RangeError);
  });
});

describe('texts of strangers', () => {
  it('are unpacked', async () => {
    const packed = await withChunk('zTXt', Buffer.concat([Buffer.from('parameters\0\0'), deflateSync('a cat')]));
    expect(readPngText(packed)).toEqual({ parameters: 'a cat' });
    const long = Buffer.concat([Buffer.from('parameters\0\x01\0en\0\0'), deflateSync(Buffer.from('猫'))]);
    expect(readPngText(await withChunk('iTXt', long))).toEqual({ parameters: '猫' });
  });

  it('that unpack to 200 MB are left out', async () => {
    const bomb = Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(200e6))]);
    const png = await withChunk('zTXt', bomb);
    expect(readPngText(png)).toEqual({});
  });

  it('that are damaged are left out', async () => {
    for (const body of ['no keyword', '\0x', 'a\0\x07x', 'a\0\0no zlib']) {
      expect(readPngText(await withChunk('zTXt', Buffer.from(body, 'latin1')))).toEqual({});
      expect(readPngText(await withChunk('iTXt', Buffer.from(body, 'latin1')))).toEqual({});
    }
    const png = Buffer.from(await encode({ parameters: 'a cat' }));
    png[50] ^= 1;
    expect(readPngText(png)).toEqual({});
  });

  it('are read as far as a file goes that is cut off', async () => {
    const png = await encode({ parameters: 'a cat' });
    expect(readPngText(png.subarray(0, png.length - 20))).toEqual({ parameters: 'a cat' });
    expect(readPngText(png.subarray(0, 40))).toEqual({});
  });

  it('make no trouble, whatever bytes they are', () => {
    fc.assert(
      fc.property(fc.constantFrom('tEXt', 'zTXt', 'iTXt'), fc.uint8Array({ maxLength: 60 }), (type, body) => {
        const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), encodePngChunk({ type, data: body })]);
        expect(typeof readPngText(png)).toBe('object');
      }),
    );
  });

  it('in what is no PNG are a UserError', () => {
    expect(() => readPngText(Buffer.from('GIF89a'))).toThrow(UserError);
  });
});

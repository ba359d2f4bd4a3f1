import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/engine/errors.js';
import { decodeImage } from '../../../src/engine/image/decode.js';
import { sharp } from '../../../src/engine/image/sharp.js';
import { gradient, meanDifference, paint, pixel, toSharp } from '../../support/pictures.js';

const picture = gradient(64, 48);

describe('formats', () => {
  const cases: readonly (readonly [string, () => Promise<Buffer>, number])[] = [
    ['PNG', () => toSharp(picture).png().toBuffer(), 0],
    ['WebP', () => toSharp(picture).webp({ lossless: true }).toBuffer(), 0],
    ['JPEG', () => toSharp(picture).jpeg({ quality: 95 }).toBuffer(), 3],
    ['progressive JPEG', () => toSharp(picture).jpeg({ quality: 95, progressive: true }).toBuffer(), 3],
    ['GIF', () => toSharp(picture).gif().toBuffer(), 6],
    ['AVIF', () => toSharp(picture).avif({ quality: 90 }).toBuffer(), 5],
  ];
  for (const [format, encode, tolerance] of cases)
    it(`${format} is decoded to the picture it was made from`, async () => {
      const { width, height, data } = await decodeImage(await encode());
      expect([width, height, data.length]).toEqual([64, 48, 64 * 48 * 3]);
      expect(meanDifference(data, picture.data)).toBeLessThanOrEqual(tolerance);
    });

  it('an animated AVIF that libheif cannot read is called that, and not damaged', async () => {
    await expect(decodeImage('test/data/reports/anim.avif')).rejects.toThrow(/is an animated AVIF/);
  });

  it('an animation is its first frame', async () => {
    const frames = paint(8, 16, (_, y) => (y < 8 ? [255, 0, 0] : [0, 0, 255]));
    const raw = { width: 8, height: 16, channels: 3, pageHeight: 8 } as const;
    for (const bytes of [
      await sharp(frames.data, { raw }).gif().toBuffer(),
      await sharp(frames.data, { raw }).webp({ lossless: true }).toBuffer(),
    ]) {
      expect((await sharp(bytes).metadata()).pages).toBe(2);
      expect(await decodeImage(bytes)).toMatchObject({
        width: 8,
        height: 8,
        data: Buffer.from(frames.data.subarray(0, 192)),
      });
    }
  });
});

describe('colours', () => {
  it('with alpha lie over white', async () => {
    const rgba = Uint8Array.of(255, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 128);
    const bytes = await sharp(rgba, { raw: { width: 3, height: 1, channels: 4 } })
      .png()
      .toBuffer();
    const image = await decodeImage(bytes);
    expect([pixel(image, 0, 0), pixel(image, 1, 0)]).toEqual([
      [255, 0, 0],
      [255, 255, 255],
    ]);
    expect(Math.abs(pixel(image, 2, 0)[0] - 127)).toBeLessThanOrEqual(1);
  });

  it('of grey, grey with alpha, 16 bits and a palette become 8-bit RGB', async () => {
    const grey = await toSharp(paint(4, 4, () => [100, 100, 100]))
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const wide = await toSharp(paint(4, 4, () => [100, 50, 200]))
      .toColourspace('rgb16')
      .png()
      .toBuffer();
    const palette = await toSharp(paint(4, 4, () => [100, 50, 200]))
      .png({ palette: true })
      .toBuffer();
    const veil = await sharp(Uint8Array.of(0, 0, 255, 255), { raw: { width: 2, height: 1, channels: 2 } })
      .png()
      .toBuffer();
    expect((await sharp(wide).metadata()).depth).toBe('ushort');
    expect(pixel(await decodeImage(grey), 1, 1)).toEqual([100, 100, 100]);
    expect(pixel(await decodeImage(wide), 1, 1)).toEqual([100, 50, 200]);
    expect(pixel(await decodeImage(palette), 1, 1)).toEqual([100, 50, 200]);
    expect(pixel(await decodeImage(veil), 0, 0)).toEqual([255, 255, 255]);
  });

  it('of a CMYK JPEG become RGB', async () => {
    const bytes = await toSharp(paint(16, 16, () => [255, 255, 255]))
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    expect(pixel(await decodeImage(bytes), 8, 8).every((value) => value > 245)).toBe(true);
  });

  it('are taken as they are stored, whatever profile lies beside them', async () => {
    const bytes = await toSharp(paint(16, 16, () => [200, 60, 60]))
      .withIccProfile('p3')
      .jpeg({ quality: 100 })
      .toBuffer();
    const stored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
    expect(meanDifference((await decodeImage(bytes)).data, stored)).toBe(0);
  });
});

describe('EXIF orientation', () => {
  // EXIF 2.32, tag 0x0112: the stored pixel that is shown at (x, y), of a stored width w and height h.
  const stored: Record<number, (x: number, y: number, w: number, h: number) => [number, number]> = {
    1: (x, y) => [x, y],
    2: (x, y, w) => [w - 1 - x, y],
    3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
    4: (x, y, _, h) => [x, h - 1 - y],
    5: (x, y) => [y, x],
    6: (x, y, _, h) => [y, h - 1 - x],
    7: (x, y, w, h) => [w - 1 - y, h - 1 - x],
    8: (x, y, w) => [w - 1 - y, x],
  };
  for (const [orientation, source] of Object.entries(stored))
    it(`${orientation} is applied`, async () => {
      const bytes = await toSharp(picture)
        .withMetadata({ orientation: Number(orientation) })
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
        .toBuffer();
      const turned = Number(orientation) > 4;
      const expected = paint(turned ? 48 : 64, turned ? 64 : 48, (x, y) => pixel(picture, ...source(x, y, 64, 48)));
      const image = await decodeImage(bytes);
      expect([image.width, image.height]).toEqual([expected.width, expected.height]);
      expect(meanDifference(image.data, expected.data)).toBeLessThan(2);
    });
});

describe('limits', () => {
  it('of bytes are told with both numbers', async () => {
    const error: unknown = await decodeImage(new Uint8Array(3 * 2 ** 20), { maxBytes: 2 ** 20, maxPixels: 1e6 }).catch(
      (e: unknown) => e,
    );
    expect(error).toEqual(new UserError({ code: 'imageTooLarge', params: { name: 'the image', mib: 3, most: 1 } }));
  });
  it('of pixels are told with both numbers', async () => {
    const bytes = await toSharp(gradient(200, 100)).png().toBuffer();
    const error: unknown = await decodeImage(bytes, { maxBytes: 2 ** 20, maxPixels: 10_000 }).catch((e: unknown) => e);
    expect(String(error)).toMatch(/has 200×100 pixels; at most 0.01 million/);
  });
});

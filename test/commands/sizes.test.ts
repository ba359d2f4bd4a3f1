import { expect, test } from 'vitest';
import { shapeNames, sizeOf, sizeText } from '../../src/commands/sizes.js';

const sizes = (side: number, sizeMultiple: number) =>
  shapeNames.map((shape) => sizeText(sizeOf(shape, { size: { width: side, height: side }, sizeMultiple })));

test('shapes have about the area of the pack’s own size, in sides that its model can paint', () => {
  expect(sizes(512, 64)).toEqual(['512x512', '448x640', '640x448', '704x384']);
  expect(sizes(768, 64)).toEqual(['768x768', '640x960', '960x640', '1024x576']);
  expect(sizes(1024, 32)).toEqual(['1024x1024', '832x1248', '1248x832', '1376x768']);
  expect(sizes(1024, 64)).toEqual(['1024x1024', '832x1280', '1280x832', '1344x768']);
});

test('a pack of another shape has a square, too, and one of the smallest size nothing else', () => {
  expect(sizeOf('square', { size: { width: 512, height: 768 }, sizeMultiple: 64 })).toEqual({
    width: 640,
    height: 640,
  });
  expect(sizeOf('wide', { size: { width: 64, height: 64 }, sizeMultiple: 64 })).toEqual({ width: 64, height: 64 });
});

/** [3,H,W] in 0 to 1 → RGB interleaved, one byte a channel, rounded as diffusers does. */
export function toRgb(pixels: Float32Array): Uint8Array {
  const area = pixels.length / 3;
  const rgb = new Uint8ClampedArray(pixels.length);
  for (let c = 0; c < 3; c++) for (let p = 0; p < area; p++) rgb[p * 3 + c] = pixels[c * area + p] * 255;
  return new Uint8Array(rgb.buffer);
}

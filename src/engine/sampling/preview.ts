/**
 * A linear map from a latent's channels to red, green and blue in the VAE's own range, [−1, 1]: weight [3][C], bias [3]
 * (pack.json's `preview`).
 */
export interface PreviewMatrix {
  readonly weight: readonly (readonly number[])[];
  readonly bias: readonly number[];
}

/** Latents of one image as the U-Net sees them (already times the VAE's scaling factor), flat [C,h,w]. */
export interface Latent {
  readonly data: Float32Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** A small picture [h,w,3], one byte a channel. */
export interface Preview {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** weight·z + bias at every latent position, cut to [−1, 1]: a picture at the latent's size, without the VAE. */
export function latentPreview(latent: Latent, map: PreviewMatrix): Preview {
  const { data, channels, height, width } = latent;
  const area = height * width;
  const rgb = new Uint8ClampedArray(area * 3); // rounds and cuts
  map.weight.forEach((row, c) => {
    for (let p = 0; p < area; p++) {
      let value = map.bias[c];
      for (let k = 0; k < channels; k++) value += row[k] * data[k * area + p];
      rgb[p * 3 + c] = ((value + 1) / 2) * 255;
    }
  });
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}

/** The most pixels to a side of a preview that was decoded. */
const mostSide = 256;

/** The pixels that were decoded from a latent, [3,H,W] in 0 to 1, averaged down to a picture of at most 256 a side, but no smaller than the latent. */
export function pixelPreview(pixels: Float32Array, latent: Latent): Preview {
  const factor = Math.sqrt(pixels.length / (3 * latent.height * latent.width));
  let enlarged = factor;
  while (enlarged > 1 && enlarged * Math.max(latent.height, latent.width) > mostSide) enlarged /= 2;
  const [height, width] = [latent.height * enlarged, latent.width * enlarged];
  const small = shrink(pixels, { ...latent, height, width }, factor / enlarged);
  const rgb = new Uint8ClampedArray(small.length);
  for (let c = 0; c < 3; c++)
    for (let p = 0; p < height * width; p++) rgb[3 * p + c] = small[c * height * width + p] * 255;
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}

/** Previews of one size as one, row by row in a square as far as it goes; what stays empty is black. The very preview where there is but one. */
export function sideBySide(previews: readonly Preview[]): Preview {
  if (previews.length === 1) return previews[0];
  const [{ width, height }] = previews;
  const columns = Math.ceil(Math.sqrt(previews.length));
  const whole = { width: columns * width, height: Math.ceil(previews.length / columns) * height };
  const rgb = new Uint8Array(whole.width * whole.height * 3);
  previews.forEach((preview, i) => {
    const left = (i % columns) * width;
    const top = Math.floor(i / columns) * height;
    for (let y = 0; y < height; y++)
      rgb.set(preview.rgb.subarray(3 * y * width, 3 * (y + 1) * width), 3 * ((top + y) * whole.width + left));
  });
  return { ...whole, rgb };
}

/** Averages image [3,H,W] over the pixels of every latent position → [3, h·w]. */
function shrink(image: Float32Array, { height, width }: Latent, factor: number): Float64Array {
  const area = height * width;
  const small = new Float64Array(3 * area);
  const fullWidth = width * factor;
  image.forEach((value, j) => {
    const row = Math.floor(j / fullWidth); // channel-major: c·H + y
    const c = Math.floor(row / (height * factor));
    const y = Math.floor((row % (height * factor)) / factor);
    const x = Math.floor((j % fullWidth) / factor);
    small[c * area + y * width + x] += value / factor ** 2;
  });
  return small;
}

/** Solves the symmetric positive definite system a·x = b for several right-hand sides, by Gaussian elimination. */
function solve(a: readonly (readonly number[])[], sides: readonly (readonly number[])[]): number[][] {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...sides.map((side) => side[i])]);
  for (let i = 0; i < n; i++) {
    const pivot = rows[i];
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const ratio = rows[k][i] / pivot[i];
      rows[k] = rows[k].map((value, j) => value - ratio * pivot[j]);
    }
  }
  return sides.map((_, s) => rows.map((row, i) => row[n + s] / row[i]));
}

/** Keeps the system solvable where channels are constant or equal, too small to be seen otherwise. */
const ridge = 1e-6;

/**
 * The preview map that fits one decoded latent best: least squares over its positions.
 * @param image what the VAE decoded from it, [3,H,W] in [−1, 1], flat; H and W are the latent's times the VAE's factor.
 */
export function fitPreview(latent: Latent, image: Float32Array): PreviewMatrix {
  const { data, channels } = latent;
  const area = latent.height * latent.width;
  const factor = Math.sqrt(image.length / (3 * area));
  const small = shrink(image, latent, factor);
  // Row k of the design: channel k, or ones for the bias.
  const design = (k: number, p: number): number => (k === channels ? 1 : data[k * area + p]);
  const sum = (f: (p: number) => number): number => {
    let total = 0;
    for (let p = 0; p < area; p++) total += f(p);
    return total / area;
  };
  const indices = Array.from({ length: channels + 1 }, (_, k) => k);
  const normal = indices.map((i) =>
    indices.map((j) => sum((p) => design(i, p) * design(j, p)) + (i === j ? ridge : 0)),
  );
  const sides = [0, 1, 2].map((c) => indices.map((i) => sum((p) => design(i, p) * small[c * area + p])));
  const solved = solve(normal, sides);
  return { weight: solved.map((row) => row.slice(0, channels)), bias: solved.map((row) => row[channels]) };
}

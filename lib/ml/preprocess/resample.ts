/**
 * Separable resampling with triangle filters, float32 without rounding to bytes. The exact rules, shared with the
 * trainer, stand in trainer/src/quadrat_trainer/preprocess.py; shared examples: lib/contracts/examples/resample.json.
 */

/** Decoded pixels 0..255, row-major; of four channels the last (alpha) is dropped, never blended. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** RGB in float32, row-major [height, width, 3]. */
export interface FloatPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** The non-zero part of a resampling matrix: output i reads `counts[i]` inputs from `starts[i]` on. */
interface Bands {
  readonly length: number;
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `stride` weights an output, of which the first counts[i] are used; they sum to 1 */
  readonly stride: number;
  readonly weights: Float32Array;
}

/** Pixels of one side after resampling: round half up, at least 1. */
export function resampledLength(length: number, cellPx: number, target: number): number {
  return Math.max(1, Math.floor((length * target) / cellPx + 0.5));
}

/** Triangle filter of one axis: weights in float64, rounded to float32 once they sum to 1. */
function triangleBands(length: number, cellPx: number, target: number): Bands {
  const scale = cellPx / target;
  const support = Math.max(1, scale);
  const outputs = resampledLength(length, cellPx, target);
  const stride = Math.ceil(2 * support) + 1;
  const starts = new Int32Array(outputs);
  const counts = new Int32Array(outputs);
  const weights = new Float32Array(outputs * stride);
  const row = new Float64Array(stride);
  for (let i = 0; i < outputs; i += 1) {
    const centre = (i + 0.5) * scale;
    // strictly inside the triangle: at its feet the weight is 0
    const first = Math.max(0, Math.floor(centre - support - 0.5) + 1);
    const last = Math.min(length - 1, Math.ceil(centre + support - 0.5) - 1);
    let sum = 0;
    for (let j = first; j <= last; j += 1) {
      const weight = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / support);
      row[j - first] = weight;
      sum += weight;
    }
    starts[i] = first;
    counts[i] = last - first + 1;
    for (let k = 0; k <= last - first; k += 1) weights[i * stride + k] = (row[k] ?? 0) / sum;
  }
  return { length: outputs, starts, counts, stride, weights };
}

/** Scales a picture so that a cell of `cellPx` pixels becomes `target` pixels: along x, then along y. */
export function resample(picture: Pixels, cellPx: number, target: number): FloatPicture {
  const x = triangleBands(picture.width, cellPx, target);
  const y = triangleBands(picture.height, cellPx, target);
  const narrow = alongX(picture, x);
  return { width: x.length, height: y.length, data: alongY(narrow, x.length * 3, y) };
}

/* The loops below read typed arrays inside their bounds only; `as number` spares a check for each of some million reads. */

function alongX(picture: Pixels, bands: Bands): Float32Array {
  const { width, height, channels, data } = picture;
  const { starts, counts, stride, weights } = bands;
  const out = new Float32Array(height * bands.length * 3);
  let o = 0;
  for (let row = 0; row < height; row += 1) {
    const base = row * width * channels;
    for (let i = 0; i < bands.length; i += 1) {
      const count = counts[i] as number;
      let p = base + (starts[i] as number) * channels;
      let w = i * stride;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let k = 0; k < count; k += 1) {
        const weight = weights[w] as number;
        red += weight * (data[p] as number);
        green += weight * (data[p + 1] as number);
        blue += weight * (data[p + 2] as number);
        p += channels;
        w += 1;
      }
      out[o] = red;
      out[o + 1] = green;
      out[o + 2] = blue;
      o += 3;
    }
  }
  return out;
}

function alongY(source: Float32Array, rowLength: number, bands: Bands): Float32Array {
  const { starts, counts, stride, weights } = bands;
  const out = new Float32Array(bands.length * rowLength);
  for (let i = 0; i < bands.length; i += 1) {
    const base = i * rowLength;
    for (let k = 0; k < (counts[i] as number); k += 1) {
      const weight = weights[i * stride + k] as number;
      const from = ((starts[i] as number) + k) * rowLength;
      for (let c = 0; c < rowLength; c += 1) {
        out[base + c] = (out[base + c] as number) + weight * (source[from + c] as number);
      }
    }
  }
  return out;
}

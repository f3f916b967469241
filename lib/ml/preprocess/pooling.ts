/**
 * Area-overlap pooling matrices, which average feature maps over the cells of any lattice. The exact rules, shared with
 * the trainer, stand in trainer/src/quadrat_trainer/preprocess.py; shared examples: lib/contracts/examples/pooling.json.
 */

/** What pooling needs to know of a resampled picture (pixels after resampling, before padding) and its lattice. */
export interface PoolingSpec {
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly cols: number;
  /** side of a cell after resampling, pixels */
  readonly target: number;
  readonly stride: number;
  /** the picture is padded to a multiple of this */
  readonly multiple: number;
}

/** The next multiple of `multiple` that is not smaller. */
export function paddedLength(length: number, multiple: number): number {
  return Math.ceil(length / multiple) * multiple;
}

/** Weights of one axis, [cells, padded / stride], rows sum to 1; `length` is the resampled side. */
function axisOverlap(
  length: number,
  cells: number,
  target: number,
  stride: number,
  multiple: number,
): Float32Array {
  if ((cells - 1) * target >= length) {
    throw new Error(
      `The lattice has ${cells} cells along a side of ${length / target} cells: some lie outside the picture.`,
    );
  }
  const steps = Math.floor(paddedLength(length, multiple) / stride);
  const weights = new Float32Array(cells * steps);
  for (let cell = 0; cell < cells; cell += 1) {
    const low = cell * target;
    const high = Math.min(low + target, length);
    for (let step = 0; step < steps; step += 1) {
      const left = step * stride;
      const overlap = Math.min(high, left + stride) - Math.max(low, left);
      if (overlap > 0) weights[cell * steps + step] = overlap / (high - low);
    }
  }
  return weights;
}

/** Matrix [rows * cols, (padded height / stride) * (padded width / stride)], row-major; every row sums to 1. */
export function poolingMatrix(spec: PoolingSpec): Float32Array {
  const { rows, cols, target, stride, multiple } = spec;
  const y = axisOverlap(spec.height, rows, target, stride, multiple);
  const x = axisOverlap(spec.width, cols, target, stride, multiple);
  const high = y.length / rows;
  const wide = x.length / cols;
  const matrix = new Float32Array(rows * cols * high * wide);
  for (let row = 0; row < rows; row += 1) {
    for (let v = 0; v < high; v += 1) {
      const weight = y[row * high + v] ?? 0;
      if (weight === 0) continue;
      for (let col = 0; col < cols; col += 1) {
        const to = ((row * cols + col) * high + v) * wide;
        for (let u = 0; u < wide; u += 1) matrix[to + u] = weight * (x[col * wide + u] ?? 0);
      }
    }
  }
  return matrix;
}

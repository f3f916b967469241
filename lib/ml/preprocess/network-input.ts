import type { Manifest } from '@/lib/contracts/package';
import { paddedLength, poolingMatrix } from '@/lib/ml/preprocess/pooling';
import { resample } from '@/lib/ml/preprocess/resample';
import type { Pixels } from '@/lib/ml/preprocess/resample';

/** Rows and columns of cells of side `cellPx` (picture pixels, may be fractional) from the top left corner on. */
export interface InputLattice {
  readonly rows: number;
  readonly cols: number;
  readonly cellPx: number;
}

/** What the graph takes: `image` [1, height, width, 3] in 0..255 and one matrix [cells, pixels] a depth. */
export interface NetworkInput {
  readonly width: number;
  readonly height: number;
  readonly image: Float32Array;
  readonly cells: number;
  readonly pools: readonly {
    readonly input: string;
    readonly pixels: number;
    readonly matrix: Float32Array;
  }[];
}

/** The whole way from decoded pixels to the graph's inputs. Throws when the lattice reaches outside the picture. */
export function networkInput(
  picture: Pixels,
  lattice: InputLattice,
  input: Manifest['input'],
  pools: Manifest['backbone']['pools'],
): NetworkInput {
  const small = resample(picture, lattice.cellPx, input.cellPx);
  const width = paddedLength(small.width, input.multiple);
  const height = paddedLength(small.height, input.multiple);
  const image = new Float32Array(width * height * 3).fill(input.mean);
  for (let row = 0; row < small.height; row += 1) {
    const from = row * small.width * 3;
    image.set(small.data.subarray(from, from + small.width * 3), row * width * 3);
  }
  const matrices = pools.map(({ input: name, stride }) => ({
    input: name,
    pixels: (width / stride) * (height / stride),
    matrix: poolingMatrix({
      width: small.width,
      height: small.height,
      rows: lattice.rows,
      cols: lattice.cols,
      target: input.cellPx,
      stride,
      multiple: input.multiple,
    }),
  }));
  return { width, height, image, cells: lattice.rows * lattice.cols, pools: matrices };
}

"""From a picture to network input and pooling matrices. TypeScript mirrors this in lib/ml/preprocess.

The rules, exactly (shared examples: lib/contracts/examples/resample.json and pooling.json):

- A chip is a picture of `width` x `height` pixels with a lattice of `rows` x `cols` cells of side `cell_px`
  (chip pixels, may be fractional) that starts at the top left corner. Cells at the right and bottom edge may be
  partly outside.
- Resampling maps a cell to `target` x `target` pixels (the package's input.cellPx). The scale is `cell_px / target`
  source pixels per output pixel on both axes, exactly, so cell borders fall on multiples of `target`. The output has
  `max(1, floor(width * target / cell_px + 0.5))` columns, rows alike.
- Output pixel i has its centre at `(i + 0.5) * scale` in the source. Source pixel j has weight
  `max(0, 1 - |j + 0.5 - centre| / support)` with `support = max(1, scale)`; the weights of the pixels inside the
  picture are divided by their sum. Weights are computed in float64 and rounded to float32. Rows of the picture are
  filtered first (along x), then columns (along y), in float32, with no rounding to bytes.
- The result is padded right and bottom with `mean` to a multiple of `multiple`.
- Pooling: at stride s a feature pixel (u, v) covers `[u s, (u + 1) s) x [v s, (v + 1) s)` of the padded picture. A
  cell's box is `[col target, (col + 1) target)` clipped to the resampled picture (not the padding), rows alike. The
  weight is the area of the overlap over the area of the clipped box: every row of the matrix sums to 1. The matrix has
  rows * cols rows (row-major cells) and (padded height / s) * (padded width / s) columns (row-major).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from quadrat_trainer.contract.package import InputSpec
from quadrat_trainer.errors import data_error

FloatArray = NDArray[np.float32]


@dataclass(frozen=True)
class Lattice:
    """Rows, columns and cell side in chip pixels."""

    rows: int
    cols: int
    cell_px: float


@dataclass(frozen=True)
class NetworkInput:
    """What the graphs take: `image` [1, H, W, 3] in 0..255 and one pooling matrix [cells, H/s * W/s] a stride."""

    image: FloatArray
    pools: tuple[FloatArray, ...]


def decode_rgb(data: bytes, what: str) -> NDArray[np.uint8]:
    """Decode PNG, JPEG or WebP to uint8 [height, width, 3]. Raises DATA for what is not a whole 8-bit picture.

    Chips are sRGB without a profile, so nothing is colour-managed; an alpha channel is dropped, never blended.
    """
    try:
        with Image.open(BytesIO(data)) as picture:
            if picture.mode not in {"RGB", "RGBA", "L", "P"}:
                raise data_error(f"{what} is a picture of mode {picture.mode}; chips are 8-bit RGB")
            return np.asarray(picture.convert("RGB"))
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise data_error(f"{what} cannot be read as a picture: {error}") from error


def resampled_length(length: int, cell_px: float, target: int) -> int:
    """Pixels of one side after resampling: round half up, at least 1."""
    return max(1, math.floor(length * target / cell_px + 0.5))


def triangle_weights(length: int, cell_px: float, target: int) -> FloatArray:
    """Resampling matrix of one axis, [output, length], rows sum to 1."""
    scale = cell_px / target
    support = max(1.0, scale)
    centres = (np.arange(resampled_length(length, cell_px, target)) + 0.5) * scale
    distance = np.abs(np.arange(length)[None, :] + 0.5 - centres[:, None])
    weights = np.maximum(0.0, 1.0 - distance / support)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def resample(picture: NDArray[np.uint8] | FloatArray, cell_px: float, target: int) -> FloatArray:
    """Scale [height, width, 3] so that a cell of `cell_px` pixels becomes `target` pixels; float32, 0..255."""
    height, width = picture.shape[:2]
    along_x = triangle_weights(width, cell_px, target)
    along_y = triangle_weights(height, cell_px, target)
    # One matrix product an axis: [H, 3, W] @ [W, W'] and then [H', H] @ [H, 3 W'].
    rows = np.ascontiguousarray(picture.transpose(0, 2, 1), dtype=np.float32) @ along_x.T
    full = along_y @ rows.reshape(height, -1)
    return np.ascontiguousarray(full.reshape(along_y.shape[0], 3, -1).transpose(0, 2, 1))


def padded_length(length: int, multiple: int) -> int:
    """The next multiple of `multiple` that is not smaller."""
    return -(-length // multiple) * multiple


def axis_overlap(length: int, cells: int, target: int, stride: int, multiple: int) -> FloatArray:
    """Pooling weights of one axis, [cells, padded / stride], rows sum to 1; `length` is the resampled side."""
    low = np.arange(cells) * float(target)
    high = np.minimum(low + target, length)
    if np.any(high <= low):
        raise data_error(
            f"the lattice has {cells} cells of {target} px along a side of {length} px: some lie outside the picture"
        )
    left = np.arange(padded_length(length, multiple) // stride) * float(stride)
    overlap = np.minimum(high[:, None], left[None, :] + stride) - np.maximum(low[:, None], left[None, :])
    return (np.maximum(overlap, 0.0) / (high - low)[:, None]).astype(np.float32)


def pooling_matrix(size: tuple[int, int], lattice: Lattice, spec: InputSpec, stride: int) -> FloatArray:
    """Area-overlap matrix [rows * cols, (H/s) * (W/s)] for a resampled picture of `size` (height, width)."""
    along_y = axis_overlap(size[0], lattice.rows, spec.cell_px, stride, spec.multiple)
    along_x = axis_overlap(size[1], lattice.cols, spec.cell_px, stride, spec.multiple)
    return np.kron(along_y, along_x).astype(np.float32)


def network_input(
    picture: NDArray[np.uint8], lattice: Lattice, spec: InputSpec, strides: tuple[int, ...]
) -> NetworkInput:
    """The whole way from decoded pixels to the graph's inputs."""
    small = resample(picture, lattice.cell_px, spec.cell_px)
    height, width = small.shape[:2]
    shape = (1, padded_length(height, spec.multiple), padded_length(width, spec.multiple), 3)
    image = np.full(shape, spec.mean, np.float32)
    image[0, :height, :width] = small
    pools = tuple(pooling_matrix((height, width), lattice, spec, stride) for stride in strides)
    return NetworkInput(image=image, pools=pools)

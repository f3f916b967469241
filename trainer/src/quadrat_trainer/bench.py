"""`python -m quadrat_trainer.bench`: one JSON row a figure, {name, value, unit}; each is the best of a few runs.

Times are processor seconds of one thread: what a quiet core needs, whatever else the machine does meanwhile.

Head training: 10,000 cells x 1,232 features, two outputs, from features in memory to a folded head.
Extraction: one 384 x 384 px chip of 64 cells in one pass, against one crop of 224 px a cell through the same network.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import msgspec
import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.config import CONFIG
from quadrat_trainer.driver import Embedder
from quadrat_trainer.export import export_backbone
from quadrat_trainer.head import train_head
from quadrat_trainer.imagenet import load_backbone
from quadrat_trainer.package import default_input
from quadrat_trainer.preprocess import Lattice, resample
from quadrat_trainer.synthetic_images import synthetic_check_images

CELLS, FEATURES, GRID, CROP = 10_000, 1232, 8, 224


def fastest(work: Callable[[], object], runs: int) -> float:
    """Processor seconds of the fastest of `runs`: the machine's other work only ever adds."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def synthetic_cells(n: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Two overlapping clouds in the embedding's dimensions."""
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, n)
    X = rng.normal(0, 1, (n, FEATURES)).astype(np.float32)
    X[:, :100] += 0.25 * y[:, None]
    return X, y


def rows() -> list[dict[str, object]]:
    """All figures."""
    X, y = synthetic_cells(CELLS)
    head = fastest(lambda: train_head(X, y, 2, CONFIG.head.penalty, CONFIG.head), 3)
    spec = default_input()
    files = export_backbone(load_backbone(), spec)
    embedder = Embedder(files.onnx, spec, files.describe())
    picture = synthetic_check_images()[0].picture
    chip = np.rint(resample(picture, picture.shape[0] / GRID, spec.cell_px)).astype(np.uint8)
    whole = fastest(lambda: embedder.embed(chip, Lattice(GRID, GRID, float(spec.cell_px))), 5)
    crop = np.rint(resample(chip[: spec.cell_px, : spec.cell_px], spec.cell_px, CROP)).astype(np.uint8)
    # a crop is one cell: at a cell of 48 px in a picture of 224 px nothing is resampled
    one = Lattice(1, 1, float(spec.cell_px))
    crops = GRID * GRID * fastest(lambda: embedder.embed(crop, one), 10)
    return [
        {"name": "head training, 10,000 cells", "value": round(head, 3), "unit": "s"},
        {"name": "extraction, whole chip of 64 cells, 1 thread", "value": round(1 / whole, 2), "unit": "chips/s"},
        {"name": "extraction, 64 crops of 224 px, 1 thread", "value": round(1 / crops, 3), "unit": "chips/s"},
        {"name": "whole chip against crops", "value": round(crops / whole, 1), "unit": "x"},
    ]


def main() -> None:
    """Print the rows."""
    for row in rows():
        print(msgspec.json.encode(row).decode())


if __name__ == "__main__":
    main()

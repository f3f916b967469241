"""Synthetic check images: the base package has no imagery of its own, and every package needs partial edge cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.package import CheckImage
from quadrat_trainer.preprocess import Lattice


def _synthetic_image(height: int, width: int, seed: int) -> NDArray[np.uint8]:
    """A picture with shades, edges, discs and grain, by integer arithmetic only: equal on every machine."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    shade = np.stack([(x * 200) // width, (y * 180) // height, ((x + y) * 160) // (width + height)], axis=-1)
    rng = np.random.default_rng(seed)
    for _ in range(24):
        cx, cy, r = rng.integers(0, width), rng.integers(0, height), rng.integers(6, 40)
        inside = (x - cx) ** 2 + (y - cy) ** 2 < r * r
        shade[inside] = rng.integers(0, 230, 3)
    return np.clip(shade + rng.integers(0, 26, shade.shape), 0, 255).astype(np.uint8)


def synthetic_check_images() -> list[CheckImage]:
    """Enlarging, shrinking with partial edge cells, and a fractional cell size."""
    return [
        CheckImage(_synthetic_image(320, 320, 1), Lattice(8, 8, 40.0)),
        CheckImage(_synthetic_image(170, 230, 2), Lattice(3, 4, 64.0)),
        CheckImage(_synthetic_image(200, 167, 3), Lattice(6, 5, 33.4)),
    ]

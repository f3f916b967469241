"""Small synthetic jobs: bright cells on a dark picture are class 16, the others absent. Learnable in a second."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
CLASSES = [(16, "bright"), (17, "striped")]
SPLITS = ("train", "train", "train", "calibration", "test", "test")


@dataclass
class Options:
    """What a synthetic job looks like."""

    kind: str = "TRAIN_HEAD"
    chips: int = 12
    rows: int = 4
    cols: int = 4
    cell_px: float = 24.0
    params: dict[str, Any] = field(default_factory=dict)
    splits: tuple[str, ...] = SPLITS
    codes: tuple[int, ...] = (1, 16)
    labelled: bool = True
    deployed: str | None = None
    name: str = "v1"


def identifier(text: str) -> str:
    return str(uuid.uuid5(NAMESPACE, text))


def picture_of(codes: np.ndarray, cell_px: float, rng: np.random.Generator) -> bytes:
    """PNG: grain everywhere, cells of class 16 bright, of class 17 striped."""
    rows, cols = codes.shape
    height, width = round(rows * cell_px), round(cols * cell_px)
    row_of = np.minimum((np.arange(height) / cell_px).astype(int), rows - 1)
    col_of = np.minimum((np.arange(width) / cell_px).astype(int), cols - 1)
    shown = codes[np.ix_(row_of, col_of)]
    stripes = (np.arange(width) // 3 % 2)[None, :] * 110
    level = np.where(shown == 16, 170, np.where(shown == 17, 40 + stripes, 60))
    picture = np.clip(level[..., None] + rng.integers(-25, 26, (height, width, 3)), 0, 255).astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(picture).save(buffer, "PNG")
    return buffer.getvalue()


def write_job(folder: Path, base: Path, options: Options | None = None) -> Path:
    """A whole job folder with job.json, inputs/dataset.jsonl, inputs/model and images/; returns the folder."""
    o = options or Options()
    rng = np.random.default_rng(7)
    images = folder / "images"
    images.mkdir(parents=True)
    classes = [{"code": code, "classId": identifier(name), "name": name} for code, name in CLASSES]
    header = {"contract": 1, "project": {"id": identifier("project"), "name": "synthetic"}, "classes": classes}
    lines = [json.dumps(header)]
    for number in range(1, o.chips + 1):
        codes = rng.choice(np.array(o.codes, np.uint8), (o.rows, o.cols))
        data = picture_of(codes, o.cell_px, rng)
        image = hashlib.sha256(data).hexdigest()
        (images / image).write_bytes(data)
        with Image.open(BytesIO(data)) as picture:
            width, height = picture.size
        chip = {
            "chip": identifier(f"chip {number}"),
            "number": number,
            "asset": hashlib.sha256(b"asset").hexdigest(),
            "assetName": "synthetic.tif",
            "gridRow": 0,
            "gridCol": number,
            "image": image,
            "mediaType": "image/png",
            "width": width,
            "height": height,
            "x": 0,
            "y": 0,
            "rows": o.rows,
            "cols": o.cols,
            "cellPx": o.cell_px,
            "cells": base64.b64encode(codes.tobytes()).decode() if o.labelled else None,
            "block": f"b{number}",
            "split": o.splits[number % len(o.splits)],
        }
        lines.append(json.dumps(chip))
    (folder / "inputs").mkdir()
    (folder / "inputs" / "model").symlink_to(base)
    (folder / "inputs" / "dataset.jsonl").write_text("\n".join(lines) + "\n")
    job = {
        "contract": 2,
        "id": identifier(f"job {o.kind} {o.name}"),
        "kind": o.kind,
        "name": o.name,
        "params": o.params,
        "dataset": "inputs/dataset.jsonl",
        "snapshot": None,
        "model": "inputs/model",
        "deployed": o.deployed,
        "images": "images",
    }
    (folder / "job.json").write_text(json.dumps(job))
    return folder

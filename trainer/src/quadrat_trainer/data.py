"""Reads a dataset (JSON lines, lib/contracts/dataset.ts): a header, then a line a chip."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.config import ABSENT, FIRST_CLASS, UNLABELLED, UNSURE, UNUSABLE
from quadrat_trainer.contract.common import decode
from quadrat_trainer.contract.dataset import DatasetChip, DatasetHeader, SplitName
from quadrat_trainer.errors import data_error
from quadrat_trainer.files import sha256_bytes
from quadrat_trainer.preprocess import Lattice, decode_rgb

CodeArray = NDArray[np.uint8]


@dataclass(frozen=True)
class Chip:
    """A chip and its cell codes [rows * cols]; None where only inference is asked for."""

    line: DatasetChip
    codes: CodeArray | None

    @property
    def lattice(self) -> Lattice:
        """Rows, columns and cell side."""
        return Lattice(self.line.rows, self.line.cols, self.line.cell_px)


@dataclass(frozen=True)
class Dataset:
    """Header and chips in file order."""

    header: DatasetHeader
    chips: list[Chip]
    sha256: str

    def of_split(self, split: SplitName) -> list[Chip]:
        """Chips of one split."""
        return [chip for chip in self.chips if chip.line.split == split]


def _chip(line: bytes, number: int, known: set[int]) -> Chip:
    chip = decode(DatasetChip, line, f"line {number} of the dataset")
    if chip.cells is None:
        return Chip(chip, None)
    codes = np.frombuffer(base64.b64decode(chip.cells), np.uint8)
    if len(codes) != chip.rows * chip.cols:
        raise data_error(
            f"line {number} of the dataset: {len(codes)} cell codes for a lattice of {chip.rows} x {chip.cols}"
        )
    unknown = sorted(set(codes.tolist()) - known)
    if unknown:
        raise data_error(f"line {number} of the dataset: cell code {unknown[0]} is not in the header's classes")
    return Chip(chip, codes)


def read_dataset(path: Path) -> Dataset:
    """Parse and validate. Raises DATA with the line's number."""
    if not path.is_file():
        raise data_error(f"the dataset {path.name} is missing")
    data = path.read_bytes()
    lines = [line for line in data.split(b"\n") if line.strip()]
    if not lines:
        raise data_error("the dataset is empty: its first line must be the header")
    header = decode(DatasetHeader, lines[0], "the dataset's header")
    known = {UNLABELLED, ABSENT, UNSURE, UNUSABLE} | {named.code for named in header.classes}
    chips = [_chip(line, number, known) for number, line in enumerate(lines[1:], start=2)]
    seen: set[str] = set()
    for chip in chips:
        if chip.line.chip in seen:
            raise data_error(f"the dataset lists chip {chip.line.chip} (number {chip.line.number}) twice")
        seen.add(chip.line.chip)
    return Dataset(header, chips, sha256_bytes(data))


def read_picture(images: Path, line: DatasetChip) -> NDArray[np.uint8]:
    """Decoded pixels of a chip, hash and size checked. Raises DATA."""
    what = f"the picture of chip {line.number}"
    path = images / line.image
    if not path.is_file():
        raise data_error(f"{what} ({line.image[:12]}...) is missing")
    data = path.read_bytes()
    if sha256_bytes(data) != line.image:
        raise data_error(f"{what} is damaged: its content does not match its name {line.image[:12]}...")
    picture = decode_rgb(data, what)
    if picture.shape[:2] != (line.height, line.width):
        raise data_error(
            f"{what} has {picture.shape[1]} x {picture.shape[0]} pixels, the dataset says {line.width} x {line.height}"
        )
    return picture


def is_trainable(codes: CodeArray) -> NDArray[np.bool_]:
    """Cells that carry a decision: absent or a class. Unlabelled, unsure and unusable cells are masked everywhere."""
    return (codes == ABSENT) | (codes >= FIRST_CLASS)

"""lib/contracts/dataset.ts: the lines of a dataset."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from quadrat_trainer.config import FIRST_CLASS
from quadrat_trainer.contract.common import Base64, Model, Positive, PositiveFloat, Sha256, Uuid

SplitName = Literal["train", "calibration", "test"]


class NamedProject(Model, frozen=True, kw_only=True):
    """The project that a dataset belongs to."""

    id: Uuid
    name: str


class DatasetClass(Model, frozen=True, kw_only=True):
    """A class of the project and its cell code."""

    code: Annotated[int, Meta(ge=FIRST_CLASS, le=255)]
    class_id: Uuid
    name: str


class DatasetHeader(Model, frozen=True, kw_only=True):
    """First line of a dataset: what the codes mean."""

    contract: Literal[1]
    project: NamedProject
    classes: list[DatasetClass]


class DatasetChip(Model, frozen=True, kw_only=True):
    """One line a chip; `cells` is base64 of rows x cols codes, row-major."""

    chip: Uuid
    number: int
    asset: Sha256
    asset_name: str
    grid_row: int
    grid_col: int
    image: Sha256
    media_type: str
    width: Positive
    height: Positive
    x: int
    y: int
    rows: Positive
    cols: Positive
    cell_px: PositiveFloat
    cells: Base64 | None
    block: str
    split: SplitName

"""lib/contracts/package.ts: the manifest of a model package."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from quadrat_trainer.contract.common import (
    Instant,
    Model,
    NonNegative,
    PackagePath,
    Positive,
    PositiveFloat,
    Sha256,
    Share,
    Text,
    Uuid,
    decode,
)


class PackageFile(Model, frozen=True, kw_only=True):
    """A file of a package, path relative to the package's folder."""

    path: PackagePath
    sha256: Sha256
    bytes: NonNegative


class PackageOutput(Model, frozen=True, kw_only=True):
    """One column of the head: code 1 is absent, 16 + index a class of the project."""

    code: Annotated[int, Meta(ge=1, le=255)]
    class_id: Uuid | None
    name: Text


class EmbeddingSample(Model, frozen=True, kw_only=True):
    """One number of a check chip's embedding."""

    cell: int
    feature: int
    value: float


class CheckChip(Model, frozen=True, kw_only=True):
    """A chip that goes the whole way, with the probabilities that must come out."""

    image: str
    rows: Positive
    cols: Positive
    cell_px: PositiveFloat
    probs: list[float]
    emb: list[EmbeddingSample]


class InputSpec(Model, frozen=True, kw_only=True):
    """How pictures become network input; see preprocess.py."""

    cell_px: Positive
    colour: Literal["rgb"]
    mean: float
    std: PositiveFloat
    resample: Literal["triangle"]
    multiple: Positive


class Limits(Model, frozen=True, kw_only=True):
    """Largest lattice that the package promises to serve."""

    max_rows: Positive
    max_cols: Positive


class Pool(Model, frozen=True, kw_only=True):
    """One depth of the backbone: graph input of its pooling matrix, stride and channels."""

    input: str
    stride: Positive
    channels: Positive


class TfjsFiles(Model, frozen=True, kw_only=True):
    """Paths and tensor names of the tfjs GraphModel."""

    model: str
    weights: str
    image: str
    embedding: str


class Backbone(Model, frozen=True, kw_only=True):
    """The network below the head, shared by every version with the same hash."""

    id: Text
    sha256: Sha256
    features: Positive
    pools: list[Pool]
    tfjs: TfjsFiles
    onnx: str


class Calibration(Model, frozen=True, kw_only=True):
    """p = softmax(logits / temperature + bias)."""

    temperature: PositiveFloat
    bias: list[float]


class Tolerance(Model, frozen=True, kw_only=True):
    """Largest absolute difference in probability on CPU backends and on GPU backends."""

    cpu: float
    gpu: float


class CheckChips(Model, frozen=True, kw_only=True):
    """Check chips and how exactly they must be met."""

    tolerance: Tolerance
    chips: Annotated[list[CheckChip], Meta(min_length=1)]


class Lineage(Model, frozen=True, kw_only=True):
    """Where a version comes from."""

    snapshot: Sha256 | None
    parent: Sha256 | None
    seed: int
    params: dict[str, Any]
    code: str
    created: Instant


class ManifestParts(Model, frozen=True, kw_only=True):
    """What every contract has."""

    name: Text
    files: Annotated[list[PackageFile], Meta(min_length=1)]
    input: InputSpec
    limits: Limits
    backbone: Backbone
    outputs: list[PackageOutput]
    head: str | None
    calibration: Calibration
    thresholds: dict[str, Share]
    lineage: Lineage


class Manifest(ManifestParts, frozen=True, kw_only=True):
    """manifest.json; the package's identity is the SHA-256 of its bytes."""

    contract: Literal[2]
    check_chips: CheckChips


class Manifest1(ManifestParts, frozen=True, kw_only=True):
    """Contract 1, of packages that were made before. Being named by their hash, they stay as they are."""

    contract: Literal[1]
    golden: CheckChips


class _AnyContract(Model, frozen=True, kw_only=True):
    contract: int


def decode_manifest(data: bytes, what: str) -> Manifest:
    """A manifest of any contract, read as one of contract 2. Raises a DATA error that names `what` and the field."""
    if decode(_AnyContract, data, what).contract != 1:
        return decode(Manifest, data, what)
    old = decode(Manifest1, data, what)
    parts = {name: getattr(old, name) for name in ManifestParts.__struct_fields__}
    return Manifest(contract=2, check_chips=old.golden, **parts)

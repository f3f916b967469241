"""Typed mirror of lib/contracts/*.ts. Both sides load lib/contracts/examples in their tests, so they cannot drift.

Everything is validated when it is decoded: `decode(Manifest, bytes)` raises DATA errors that name the field.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct, field

from quadrat_trainer.errors import ErrorClassName, data_error

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Uuid = Annotated[
    str, Meta(pattern=r"^(?i:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|(0{8}-(0{4}-){3}0{12})|(f{8}-(f{4}-){3}f{12}))\Z")
]
Base64 = Annotated[str, Meta(pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")]
Instant = Annotated[
    str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)\Z")
]
PackagePath = Annotated[str, Meta(pattern=r"^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9_./-]*\Z")]
Text = Annotated[str, Meta(min_length=1)]
Positive = Annotated[int, Meta(gt=0)]
NonNegative = Annotated[int, Meta(ge=0)]
PositiveFloat = Annotated[float, Meta(gt=0)]
Share = Annotated[float, Meta(ge=0, le=1)]


class Model(Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of all payloads: immutable, camelCase on the wire, unknown fields ignored as zod does."""


# --- package.ts


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
    """One number of a golden chip's embedding."""

    cell: int
    feature: int
    value: float


class GoldenChip(Model, frozen=True, kw_only=True):
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


class Golden(Model, frozen=True, kw_only=True):
    """Golden chips and how exactly they must be met."""

    tolerance: Tolerance
    chips: Annotated[list[GoldenChip], Meta(min_length=1)]


class Lineage(Model, frozen=True, kw_only=True):
    """Where a version comes from."""

    snapshot: Sha256 | None
    parent: Sha256 | None
    seed: int
    params: dict[str, Any]
    code: str
    created: Instant


class Manifest(Model, frozen=True, kw_only=True):
    """manifest.json; the package's identity is the SHA-256 of its bytes."""

    contract: Literal[1]
    name: Text
    files: Annotated[list[PackageFile], Meta(min_length=1)]
    input: InputSpec
    limits: Limits
    backbone: Backbone
    outputs: list[PackageOutput]
    head: str | None
    calibration: Calibration
    thresholds: dict[str, Share]
    golden: Golden
    lineage: Lineage


# --- dataset.ts

SplitName = Literal["train", "calibration", "test"]


class NamedProject(Model, frozen=True, kw_only=True):
    """The project that a dataset belongs to."""

    id: Uuid
    name: str


class DatasetClass(Model, frozen=True, kw_only=True):
    """A class of the project and its cell code."""

    code: Annotated[int, Meta(ge=16, le=255)]
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


# --- job.ts

RunnerKind = Literal["embed", "train_head", "finetune", "evaluate", "infer"]


class HeadParams(Model, frozen=True, kw_only=True):
    """Parameters of the logistic head."""

    seed: int = 0
    penalty: PositiveFloat = field(name="lambda", default=0.2)


class FinetuneParams(HeadParams, frozen=True, kw_only=True):
    """Parameters of a short fine-tune."""

    steps: Positive = 120
    batch: Positive = 4
    learning_rate: PositiveFloat = 3e-4


class JobFile(Model, frozen=True, kw_only=True):
    """job.json; all paths are relative to the job's folder."""

    contract: Literal[1]
    id: Uuid
    kind: RunnerKind
    name: Text
    params: dict[str, Any]
    dataset: str
    snapshot: Sha256 | None
    model: str
    champion: str | None
    images: str


# --- result.ts


class Figure(Model, frozen=True, kw_only=True):
    """A figure with its 95 % interval and the n it rests on; null where n is too small."""

    value: float | None
    low: float | None
    high: float | None
    n: NonNegative


class ClassScore(Model, frozen=True, kw_only=True):
    """Figures of one output."""

    code: int
    name: str
    ap: Figure
    recall: Figure
    precision: Figure


class ReliabilityBin(Model, frozen=True, kw_only=True):
    """Mean probability that was said and the share that was right."""

    said: float
    seen: float
    n: int


class Score(Model, frozen=True, kw_only=True):
    """One model on the test cells. Rows of `confusion` are the truth."""

    manifest: Sha256 | None
    cells: NonNegative
    macro_f1: Figure = field(name="macroF1")
    accuracy: Figure
    ece: Figure
    log_loss: Figure
    classes: list[ClassScore]
    confusion: list[list[int]]
    reliability: list[ReliabilityBin]


class Counts(Model, frozen=True, kw_only=True):
    """Chips and labelled cells of a split."""

    chips: int
    cells: int


class CalibrationCounts(Counts, frozen=True, kw_only=True):
    """Chips and cells of the calibration split and what was fitted on them."""

    method: str


class Paired(Model, frozen=True, kw_only=True):
    """Cells that only the candidate (won) or only the champion (lost) gets right, exact McNemar p."""

    won: int
    lost: int
    p: float
    blocks: int


class CacheCounts(Model, frozen=True, kw_only=True):
    """Chips whose features were found, and chips that had to be extracted."""

    hits: int
    misses: int


class TrainMetrics(Model, frozen=True, kw_only=True):
    """Everything that a training run measured."""

    train: Counts
    calibration: CalibrationCounts
    test: Counts
    candidate: Score
    champion: Score | None
    paired: Paired | None
    seconds: dict[str, float]
    cache: CacheCounts


class TrainResult(Model, frozen=True, kw_only=True):
    """result.json of train_head and finetune."""

    contract: Literal[1]
    kind: Literal["train_head", "finetune"]
    manifest: Sha256
    metrics: TrainMetrics


class EvaluateResult(Model, frozen=True, kw_only=True):
    """result.json of evaluate."""

    contract: Literal[1]
    kind: Literal["evaluate"]
    score: Score


class InferResult(Model, frozen=True, kw_only=True):
    """result.json of infer; `proposals` names the artifact."""

    contract: Literal[1]
    kind: Literal["infer"]
    proposals: Sha256
    chips: int
    manifest: Sha256


class EmbedResult(Model, frozen=True, kw_only=True):
    """result.json of embed."""

    contract: Literal[1]
    kind: Literal["embed"]
    chips: int
    cache: CacheCounts


ResultFile = TrainResult | EvaluateResult | InferResult | EmbedResult


class ProposalLine(Model, frozen=True, kw_only=True):
    """One chip of the proposals: base64 of rows x cols x outputs bytes, round(255 p)."""

    chip: Uuid
    probs: Base64


# --- runner.ts


class RunnerIdentity(Model, frozen=True, kw_only=True):
    """Who asks for work."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    version: str
    labels: list[str]


class ClaimRequest(Model, frozen=True, kw_only=True):
    """Asks for one job of the given kinds."""

    runner: RunnerIdentity
    kinds: Annotated[list[RunnerKind], Meta(min_length=1)]


class Lease(Model, frozen=True, kw_only=True):
    """The fence: every call of this attempt carries its token."""

    lease_token: Uuid
    lease_seconds: PositiveFloat
    heartbeat_seconds: PositiveFloat


class JobInput(Model, frozen=True, kw_only=True):
    """A file to lay into the job's folder."""

    path: str
    sha256: Sha256
    bytes: int


class ClaimedJob(Model, frozen=True, kw_only=True):
    """A job with its lease."""

    id: Uuid
    attempt: Positive
    max_attempts: Positive
    lease: Lease
    file: JobFile
    inputs: list[JobInput]


class ClaimReply(Model, frozen=True, kw_only=True):
    """A job, or null and when to ask again."""

    job: ClaimedJob | None
    poll_seconds: PositiveFloat


class Progress(Model, frozen=True, kw_only=True):
    """How far a job is."""

    fraction: Share
    stage: Annotated[str, Meta(max_length=40)]
    text: Annotated[str, Meta(max_length=300)]


class HeartbeatRequest(Model, frozen=True, kw_only=True, omit_defaults=True):
    """Prolongs the lease."""

    lease_token: Uuid
    progress: Progress | None = None


class HeartbeatReply(Model, frozen=True, kw_only=True):
    """The lease from now, and whether a person cancelled."""

    lease_seconds: PositiveFloat
    cancel: bool


LogLevel = Literal["debug", "info", "warning", "error"]


class LogLine(Model, frozen=True, kw_only=True):
    """One line of a job's log."""

    at: Instant
    level: LogLevel
    text: Annotated[str, Meta(max_length=4000)]


class LogRequest(Model, frozen=True, kw_only=True):
    """Lines to append to the job's log."""

    lease_token: Uuid
    lines: Annotated[list[LogLine], Meta(max_length=500)]


class CompleteRequest(Model, frozen=True, kw_only=True):
    """Ends the job with its result."""

    lease_token: Uuid
    result: dict[str, Any]


class CompleteReply(Model, frozen=True, kw_only=True):
    """The stored answer; a repeated complete gets the same one."""

    state: Literal["SUCCEEDED"]
    version_id: Uuid | None
    version: str | None


class JobError(Model, frozen=True, kw_only=True, omit_defaults=True):
    """error.json of a failed run, and the body of a fail call."""

    error_class: ErrorClassName = field(name="class")
    message: Annotated[str, Meta(max_length=2000)]
    detail: Annotated[str, Meta(max_length=20000)] | None = None


class FailRequest(Model, frozen=True, kw_only=True):
    """Gives the job back as failed or cancelled."""

    lease_token: Uuid
    error: JobError


class FailReply(Model, frozen=True, kw_only=True):
    """What the server made of it."""

    state: Literal["QUEUED", "FAILED", "CANCELLED"]


class ArtifactReply(Model, frozen=True, kw_only=True):
    """Bytes of the artifact that the server holds."""

    received: NonNegative
    complete: bool


T = TypeVar("T")


def decode(kind: type[T], data: bytes | str, what: str) -> T:
    """Parse and validate JSON. Raises a DATA error that names `what` and the field."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise data_error(f"{what} does not fit the contract: {error}") from error


def convert(kind: type[T], value: object, what: str) -> T:
    """Validate an already parsed JSON value. Raises a DATA error that names `what` and the field."""
    try:
        return msgspec.convert(value, type=kind)
    except msgspec.ValidationError as error:
        raise data_error(f"{what} does not fit the contract: {error}") from error


RESULT_TYPES: dict[str, type[TrainResult | EvaluateResult | InferResult | EmbedResult]] = {
    "train_head": TrainResult,
    "finetune": TrainResult,
    "evaluate": EvaluateResult,
    "infer": InferResult,
    "embed": EmbedResult,
}


class _Kind(Struct):
    kind: RunnerKind


def decode_result(data: bytes, what: str = "result.json") -> ResultFile:
    """Parse and validate a result by its kind."""
    return decode(RESULT_TYPES[decode(_Kind, data, what).kind], data, what)

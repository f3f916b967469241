"""lib/contracts/result.ts: figures, metrics and result.json."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from quadrat_trainer.contract.common import Base64, Code, Model, NonNegative, Sha256, Share, Uuid, decode
from quadrat_trainer.contract.job import RunnerKind


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
    """Of a reliability diagram: mean predicted probability and observed fraction of right ones."""

    predicted: float
    observed: float
    n: int


class Spread(Model, frozen=True, kw_only=True):
    """Test blocks that a score rests on, and how many an interval needs."""

    blocks: NonNegative
    needs: NonNegative


class Score(Model, frozen=True, kw_only=True):
    """One model on the test cells. Rows of `confusion` are the truth."""

    manifest: Sha256 | None
    cells: NonNegative
    spread: Spread | UnsetType = UNSET
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
    """Cells that only the candidate (won) or only the deployed version (lost) gets right, exact McNemar p."""

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
    deployed: Score | None
    paired: Paired | None
    seconds: dict[str, float]
    cache: CacheCounts


class TrainResult(Model, frozen=True, kw_only=True):
    """result.json of TRAIN_HEAD and FINETUNE."""

    contract: Literal[2]
    kind: Literal["TRAIN_HEAD", "FINETUNE"]
    manifest: Sha256
    metrics: TrainMetrics


class EvaluateResult(Model, frozen=True, kw_only=True):
    """result.json of evaluate."""

    contract: Literal[2]
    kind: Literal["EVALUATE"]
    score: Score


class InferResult(Model, frozen=True, kw_only=True):
    """result.json of infer; `proposals` names the artifact."""

    contract: Literal[2]
    kind: Literal["INFER"]
    proposals: Sha256
    chips: int
    manifest: Sha256


class EmbedResult(Model, frozen=True, kw_only=True):
    """result.json of embed."""

    contract: Literal[2]
    kind: Literal["EMBED"]
    chips: int
    cache: CacheCounts


class ClassIssues(Model, frozen=True, kw_only=True):
    """Checked labels of one class: how many, how many flagged, and how many are likely wrong in all."""

    code: Code
    cells: NonNegative
    flagged: NonNegative
    estimated: NonNegative


class LabelIssuesSummary(Model, frozen=True, kw_only=True):
    """What confident learning says of all labels; `unchecked` are those of classes that are too rare."""

    chips: NonNegative
    cells: NonNegative
    unchecked: NonNegative
    blocks: NonNegative
    flagged: NonNegative
    estimated: NonNegative
    classes: list[ClassIssues]


class LabelIssuesResult(Model, frozen=True, kw_only=True):
    """result.json of label_issues; `issues` names the artifact, lines of LabelIssueLine."""

    contract: Literal[2]
    kind: Literal["LABEL_ISSUES"]
    issues: Sha256
    lines: NonNegative
    summary: LabelIssuesSummary


ResultFile = TrainResult | EvaluateResult | InferResult | EmbedResult | LabelIssuesResult


ChipEmbedding = Annotated[Base64, Meta(min_length=344, max_length=344)]
"""64 numbers, float32"""


class ProposalLine(Model, frozen=True, kw_only=True):
    """One chip of the proposals: base64 of rows x cols x outputs bytes, round(255 p); and the
    random projection of its mean embedding: base64 of 64 numbers, float32, little endian (random_projection.py)."""

    chip: Uuid
    probs: Base64
    embedding: ChipEmbedding | UnsetType = UNSET


class LabelIssueLine(Model, frozen=True, kw_only=True):
    """One label that was checked; probabilities are out of fold, `quality` is the normalised margin."""

    chip: Uuid
    cell: NonNegative
    given: Code
    probability: Share
    suggested: Code
    suggested_probability: Share
    quality: Share
    is_issue: bool


RESULT_TYPES: dict[str, type[ResultFile]] = {
    "TRAIN_HEAD": TrainResult,
    "FINETUNE": TrainResult,
    "EVALUATE": EvaluateResult,
    "INFER": InferResult,
    "EMBED": EmbedResult,
    "LABEL_ISSUES": LabelIssuesResult,
}


class _Kind(Struct):
    kind: RunnerKind


def decode_result(data: bytes, what: str = "result.json") -> ResultFile:
    """Parse and validate a result by its kind."""
    return decode(RESULT_TYPES[decode(_Kind, data, what).kind], data, what)

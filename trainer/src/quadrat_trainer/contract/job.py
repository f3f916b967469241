"""lib/contracts/job.ts: job.json and its parameters."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, field

from quadrat_trainer.config import CONFIG
from quadrat_trainer.contract.common import Model, Positive, PositiveFloat, Sha256, Text, Uuid

RunnerKind = Literal["EMBED", "TRAIN_HEAD", "FINETUNE", "EVALUATE", "INFER", "LABEL_ISSUES"]


class HeadParams(Model, frozen=True, kw_only=True):
    """Parameters of the logistic head."""

    seed: int = 0
    penalty: PositiveFloat = field(name="lambda", default=CONFIG.head.penalty)


class FinetuneParams(HeadParams, frozen=True, kw_only=True):
    """Parameters of a short fine-tune."""

    steps: Positive = CONFIG.finetune.steps
    batch: Positive = CONFIG.finetune.batch
    learning_rate: PositiveFloat = CONFIG.finetune.learning_rate


class LabelIssuesParams(HeadParams, frozen=True, kw_only=True):
    """Parameters of the search for wrong labels."""

    folds: Annotated[int, Meta(ge=2)] = CONFIG.label_issues.folds
    limit: Positive = CONFIG.label_issues.limit


class JobFile(Model, frozen=True, kw_only=True):
    """job.json; all paths are relative to the job's folder."""

    contract: Literal[2]
    id: Uuid
    kind: RunnerKind
    name: Text
    params: dict[str, Any]
    dataset: str
    snapshot: Sha256 | None
    model: str
    deployed: str | None
    images: str

"""lib/contracts/job.ts: job.json and its parameters."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import field

from quadrat_trainer.contract.common import Model, Positive, PositiveFloat, Sha256, Text, Uuid

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

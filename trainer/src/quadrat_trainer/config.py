"""The one frozen source of defaults. Job parameters come over these; nothing else in the package holds a default."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

PACKAGE_CONTRACT: Final = 2
"""Of the manifest.json that this trainer writes."""
JOB_CONTRACT: Final = 2
"""Of job.json and result.json."""

UNLABELLED, ABSENT, UNSURE, UNUSABLE = 0, 1, 2, 3
FIRST_CLASS = 16
"""Cell codes of lib/contracts: 16 + index is a class of the project; 0, 2 and 3 carry no label and are masked."""


@dataclass(frozen=True)
class InputConfig:
    """How a chip becomes network input."""

    cell_px: int = 48
    mean: float = 127.0
    std: float = 128.0
    multiple: int = 32
    max_rows: int = 64
    max_cols: int = 64


@dataclass(frozen=True)
class HeadConfig:
    """Logistic head: penalty on the mean loss, steps of L-BFGS, and what a training set must at least have."""

    penalty: float = 0.2
    steps: int = 60
    sd_floor: float = 1e-3
    min_chips: int = 2
    min_cells_per_output: int = 5


@dataclass(frozen=True)
class CalibrationConfig:
    """Repairs are fitted on calibration blocks and kept only where cross-fitted log loss improves by `min_gain`."""

    folds: int = 5
    min_cells: int = 40
    min_gain: float = 1e-4
    bias_penalty: float = 1.0


@dataclass(frozen=True)
class LabelIssuesConfig:
    """Search for wrong labels: `folds` of blocks, dealt `repeats` times; heads learn from `train_cells` at most.

    `clean_penalty`: of the heads that learn from labels that nothing speaks against, which bear less shrinkage;
    `neighbour_penalty`: of those that learn from the cells around.
    """

    folds: int = 5
    repeats: int = 3
    train_cells: int = 60_000
    clean_penalty: float = 0.05
    neighbour_penalty: float = 0.01
    limit: int = 100_000


@dataclass(frozen=True)
class EvaluationConfig:
    """Block bootstrap and reliability bins. Below `min_blocks` blocks an interval would mislead, so there is none."""

    resamples: int = 1000
    min_blocks: int = 10
    bins: int = 15


@dataclass(frozen=True)
class FinetuneConfig:
    """Short fine-tune: stages from stride 16 on, AdamW, one cycle, frozen batch-norm statistics."""

    steps: int = 120
    batch: int = 4
    learning_rate: float = 3e-4
    weight_decay: float = 1e-2
    warm_share: float = 0.3
    first_trained_block: int = 5
    brightness: float = 0.15
    contrast: float = 0.15
    saturation: float = 0.15


@dataclass(frozen=True)
class CheckConfig:
    """Check chips: how many a trained package carries, samples of the embedding, and the allowed differences."""

    chips: int = 2
    emb_samples: int = 24
    tolerance_cpu: float = 1e-4
    tolerance_gpu: float = 1e-3


@dataclass(frozen=True)
class RunnerConfig:
    """Timing of the runner that the server does not dictate."""

    stop_before_deadline: float = 10.0
    part_bytes: int = 4 * 1024 * 1024
    chunk_bytes: int = 64 * 1024
    request_timeout: float = 10.0
    retry_first: float = 0.5
    retry_longest: float = 30.0
    log_seconds: float = 2.0
    kill_grace: float = 5.0


@dataclass(frozen=True)
class Config:
    """All defaults together."""

    input: InputConfig = field(default_factory=InputConfig)
    head: HeadConfig = field(default_factory=HeadConfig)
    calibration: CalibrationConfig = field(default_factory=CalibrationConfig)
    label_issues: LabelIssuesConfig = field(default_factory=LabelIssuesConfig)
    evaluation: EvaluationConfig = field(default_factory=EvaluationConfig)
    finetune: FinetuneConfig = field(default_factory=FinetuneConfig)
    checks: CheckConfig = field(default_factory=CheckConfig)
    runner: RunnerConfig = field(default_factory=RunnerConfig)
    infer_keeps_chips: int = 5000
    """an inference over more chips leaves no features behind: 64 cells take 0.3 MB"""
    premark: float = 0.45
    """smallest probability worth pre-marking; stored per output as the package's thresholds"""


CONFIG = Config()

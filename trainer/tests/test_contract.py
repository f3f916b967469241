"""The examples of lib/contracts, which the TypeScript suite parses too."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest

import vectors
from quadrat_trainer.config import CONFIG, FIRST_CLASS
from quadrat_trainer.contract import dataset, job, package, result, runner
from quadrat_trainer.contract.common import decode
from quadrat_trainer.data import is_trainable
from quadrat_trainer.errors import TrainerError
from quadrat_trainer.split import block_percent, split_of_block

PAYLOADS = {
    "artifact-reply": runner.ArtifactReply,
    "claim-reply": runner.ClaimReply,
    "claim-request": runner.ClaimRequest,
    "complete-reply": runner.CompleteReply,
    "complete-request": runner.CompleteRequest,
    "dataset-chip": dataset.DatasetChip,
    "dataset-header": dataset.DatasetHeader,
    "fail-reply": runner.FailReply,
    "fail-request": runner.FailRequest,
    "finetune-params": job.FinetuneParams,
    "head-params": job.HeadParams,
    "heartbeat-reply": runner.HeartbeatReply,
    "heartbeat-request": runner.HeartbeatRequest,
    "job-file": job.JobFile,
    "label-issue-line": result.LabelIssueLine,
    "label-issues-params": job.LabelIssuesParams,
    "log-request": runner.LogRequest,
    "manifest": package.Manifest,
    "manifest-1": package.Manifest1,
    "proposal-line": result.ProposalLine,
}
RULES = {"agreement.json", "cell-codes.json", "grid-limits.json", "pooling.json", "resample.json", "split.json"}
"""Examples of rules that both languages hold, not of payloads."""


def examples(folder: str) -> list[Path]:
    return [path for path in sorted((vectors.EXAMPLES / folder).glob("*.json")) if path.name not in RULES]


def parse(path: Path) -> object:
    name = path.name.split(".")[0]
    if name == "result-file":
        return result.decode_result(path.read_bytes(), path.name)
    return decode(PAYLOADS[name], path.read_bytes(), path.name)


@pytest.mark.parametrize("path", examples("."), ids=lambda path: path.stem)
def test_example_is_accepted_and_nothing_is_lost(path: Path) -> None:
    assert json.loads(msgspec.json.encode(parse(path))) == json.loads(path.read_text())


@pytest.mark.parametrize("path", examples("invalid"), ids=lambda path: path.stem)
def test_bad_example_is_refused(path: Path) -> None:
    with pytest.raises(TrainerError, match="does not fit the contract"):
        parse(path)


def test_every_payload_has_an_example_and_a_schema() -> None:
    seen = {path.name.split(".")[0] for path in examples(".")}
    assert seen == {*PAYLOADS, "result-file"}
    assert {path.stem for path in (vectors.EXAMPLES.parent / "schema").glob("*.json")} == seen


SPLITS = json.loads((vectors.EXAMPLES / "split.json").read_text())["splits"]


@pytest.mark.parametrize("case", SPLITS, ids=lambda case: case["block"])
def test_split_is_the_same_as_in_typescript(case: dict) -> None:
    assert block_percent(case["salt"], case["block"]) == case["percent"]
    assert split_of_block(case["salt"], case["block"]) == case["split"]


CODES = json.loads((vectors.EXAMPLES / "cell-codes.json").read_text())["codes"]


@pytest.mark.parametrize("case", CODES, ids=lambda case: str(case["code"]))
def test_cells_that_train_are_the_same_as_in_typescript(case: dict) -> None:
    code, index = case["code"], case["classIndex"]
    assert bool(is_trainable(np.array([code], np.uint8))[0]) == case["trainable"]
    assert (code - FIRST_CLASS if code >= FIRST_CLASS else None) == index


def test_packages_are_written_with_the_limits_of_a_project() -> None:
    limits = json.loads((vectors.EXAMPLES / "grid-limits.json").read_text())["limits"]
    assert (CONFIG.input.max_rows, CONFIG.input.max_cols) == (limits["maxRows"], limits["maxCols"])

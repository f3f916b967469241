"""The trainer is a function of a folder: job.json and inputs in, result.json and artifacts (or error.json) out."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from quadrat_trainer.config import CONFIG, JOB_CONTRACT
from quadrat_trainer.contract.common import convert, decode
from quadrat_trainer.contract.job import HeadParams, JobFile, RunnerKind
from quadrat_trainer.contract.result import (
    EmbedResult,
    EvaluateResult,
    InferResult,
    ProposalLine,
    ResultFile,
    TrainResult,
)
from quadrat_trainer.contract.runner import JobError
from quadrat_trainer.data import read_dataset
from quadrat_trainer.driver import load_package
from quadrat_trainer.errors import data_error, is_disk_full, user_error
from quadrat_trainer.evaluate import Truth, score
from quadrat_trainer.features import FeatureCache
from quadrat_trainer.files import sha256_file, stable_json, write_atomic
from quadrat_trainer.job_files import (
    ERROR_FILE,
    JOB_FILE,
    PROPOSALS_FILE,
    RESULT_FILE,
    describe_failure,
    drop_outputs,
)
from quadrat_trainer.label_issues import find_issues
from quadrat_trainer.package import BackboneFiles
from quadrat_trainer.random_projection import project_mean
from quadrat_trainer.report import Report
from quadrat_trainer.train import JobContext, Trained, collect, finish, fit_head


def _train_head(context: JobContext) -> TrainResult:
    params = convert(HeadParams, context.file.params, "params of job.json")
    dataset = read_dataset(context.folder / context.file.dataset)
    package = load_package(context.folder / context.file.model)
    fitted, outputs, counts, cache = fit_head(context, dataset, package, params.penalty)
    trained = Trained(
        backbone=BackboneFiles.of_package(package.folder, package.manifest.backbone),
        features=FeatureCache(context.cache, package.embedder),
        head=fitted.fold(),
        outputs=outputs,
        train=counts,
        cache=cache,
        parent=package.sha256,
        params={"kind": "TRAIN_HEAD", **msgspec.to_builtins(params)},
        seed=params.seed,
    )
    return finish(context, dataset, trained)


def _finetune(context: JobContext) -> TrainResult:
    # torch takes seconds to import and the other kinds never need it
    from quadrat_trainer.finetune import finetune  # noqa: PLC0415 - imports torch

    return finetune(context)


def _evaluate(context: JobContext) -> EvaluateResult:
    dataset = read_dataset(context.folder / context.file.dataset)
    package = load_package(context.folder / context.file.model)
    outputs = package.manifest.outputs
    if not outputs:
        raise user_error(f"{package.manifest.name} is a base package without outputs: there is nothing to evaluate.")
    features = FeatureCache(context.cache, package.embedder)
    cells, _ = collect(dataset.of_split("test"), outputs, features, context, context.done("features", (0.02, 0.8)))
    test = Truth(cells.y, cells.blocks)
    measured = score(package.probabilities(cells.X), test, outputs, context.seed, CONFIG.evaluation)
    named = msgspec.structs.replace(measured, manifest=package.sha256)
    return EvaluateResult(contract=JOB_CONTRACT, kind="EVALUATE", score=named)


def _infer(context: JobContext) -> InferResult:
    dataset = read_dataset(context.folder / context.file.dataset)
    package = load_package(context.folder / context.file.model)
    features = FeatureCache(context.cache, package.embedder, keep=len(dataset.chips) <= CONFIG.infer_keeps_chips)
    lines: list[bytes] = []
    step = 256
    for start in range(0, len(dataset.chips), step):
        chips = dataset.chips[start : start + step]
        span = (start / len(dataset.chips), (start + len(chips)) / len(dataset.chips))
        found = features.embed(chips, context.images, context.done("infer", span))
        for chip, embedding in zip(chips, found.embeddings, strict=True):
            levels = np.rint(255 * package.probabilities(embedding)).astype(np.uint8)
            line = ProposalLine(
                chip=chip.line.chip,
                probs=base64.b64encode(levels.tobytes()).decode(),
                embedding=base64.b64encode(project_mean(embedding).tobytes()).decode(),
            )
            lines.append(msgspec.json.encode(line) + b"\n")
    path = context.folder / PROPOSALS_FILE
    write_atomic(path, b"".join(lines))
    return InferResult(
        contract=JOB_CONTRACT,
        kind="INFER",
        proposals=sha256_file(path),
        chips=len(dataset.chips),
        manifest=package.sha256,
    )


def _embed(context: JobContext) -> EmbedResult:
    dataset = read_dataset(context.folder / context.file.dataset)
    package = load_package(context.folder / context.file.model)
    features = FeatureCache(context.cache, package.embedder)
    counts = features.warm(dataset.chips, context.images, context.done("features", (0.02, 1.0)))
    return EmbedResult(contract=JOB_CONTRACT, kind="EMBED", chips=len(dataset.chips), cache=counts)


KINDS: dict[RunnerKind, Callable[[JobContext], ResultFile]] = {
    "TRAIN_HEAD": _train_head,
    "FINETUNE": _finetune,
    "EVALUATE": _evaluate,
    "INFER": _infer,
    "EMBED": _embed,
    "LABEL_ISSUES": find_issues,
}


def run_job(folder: Path, cache: Path, report: Report) -> ResultFile:
    """Do what job.json says and write result.json last. Raises TrainerError."""
    path = folder / JOB_FILE
    if not path.is_file():
        raise data_error(f"{folder} has no {JOB_FILE}")
    file = decode(JobFile, path.read_bytes(), JOB_FILE)
    for name in (RESULT_FILE, ERROR_FILE):
        (folder / name).unlink(missing_ok=True)
    report.progress(0.0, "start", f"{file.kind} {file.name}")
    result = KINDS[file.kind](JobContext(folder, file, cache, report))
    write_atomic(folder / RESULT_FILE, stable_json(result))
    report.progress(1.0, "done", f"{file.kind} {file.name}")
    return result


def run_and_record(folder: Path, cache: Path, report: Report) -> JobError | None:
    """Run the job; on failure write error.json, log it and return it. None on success."""
    try:
        run_job(folder, cache, report)
    except Exception as error:  # noqa: BLE001 - the last place that sees a failure, and it records every one
        failure = describe_failure(error, folder)
        report.log(failure.message, "error")
        if folder.is_dir():
            if is_disk_full(error):
                # what was made so far is of no use, and the reason needs room
                drop_outputs(folder)
            write_atomic(folder / ERROR_FILE, stable_json(failure))
        return failure
    return None

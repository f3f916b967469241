"""Training a version: which cells, the head, calibration, evaluation beside the deployed version, and the package.

TRAIN_HEAD and FINETUNE share everything here but the way to a backbone and a head.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from quadrat_trainer import __version__
from quadrat_trainer.calibrate import calibrate
from quadrat_trainer.config import ABSENT, CONFIG, JOB_CONTRACT
from quadrat_trainer.contract.common import convert
from quadrat_trainer.contract.job import HeadParams, JobFile
from quadrat_trainer.contract.package import Lineage, PackageOutput
from quadrat_trainer.contract.result import (
    CacheCounts,
    CalibrationCounts,
    Counts,
    Paired,
    Score,
    TrainMetrics,
    TrainResult,
)
from quadrat_trainer.data import Chip, Dataset, is_trainable, read_picture
from quadrat_trainer.driver import Package, load_package
from quadrat_trainer.errors import user_error
from quadrat_trainer.evaluate import Truth, align_outputs, paired, score
from quadrat_trainer.features import Done, FeatureCache
from quadrat_trainer.head import FittedHead, Head, calibrated, train_head
from quadrat_trainer.package import BackboneFiles, CheckImage, Classifier, write_package
from quadrat_trainer.preprocess import FloatArray
from quadrat_trainer.report import Report, now
from quadrat_trainer.synthetic_images import synthetic_check_images


@dataclass(frozen=True)
class JobContext:
    """A job's folder, where features are cached, and where it reports."""

    folder: Path
    file: JobFile
    cache: Path
    report: Report
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def images(self) -> Path:
        """Folder with pictures named by their hash."""
        return self.folder / self.file.images

    @property
    def seed(self) -> int:
        """Seed of the bootstrap and of everything else that draws; every kind may have it among its params."""
        return convert(HeadParams, self.file.params, "params of job.json").seed

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add the time of a stage to `seconds`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 3)

    def done(self, stage: str, span: tuple[float, float]) -> Done:
        """A callback that reports chips done within `span` of the whole job."""

        def report(count: int, total: int) -> None:
            share = span[0] + (span[1] - span[0]) * count / max(1, total)
            self.report.progress(share, stage, f"{count} of {total} chips")

        return report


@dataclass(frozen=True)
class Cells:
    """Labelled cells of some chips: embeddings [n, features], output index and block number [n]."""

    X: FloatArray
    y: NDArray[np.int64]
    blocks: NDArray[np.int64]
    chips: int

    @property
    def counts(self) -> Counts:
        """Chips and cells."""
        return Counts(chips=self.chips, cells=len(self.y))


@cache
def source_revision() -> str:
    """Version and hash of the trainer's own source files."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return f"quadrat-trainer {__version__} {digest.hexdigest()[:12]}"


def masked(chip: Chip, codes: list[int]) -> NDArray[np.bool_]:
    """Cells of a chip that count: those with one of the codes."""
    if chip.codes is None:
        return np.zeros(chip.line.rows * chip.line.cols, np.bool_)
    return np.isin(chip.codes, codes)


def counts_by_code(chips: list[Chip]) -> dict[int, int]:
    """Cells with a label that can be learnt, by code."""
    counts: dict[int, int] = {}
    for chip in chips:
        if chip.codes is not None:
            for code, n in zip(*np.unique(chip.codes[is_trainable(chip.codes)], return_counts=True), strict=True):
                counts[int(code)] = counts.get(int(code), 0) + int(n)
    return counts


def named_outputs(dataset: Dataset) -> dict[int, PackageOutput]:
    """Absent and the classes of the dataset, by code."""
    classes = [PackageOutput(code=c.code, class_id=c.class_id, name=c.name) for c in dataset.header.classes]
    return {output.code: output for output in [PackageOutput(code=ABSENT, class_id=None, name="absent"), *classes]}


def choose_outputs(dataset: Dataset, report: Report) -> list[PackageOutput]:
    """Outputs of the head: absent first, then classes by code, each with enough training cells.

    Raises USER, with the numbers, when the training split cannot train a head.
    """
    chips = [chip for chip in dataset.of_split("train") if chip.codes is not None and is_trainable(chip.codes).any()]
    need = CONFIG.head
    if len(chips) < need.min_chips:
        raise user_error(
            f"Training needs at least {need.min_chips} labelled chips in training blocks; there are {len(chips)}. "
            f"Label more chips. (The dataset has {len(dataset.chips)} chips in all.)"
        )
    named = named_outputs(dataset)
    counts = counts_by_code(chips)
    kept = [code for code in sorted(counts) if counts[code] >= need.min_cells_per_output]
    for code in sorted(set(counts) - set(kept)):
        report.log(
            f"'{named[code].name}' is left out: {counts[code]} training cells, needs {need.min_cells_per_output}.",
            "warning",
        )
    if len(kept) < 2:
        words = ", ".join(f"{named[code].name}: {n}" for code, n in sorted(counts.items()))
        raise user_error(
            f"Training needs at least {need.min_cells_per_output} cells of two different kinds in training blocks; "
            f"there are {words} in {len(chips)} chips. Label cells of another class, or mark cells as absent."
        )
    return [named[code] for code in kept]


def collect(
    chips: list[Chip], outputs: list[PackageOutput], features: FeatureCache, context: JobContext, done: Done
) -> tuple[Cells, CacheCounts]:
    """Embeddings and output indices of the labelled cells of `chips`, without unsure and unusable ones."""
    codes = [output.code for output in outputs]
    used = [chip for chip in chips if masked(chip, codes).any()]
    unknown = sum(n for code, n in counts_by_code(chips).items() if code not in codes)
    if unknown:
        context.report.log(
            f"{unknown} labelled cells are of classes that the model has no output for; left out.", "warning"
        )
    found = features.embed(used, context.images, done)
    index = np.zeros(256, np.int64)
    index[codes] = np.arange(len(codes))
    block_of = {name: i for i, name in enumerate(sorted({chip.line.block for chip in used}))}
    X, y, blocks = [], [], []
    for chip, embedding in zip(used, found.embeddings, strict=True):
        mask = masked(chip, codes)
        if chip.codes is not None:
            X.append(embedding[mask])
            y.append(index[chip.codes[mask]])
            blocks.append(np.full(int(mask.sum()), block_of[chip.line.block]))
    if not X:
        empty = np.zeros(0, np.int64)
        return Cells(np.zeros((0, features.features), np.float32), empty, empty, 0), found.cache
    return Cells(np.concatenate(X), np.concatenate(y), np.concatenate(blocks), len(used)), found.cache


def _deployed(
    context: JobContext, dataset: Dataset, outputs: list[PackageOutput], p: NDArray[np.float64], cells: Cells
) -> tuple[Score | None, Paired | None]:
    """The deployed package on the very same test cells; (None, None) without one or without shared outputs."""
    if context.file.deployed is None:
        return None, None
    deployed = load_package(context.folder / context.file.deployed)
    if deployed.head is None:
        context.report.log("The deployed package has no outputs, so there is nothing to compare with.")
        return None, None
    features = FeatureCache(context.cache, deployed.embedder)
    done = context.done("deployed", (0.86, 0.9))
    same, _ = collect(dataset.of_split("test"), outputs, features, context, done)
    theirs = align_outputs(deployed.probabilities(same.X), deployed.codes, [output.code for output in outputs])
    if theirs is None:
        context.report.log("The deployed version shares fewer than two outputs with this one: not compared.", "warning")
        return None, None
    test = Truth(cells.y, cells.blocks)
    measured = score(theirs, test, outputs, context.seed, CONFIG.evaluation)
    return msgspec.structs.replace(measured, manifest=deployed.sha256), paired(p, theirs, test)


def check_images_of(dataset: Dataset, images: Path) -> list[CheckImage]:
    """Real chips that show most kinds of cells (test chips first), and a synthetic one with partial edge cells."""

    def kinds(chip: Chip) -> int:
        return len(np.unique(chip.codes)) if chip.codes is not None else 0

    ranked = sorted(dataset.chips, key=lambda chip: (chip.line.split != "test", -kinds(chip), chip.line.number))
    real = [CheckImage(read_picture(images, c.line), c.lattice) for c in ranked[: CONFIG.checks.chips]]
    return [*real, synthetic_check_images()[1]]


@dataclass(frozen=True)
class Trained:
    """A backbone with a head that was fitted on training cells."""

    backbone: BackboneFiles
    features: FeatureCache
    head: Head
    outputs: list[PackageOutput]
    train: Counts
    cache: CacheCounts
    parent: str
    params: dict[str, object]
    seed: int


def finish(context: JobContext, dataset: Dataset, trained: Trained) -> TrainResult:
    """Calibrate on calibration, score on test blocks beside the deployed version, write and check a package."""
    report, outputs = context.report, trained.outputs
    with context.timed("features"):
        held_out, cache_calibration = collect(
            dataset.of_split("calibration"),
            outputs,
            trained.features,
            context,
            context.done("features", (0.6, 0.7)),
        )
        test, cache_test = collect(
            dataset.of_split("test"), outputs, trained.features, context, context.done("features", (0.7, 0.8))
        )
    report.progress(0.8, "calibrate", f"{len(held_out.y)} cells")
    with context.timed("calibrate"):
        logits = np.asarray(trained.head.logits(held_out.X), np.float64)
        fitted = calibrate(logits, held_out.y, held_out.blocks, CONFIG.calibration)
    report.log(f"Calibration on {held_out.chips} chips, {len(held_out.y)} cells: {fitted.method}.")
    report.progress(0.84, "evaluate", f"{len(test.y)} cells in {len(np.unique(test.blocks))} blocks")
    with context.timed("evaluate"):
        p = calibrated(trained.head.logits(test.X), fitted.calibration)
        candidate = score(p, Truth(test.y, test.blocks), outputs, trained.seed, CONFIG.evaluation)
        deployed, pair = _deployed(context, dataset, outputs, p, test)
    if not len(test.y):
        report.log("No labelled chip lies in a test block yet, so nothing could be measured.", "warning")
    report.progress(0.92, "export", "writing the package")
    with context.timed("export"):
        lineage = Lineage(
            snapshot=context.file.snapshot,
            parent=trained.parent,
            seed=trained.seed,
            params=dict(trained.params),
            code=source_revision(),
            created=now(),
        )
        classifier = Classifier(outputs, trained.head, fitted.calibration)
        images = check_images_of(dataset, context.images)
        folder = context.folder / "package"
        manifest = write_package(folder, context.file.name, trained.backbone, classifier, images, lineage)
        load_package(folder)
    counts = [trained.cache, cache_calibration, cache_test]
    return TrainResult(
        contract=JOB_CONTRACT,
        kind="FINETUNE" if context.file.kind == "FINETUNE" else "TRAIN_HEAD",
        manifest=manifest,
        metrics=TrainMetrics(
            train=trained.train,
            calibration=CalibrationCounts(chips=held_out.chips, cells=len(held_out.y), method=fitted.method),
            test=test.counts,
            candidate=msgspec.structs.replace(candidate, manifest=manifest),
            deployed=deployed,
            paired=pair,
            seconds=context.seconds,
            cache=CacheCounts(hits=sum(c.hits for c in counts), misses=sum(c.misses for c in counts)),
        ),
    )


def fit_head(
    context: JobContext, dataset: Dataset, package: Package, penalty: float
) -> tuple[FittedHead, list[PackageOutput], Counts, CacheCounts]:
    """Head on the frozen features of the training chips."""
    outputs = choose_outputs(dataset, context.report)
    features = FeatureCache(context.cache, package.embedder)
    with context.timed("features"):
        cells, cache_counts = collect(
            dataset.of_split("train"), outputs, features, context, context.done("features", (0.02, 0.3))
        )
    context.report.progress(0.3, "train", f"{len(cells.y)} cells in {cells.chips} chips")
    with context.timed("train"):
        fitted = train_head(cells.X, cells.y, len(outputs), penalty, CONFIG.head)
    counts = ", ".join(f"{o.name} {int(np.sum(cells.y == k))}" for k, o in enumerate(outputs))
    context.report.log(f"Head trained on {cells.chips} chips, {len(cells.y)} cells ({counts}).")
    return fitted, outputs, cells.counts, cache_counts

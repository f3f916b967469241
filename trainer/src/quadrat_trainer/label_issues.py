"""LABEL_ISSUES: which labels of a dataset are likely wrong, by heads that never saw their ground (cross_fit.py).

Cross-fitted twice: the second time without the cells that confident learning flagged in the first, so that wrong
labels no longer speak for wrong labels. All labels are judged by the second one and by what the cells around them say
(neighbours.py), the mean of both. Nothing is changed: people decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.confident_learning import LabelIssues, find_label_issues, label_quality, likeliest_other
from quadrat_trainer.config import CONFIG, JOB_CONTRACT
from quadrat_trainer.contract.common import convert
from quadrat_trainer.contract.job import LabelIssuesParams
from quadrat_trainer.contract.result import ClassIssues, LabelIssueLine, LabelIssuesResult, LabelIssuesSummary
from quadrat_trainer.cross_fit import CrossFit, LabelledCells, cross_fit, deal_blocks
from quadrat_trainer.data import Chip, Dataset, is_trainable, read_dataset
from quadrat_trainer.driver import load_package
from quadrat_trainer.errors import user_error
from quadrat_trainer.features import Done, FeatureCache
from quadrat_trainer.files import sha256_file, write_atomic
from quadrat_trainer.job_files import LABEL_ISSUES_FILE
from quadrat_trainer.neighbours import Lattices, neighbour_features
from quadrat_trainer.preprocess import FloatArray
from quadrat_trainer.train import JobContext, counts_by_code, masked, named_outputs

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

STEP = 256
"""Chips whose embeddings are in memory at a time."""


@dataclass(frozen=True)
class LabelledChips:
    """Chips with labels that are checked: the codes that can be, and the number of each chip's block."""

    chips: list[Chip]
    codes: list[int]
    blocks: IntArray

    @property
    def cells_of_block(self) -> IntArray:
        """Labelled cells of each block."""
        cells = [int(masked(chip, self.codes).sum()) for chip in self.chips]
        return np.bincount(self.blocks, weights=cells).astype(np.int64)

    def steps(self, features: FeatureCache, context: JobContext, done: Done) -> Iterator[tuple[range, LabelledCells]]:
        """The labelled cells of a few hundred chips at a time, and which chips they are."""
        index = np.zeros(256, np.int64)
        index[self.codes] = np.arange(len(self.codes))
        for start in range(0, len(self.chips), STEP):
            part = range(start, min(start + STEP, len(self.chips)))
            chips = [self.chips[i] for i in part]
            found = features.embed(chips, context.images, lambda n, _, start=start: done(start + n, len(self.chips)))
            masks = [masked(chip, self.codes) for chip in chips]
            codes = [chip.codes[mask] for chip, mask in zip(chips, masks, strict=True) if chip.codes is not None]
            yield (
                part,
                LabelledCells(
                    np.concatenate([e[mask] for e, mask in zip(found.embeddings, masks, strict=True)]),
                    index[np.concatenate(codes)],
                    np.repeat(self.blocks[part.start : part.stop], [int(mask.sum()) for mask in masks]),
                ),
            )


def choose_labels(dataset: Dataset, context: JobContext) -> LabelledChips:
    """Labels of classes that occur often enough, in two blocks at least. Raises USER where not two classes do."""
    labelled = [chip for chip in dataset.chips if chip.codes is not None and is_trainable(chip.codes).any()]
    named, counts = named_outputs(dataset), counts_by_code(labelled)
    blocks_of: dict[int, set[str]] = {code: set() for code in counts}
    for chip in labelled:
        for code in counts_by_code([chip]):
            blocks_of[code].add(chip.line.block)
    need = CONFIG.head.min_cells_per_output
    codes = [code for code in sorted(counts) if counts[code] >= need and len(blocks_of[code]) >= 2]
    for code in sorted(set(counts) - set(codes)):
        context.report.log(
            f"Labels '{named[code].name}' are not checked: {counts[code]} cells in {len(blocks_of[code])} blocks of "
            f"ground, needs {need} in 2.",
            "warning",
        )
    if len(codes) < 2:
        words = ", ".join(f"{named[code].name}: {n} in {len(blocks_of[code])}" for code, n in sorted(counts.items()))
        raise user_error(
            f"Finding wrong labels needs at least {need} cells of two different kinds, each in two blocks of ground; "
            f"there are {words or 'none'}."
        )
    chips = [chip for chip in labelled if masked(chip, codes).any()]
    _, blocks = np.unique([chip.line.block for chip in chips], return_inverse=True)
    return LabelledChips(chips, codes, blocks.astype(np.int64))


def _sample(
    labels: LabelledChips, features: FeatureCache, context: JobContext, params: LabelIssuesParams
) -> LabelledCells:
    """Cells that the heads learn from: all, or a random part that fits into memory."""
    share = min(1.0, CONFIG.label_issues.train_cells / int(labels.cells_of_block.sum()))
    rng = np.random.default_rng(params.seed)
    parts = [
        cells.where(rng.random(len(cells.y)) < share)
        for _, cells in labels.steps(features, context, context.done("features", (0.02, 0.6)))
    ]
    return LabelledCells(
        np.concatenate([part.X for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.blocks for part in parts]),
    )


def _fit(cells: LabelledCells, labels: LabelledChips, context: JobContext, params: LabelIssuesParams) -> CrossFit:
    """Cross-fit, and again without what the first one flags."""
    outputs, config = len(labels.codes), CONFIG.label_issues
    blocks = labels.cells_of_block
    dealt = deal_blocks(blocks, min(params.folds, len(blocks)), config.repeats, params.seed)
    context.report.progress(0.6, "train", f"{len(cells.y)} cells in {len(blocks)} blocks")
    first = cross_fit(cells, dealt, outputs, params.penalty, CONFIG.head)
    p, judged = first.probabilities(cells.X, cells.y, cells.blocks)
    kept = np.ones(len(cells.y), np.bool_)
    kept[judged] = ~find_label_issues(cells.y[judged], p[judged]).flagged
    context.report.progress(0.75, "train", f"{int(kept.sum())} cells that nothing speaks against")
    return cross_fit(cells.where(kept), dealt, outputs, config.clean_penalty, CONFIG.head)


@dataclass(frozen=True)
class Judged:
    """All labels with their out-of-fold probabilities: place of the chip, cell, output index, block [n]."""

    chip: IntArray
    cell: IntArray
    y: IntArray
    blocks: IntArray
    p: NDArray[np.float64]


def _judge(fit: CrossFit, labels: LabelledChips, features: FeatureCache, context: JobContext) -> Judged:
    chip, cell, y, blocks, p = [], [], [], [], []
    for part, cells in labels.steps(features, context, context.done("judge", (0.8, 0.95))):
        values, known = fit.probabilities(cells.X, cells.y, cells.blocks)
        places = [np.flatnonzero(masked(labels.chips[i], labels.codes)) for i in part]
        chip.append(np.repeat(np.array(part), [len(place) for place in places])[known])
        cell.append(np.concatenate(places)[known])
        y.append(cells.y[known])
        blocks.append(cells.blocks[known])
        p.append(values[known])
    return Judged(*(np.concatenate(part) for part in (chip, cell, y, blocks, p)))


def _neighbour_parts(judged: Judged, labels: LabelledChips) -> Iterator[tuple[slice, FloatArray]]:
    """What the cells around say, a few hundred chips at a time, and which of the judged cells they are."""
    for first in range(0, len(labels.chips), STEP):
        lines = [chip.line for chip in labels.chips[first : first + STEP]]
        start, end = np.searchsorted(judged.chip, [first, first + STEP])
        cells = slice(int(start), int(end))
        lattices = Lattices(
            judged.chip[cells] - first,
            judged.cell[cells],
            np.array([line.rows for line in lines]),
            np.array([line.cols for line in lines]),
        )
        yield cells, neighbour_features(lattices, judged.y[cells], judged.p[cells])


def _with_neighbours(judged: Judged, labels: LabelledChips, dealt: IntArray, seed: int) -> Judged:
    """The mean of the probabilities and of those by the cells around, cross-fitted over the same folds."""
    config = CONFIG.label_issues
    learnt = np.random.default_rng(seed).random(len(judged.y)) < config.train_cells / max(1, len(judged.y))
    X = np.concatenate([part[learnt[cells]] for cells, part in _neighbour_parts(judged, labels)])
    sample = LabelledCells(X, judged.y[learnt], judged.blocks[learnt])
    fit = cross_fit(sample, dealt, len(labels.codes), config.neighbour_penalty, CONFIG.head)
    p = judged.p.copy()
    for cells, part in _neighbour_parts(judged, labels):
        around, known = fit.probabilities(part, judged.y[cells], judged.blocks[cells])
        p[cells] = np.where(known[:, None], (p[cells] + around) / 2, p[cells])
    return replace(judged, p=p)


def _lines(labels: LabelledChips, judged: Judged, issues: LabelIssues, limit: int) -> list[bytes]:
    """The most suspicious labels: the flagged ones first, each by quality."""
    quality, other = label_quality(judged.y, judged.p), likeliest_other(judged.y, judged.p)
    order = np.lexsort((judged.cell, judged.chip, quality, ~issues.flagged))[:limit]
    return [
        msgspec.json.encode(
            LabelIssueLine(
                chip=labels.chips[judged.chip[i]].line.chip,
                cell=int(judged.cell[i]),
                given=labels.codes[judged.y[i]],
                probability=round(float(judged.p[i, judged.y[i]]), 6),
                suggested=labels.codes[other[i]],
                suggested_probability=round(float(judged.p[i, other[i]]), 6),
                quality=round(float(quality[i]), 6),
                is_issue=bool(issues.flagged[i]),
            )
        )
        + b"\n"
        for i in order
    ]


def _summary(dataset: Dataset, labels: LabelledChips, judged: Judged, issues: LabelIssues) -> LabelIssuesSummary:
    return LabelIssuesSummary(
        chips=len(labels.chips),
        cells=len(judged.y),
        unchecked=sum(counts_by_code(dataset.chips).values()) - len(judged.y),
        blocks=len(labels.cells_of_block),
        flagged=int(issues.flagged.sum()),
        estimated=int(issues.estimated.sum()),
        classes=[
            ClassIssues(
                code=code,
                cells=int(np.sum(judged.y == k)),
                flagged=int(np.sum(issues.flagged & (judged.y == k))),
                estimated=int(issues.estimated[k]),
            )
            for k, code in enumerate(labels.codes)
        ],
    )


def find_issues(context: JobContext) -> LabelIssuesResult:
    """Do the job: write the lines, most suspicious label first, and sum up."""
    params = convert(LabelIssuesParams, context.file.params, "params of job.json")
    dataset = read_dataset(context.folder / context.file.dataset)
    package = load_package(context.folder / context.file.model)
    labels = choose_labels(dataset, context)
    features = FeatureCache(context.cache, package.embedder)
    fit = _fit(_sample(labels, features, context, params), labels, context, params)
    judged = _judge(fit, labels, features, context)
    judged = _with_neighbours(judged, labels, fit.dealt, params.seed)
    issues = find_label_issues(judged.y, judged.p)
    lines = _lines(labels, judged, issues, params.limit)
    path = context.folder / LABEL_ISSUES_FILE
    write_atomic(path, b"".join(lines))
    summary = _summary(dataset, labels, judged, issues)
    context.report.log(
        f"About {summary.estimated} of {summary.cells} labels are likely wrong; {summary.flagged} are flagged."
    )
    return LabelIssuesResult(
        contract=JOB_CONTRACT, kind="LABEL_ISSUES", issues=sha256_file(path), lines=len(lines), summary=summary
    )

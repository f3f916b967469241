"""Figures on test cells, with 95 % intervals from a bootstrap over blocks (cells of one block are not independent)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from quadrat_trainer.calibrate import log_loss
from quadrat_trainer.config import EvaluationConfig
from quadrat_trainer.contract.package import PackageOutput
from quadrat_trainer.contract.result import ClassScore, Figure, Paired, ReliabilityBin, Score, Spread

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

AP_CHUNK = 4_000_000
"""Numbers that the bootstrap of average precision holds at a time (32 MB)."""


@dataclass(frozen=True)
class Truth:
    """Truth (output index) and block (0, 1, ...) of every test cell."""

    y: IntArray
    blocks: IntArray

    @property
    def block_count(self) -> int:
        """Number of different blocks."""
        return int(self.blocks.max()) + 1 if len(self.blocks) else 0


def draw_blocks(block_count: int, config: EvaluationConfig, seed: int) -> FloatArray | None:
    """How often each resample holds each block, [resamples, blocks]; None where there are too few blocks."""
    if block_count < config.min_blocks:
        return None
    rng = np.random.default_rng(seed)
    return rng.multinomial(block_count, np.full(block_count, 1 / block_count), config.resamples).astype(np.float64)


def average_precision(scores: FloatArray, positive: BoolArray, weights: FloatArray | None = None) -> FloatArray:
    """Area under the precision-recall steps, as in scikit-learn; tied scores count together.

    `weights` [resamples, n] gives one value a resample (NaN without a positive), None one value.
    """
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    last_of_tie = np.searchsorted(-ranked, -ranked, side="right") - 1
    w = np.ones((1, len(scores))) if weights is None else weights[:, order]
    hits = w * positive[order]
    found, seen = np.cumsum(hits, axis=1), np.cumsum(w, axis=1)
    precision = found[:, last_of_tie] / np.maximum(seen[:, last_of_tie], 1e-12)
    total = hits.sum(axis=1)
    return np.where(total > 0, (hits * precision).sum(axis=1) / np.maximum(total, 1e-12), np.nan)


def _resampled_ap(scores: FloatArray, positive: BoolArray, draws: FloatArray, blocks: IntArray) -> FloatArray:
    step = max(1, AP_CHUNK // max(1, len(scores)))
    parts = [average_precision(scores, positive, draws[i : i + step][:, blocks]) for i in range(0, len(draws), step)]
    return np.concatenate(parts)


def _figure(value: float, resampled: FloatArray | None, n: int) -> Figure:
    """A figure; value null where undefined, bounds null without a bootstrap or where most resamples are undefined."""
    low = high = None
    if resampled is not None and not np.isnan(value):
        defined = resampled[~np.isnan(resampled)]
        if 2 * len(defined) >= len(resampled):
            low, high = (float(bound) for bound in np.percentile(defined, [2.5, 97.5]))
    return Figure(value=None if np.isnan(value) else float(value), low=low, high=high, n=n)


def _ratio(top: FloatArray, bottom: FloatArray) -> FloatArray:
    return np.where(bottom > 0, top / np.maximum(bottom, 1e-12), np.nan)


def _mean_of_defined(values: FloatArray) -> FloatArray:
    """Mean along the last axis of what is defined; NaN where nothing is."""
    defined = ~np.isnan(values)
    return _ratio(np.where(defined, values, 0.0).sum(axis=-1), defined.sum(axis=-1).astype(np.float64))


@dataclass(frozen=True)
class _Sums:
    """Everything but average precision follows from sums over cells: [..., k, k], [..., bins], [...]."""

    confusion: FloatArray
    confidence: FloatArray
    right: FloatArray
    binned: FloatArray
    loss: FloatArray

    def recall(self) -> FloatArray:
        return _ratio(np.diagonal(self.confusion, axis1=-2, axis2=-1), self.confusion.sum(axis=-1))

    def precision(self) -> FloatArray:
        return _ratio(np.diagonal(self.confusion, axis1=-2, axis2=-1), self.confusion.sum(axis=-2))

    def macro_f1(self) -> FloatArray:
        """Mean F1 of the classes that occur in truth or prediction."""
        hits = np.diagonal(self.confusion, axis1=-2, axis2=-1)
        both = self.confusion.sum(axis=-1) + self.confusion.sum(axis=-2)
        return _mean_of_defined(_ratio(2 * hits, both))

    def accuracy(self) -> FloatArray:
        return _ratio(np.trace(self.confusion, axis1=-2, axis2=-1), self.confusion.sum(axis=(-2, -1)))

    def ece(self) -> FloatArray:
        return _ratio(np.abs(self.confidence - self.right).sum(axis=-1), self.binned.sum(axis=-1))

    def log_loss(self) -> FloatArray:
        return _ratio(self.loss, self.binned.sum(axis=-1))


def _sums_by_block(p: FloatArray, cells: Truth, bins: int) -> _Sums:
    outputs, count = p.shape[1], cells.block_count
    predicted, largest = p.argmax(axis=1), p.max(axis=1)
    confusion = np.zeros((count, outputs, outputs))
    np.add.at(confusion, (cells.blocks, cells.y, predicted), 1.0)
    place = (cells.blocks, np.minimum((largest * bins).astype(np.int64), bins - 1))
    confidence, right, binned = np.zeros((count, bins)), np.zeros((count, bins)), np.zeros((count, bins))
    np.add.at(confidence, place, largest)
    np.add.at(right, place, (predicted == cells.y).astype(np.float64))
    np.add.at(binned, place, 1.0)
    loss = np.zeros(count)
    np.add.at(loss, cells.blocks, log_loss(p, cells.y))
    return _Sums(confusion, confidence, right, binned, loss)


def _weighted(by_block: _Sums, draws: FloatArray) -> _Sums:
    """Sums of every resample: draws [resamples, blocks] against the block axis."""
    parts = (by_block.confusion, by_block.confidence, by_block.right, by_block.binned, by_block.loss)
    return _Sums(*(np.tensordot(draws, part, axes=1) for part in parts))


def score(p: FloatArray, cells: Truth, outputs: list[PackageOutput], seed: int, config: EvaluationConfig) -> Score:
    """Score probabilities [n, outputs] on test cells. With no cell every value is null and n is 0.
    The caller fills in which package it was.

    n of a figure: recall and AP count cells of the class, precision cells called so, the rest all cells.
    """
    by_block = _sums_by_block(p, cells, config.bins)
    draws = draw_blocks(cells.block_count, config, seed)
    total = _weighted(by_block, np.ones((1, cells.block_count)))
    resampled = None if draws is None else _weighted(by_block, draws)
    n = len(cells.y)

    def overall(name: str) -> Figure:
        again = None if resampled is None else getattr(resampled, name)()
        return _figure(float(getattr(total, name)()[0]), again, n)

    def of_class(name: str, k: int, count: int) -> Figure:
        again = None if resampled is None else getattr(resampled, name)()[:, k]
        return _figure(float(getattr(total, name)()[0, k]), again, count)

    def ap(k: int) -> Figure:
        positive = cells.y == k
        again = None if draws is None else _resampled_ap(p[:, k], positive, draws, cells.blocks)
        value = float(average_precision(p[:, k], positive)[0]) if n else float("nan")
        return _figure(value, again, int(positive.sum()))

    confusion = total.confusion[0].astype(np.int64)
    return Score(
        manifest=None,
        cells=n,
        spread=Spread(blocks=cells.block_count, needs=config.min_blocks),
        macro_f1=overall("macro_f1"),
        accuracy=overall("accuracy"),
        ece=overall("ece"),
        log_loss=overall("log_loss"),
        classes=[
            ClassScore(
                code=output.code,
                name=output.name,
                ap=ap(k),
                recall=of_class("recall", k, int(confusion[k].sum())),
                precision=of_class("precision", k, int(confusion[:, k].sum())),
            )
            for k, output in enumerate(outputs)
        ],
        confusion=confusion.tolist(),
        reliability=[
            ReliabilityBin(predicted=float(confidence / count), observed=float(right / count), n=int(count))
            for confidence, right, count in zip(total.confidence[0], total.right[0], total.binned[0], strict=True)
            if count > 0
        ],
    )


def mcnemar_exact(won: int, lost: int) -> float:
    """Two-sided exact McNemar test: min(1, 2 P(X <= min(won, lost))), X ~ Bin(won + lost, 1/2)."""
    return min(1.0, 2 * float(bdtr(min(won, lost), won + lost, 0.5))) if won + lost else 1.0


def paired(candidate: FloatArray, deployed: FloatArray, cells: Truth) -> Paired:
    """Cells that only one of the two gets right."""
    mine, theirs = candidate.argmax(axis=1) == cells.y, deployed.argmax(axis=1) == cells.y
    won, lost = int(np.sum(mine & ~theirs)), int(np.sum(~mine & theirs))
    return Paired(won=won, lost=lost, p=mcnemar_exact(won, lost), blocks=cells.block_count)


def align_outputs(p: FloatArray, have: list[int], want: list[int]) -> FloatArray | None:
    """Probabilities of one model in the output order of another: [n, want].

    Columns that the model lacks are 0 and rows are divided by their sum, so it competes on the classes that it knows.
    None when the two share fewer than two outputs: there is nothing to compare.
    """
    shared = [code for code in want if code in have]
    if len(shared) < 2:
        return None
    aligned = np.zeros((len(p), len(want)))
    for code in shared:
        aligned[:, want.index(code)] = p[:, have.index(code)]
    return aligned / np.maximum(aligned.sum(axis=1, keepdims=True), 1e-12)

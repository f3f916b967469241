"""Confident learning: which given labels are likely wrong, and how many of each class.

Northcutt, Jiang and Chuang 2021, in the exact form of cleanlab 2.9 (`count.py`, `filter.py`, `rank.py`), the tests'
oracle. All of it reads out-of-sample probabilities: a model that saw a cell's own label would agree with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_TIE = 1e-6
_SMALLEST_THRESHOLD = 2e-6
_NEVER = 2.0


def class_thresholds(y: IntArray, p: FloatArray) -> FloatArray:
    """Mean probability of each class over the cells that are labelled so; above 1, never reached, where none are."""
    outputs = p.shape[1]
    counts = np.bincount(y, minlength=outputs)
    sums = np.bincount(y, weights=p[np.arange(len(y)), y], minlength=outputs)
    return np.where(counts > 0, np.maximum(sums / np.maximum(counts, 1), _SMALLEST_THRESHOLD), _NEVER)


def _round_keeping_row_totals(matrix: FloatArray) -> IntArray:
    """Whole numbers with the rounded sum of each row: what rounding changed most is rounded the other way."""
    whole = np.rint(matrix)
    missing = np.rint(matrix.sum(axis=1)) - whole.sum(axis=1)
    for row, change in enumerate(missing.astype(np.int64)):
        lost = np.argsort(matrix[row] - whole[row])
        columns = lost[::-1][:change] if change > 0 else lost[:-change]
        whole[row, columns] += np.sign(change)
    return whole.astype(np.int64)


def confident_joint(y: IntArray, p: FloatArray) -> IntArray:
    """Cells by given label (rows) and likely true label (columns); each row sums to the cells that are labelled so."""
    outputs = p.shape[1]
    confident = p >= class_thresholds(y, p) - _TIE
    several = confident.sum(axis=1) > 1
    likely = np.where(several, p.argmax(axis=1), confident.argmax(axis=1))
    joint = np.zeros((outputs, outputs))
    some = confident.any(axis=1)
    np.add.at(joint, (y[some], likely[some]), 1.0)
    np.fill_diagonal(joint, np.maximum(joint.diagonal(), 1.0))
    counts = np.bincount(y, minlength=outputs)
    return _round_keeping_row_totals(joint / joint.sum(axis=1, keepdims=True) * counts[:, None])


def label_quality(y: IntArray, p: FloatArray) -> FloatArray:
    """Normalised margin, 0 (surely wrong) to 1: (p of the given label - the largest p of another one + 1) / 2."""
    given = p[np.arange(len(y)), y]
    return (given - p[np.arange(len(y)), likeliest_other(y, p)] + 1) / 2


def likeliest_other(y: IntArray, p: FloatArray) -> IntArray:
    """The likeliest class that is not the given one."""
    others = p.copy()
    others[np.arange(len(y)), y] = -1.0
    return others.argmax(axis=1)


@dataclass(frozen=True)
class LabelIssues:
    """`joint` as in confident_joint, and for each cell whether its label is an issue."""

    joint: IntArray
    flagged: BoolArray

    @property
    def estimated(self) -> IntArray:
        """How many labels of each class are likely wrong."""
        return self.joint.sum(axis=1) - self.joint.diagonal()


def find_label_issues(y: IntArray, p: FloatArray) -> LabelIssues:
    """Prune by noise rate: of the cells labelled i, as many as the joint has at (i, j) with the largest p_j - p_i.

    A cell whose given label is the likeliest one is never flagged.
    """
    joint = confident_joint(y, p)
    flagged = np.zeros(len(y), np.bool_)
    for i in range(p.shape[1]):
        cells = np.flatnonzero(y == i)
        for j in range(p.shape[1]):
            # one cell of a class is always left
            count = min(int(joint[i, j]), len(cells) - 1)
            if i != j and count > 0:
                flagged[cells[np.argsort(p[cells, i] - p[cells, j], kind="stable")[:count]]] = True
    return LabelIssues(joint, flagged & (p.argmax(axis=1) != y))

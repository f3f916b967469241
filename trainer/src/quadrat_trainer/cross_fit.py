"""Out-of-fold probabilities: each cell is judged by heads that saw neither it nor the block of ground it lies in.

Blocks are dealt into folds and one head is trained without each fold. That is done a few times with other folds, and a
cell's probabilities are the mean: one head's accidents weigh less.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.config import HeadConfig
from quadrat_trainer.head import Head, softmax, train_head

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


def deal_blocks(cells: IntArray, folds: int, repeats: int, seed: int) -> IntArray:
    """Fold of each block, [repeats, blocks]: folds of about as many cells each, other ones in each repeat."""
    rng = np.random.default_rng(seed)
    dealt = np.zeros((repeats, len(cells)), np.int64)
    for row in dealt:
        load = np.zeros(folds)
        # the large ones first, but not always the same
        for block in np.argsort(-cells * rng.uniform(0.5, 1.5, len(cells))):
            row[block] = np.argmin(load)
            load[row[block]] += cells[block]
    return dealt


@dataclass(frozen=True)
class CrossFit:
    """A head for each repeat and fold, trained without it; `knows` [repeats, folds, outputs]: it saw enough cells."""

    dealt: IntArray
    heads: list[list[Head]]
    knows: BoolArray

    def probabilities(self, X: FloatArray, y: IntArray, blocks: IntArray) -> tuple[NDArray[np.float64], BoolArray]:
        """Probabilities [n, outputs] of cells with given labels `y`, and which cells could be judged.

        A head that hardly saw a class has no say on cells that are labelled so.
        """
        total = np.zeros((len(y), self.knows.shape[2]))
        says = np.zeros(len(y))
        for folds, heads, knows in zip(self.dealt, self.heads, self.knows, strict=True):
            for fold, head in enumerate(heads):
                cells = np.flatnonzero((folds[blocks] == fold) & knows[fold][y])
                if len(cells):
                    total[cells] += softmax(head.logits(X[cells]))
                    says[cells] += 1
        return total / np.maximum(says, 1)[:, None], says > 0


@dataclass(frozen=True)
class LabelledCells:
    """Embeddings [n, features], output index and block number [n] of labelled cells."""

    X: FloatArray
    y: IntArray
    blocks: IntArray

    def where(self, kept: BoolArray) -> LabelledCells:
        """The same without some cells."""
        return LabelledCells(self.X[kept], self.y[kept], self.blocks[kept])


def cross_fit(cells: LabelledCells, dealt: IntArray, outputs: int, penalty: float, config: HeadConfig) -> CrossFit:
    """Train one head without each fold of each repeat."""
    repeats, folds = len(dealt), int(dealt.max()) + 1
    knows = np.zeros((repeats, folds, outputs), np.bool_)
    heads: list[list[Head]] = []
    for repeat, fold_of in enumerate(dealt):
        of_repeat = []
        for fold in range(folds):
            rest = fold_of[cells.blocks] != fold
            knows[repeat, fold] = np.bincount(cells.y[rest], minlength=outputs) >= config.min_cells_per_output
            of_repeat.append(train_head(cells.X[rest], cells.y[rest], outputs, penalty, config).fold())
        heads.append(of_repeat)
    return CrossFit(dealt, heads, knows)

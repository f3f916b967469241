"""What the cells around a cell say of its label: things reach over the edges of cells, and people err by a cell.

Features of a cell are its own out-of-fold probabilities, those of its eight neighbours, and how the neighbours' given
labels differ from theirs: a crown on an edge is likelier in the cell whose neighbour is not labelled with it. The
cell's own label is in none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

SIDES = ((-1, 0), (0, -1), (0, 1), (1, 0))
CORNERS = ((-1, -1), (-1, 1), (1, -1), (1, 1))


@dataclass(frozen=True)
class Lattices:
    """Where labelled cells lie: the number of each one's chip and its place in the lattice [n]; columns [chips]."""

    chip: IntArray
    cell: IntArray
    rows: IntArray
    cols: IntArray

    def neighbours(self) -> tuple[IntArray, IntArray]:
        """Index of the cell at each side [n, 4] and corner [n, 4]; -1 where none is labelled."""
        wide = self.cols + 2
        # a rim of nothing around each lattice
        start = np.concatenate([[0], np.cumsum((self.rows + 2) * wide)])
        row, col = self.cell // self.cols[self.chip], self.cell % self.cols[self.chip]
        step = wide[self.chip]
        place = start[self.chip] + (row + 1) * step + col + 1
        at = np.full(int(start[-1]), -1, np.int64)
        at[place] = np.arange(len(place))
        sides, corners = (
            np.stack([at[place + down * step + right] for down, right in moves], axis=1) for moves in (SIDES, CORNERS)
        )
        return sides, corners


def neighbour_features(lattices: Lattices, y: IntArray, p: FloatArray) -> NDArray[np.float32]:
    """Features [n, 26 for each output] of cells with given labels `y`, out-of-fold probabilities `p` [n, outputs]."""
    outputs = p.shape[1]
    log_p = np.log(np.clip(p, 1e-4, 1.0))
    log_p -= log_p.mean(axis=1, keepdims=True)
    surprise = np.eye(outputs)[y] - p
    parts = [log_p, _others_of_chip(lattices.chip, surprise)]
    for around in lattices.neighbours():
        there = (around >= 0)[:, :, None]
        count = np.maximum(there.sum(axis=1), 1)
        log_p_there, surprise_there, p_there = (np.where(there, values[around], 0.0) for values in (log_p, surprise, p))
        mean = surprise_there.sum(axis=1) / count
        parts += [p_there.sum(axis=1) / count, mean, log_p * mean, surprise_there.max(axis=1)]
        parts += [values[:, k] for values in (log_p_there, surprise_there) for k in range(around.shape[1])]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _others_of_chip(chip: IntArray, values: FloatArray) -> FloatArray:
    """Mean of the other cells of each one's chip."""
    sums = np.stack([np.bincount(chip, weights=column) for column in values.T], axis=1)
    return (sums[chip] - values) / np.maximum(np.bincount(chip)[chip] - 1, 1)[:, None]

"""Figures against scikit-learn, intervals against simulation, and the honest nulls where there is too little."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.metrics import average_precision_score, f1_score, precision_score, recall_score
from sklearn.metrics import log_loss as sklearn_log_loss

from quadrat_trainer.config import CONFIG, EvaluationConfig
from quadrat_trainer.contract.package import PackageOutput
from quadrat_trainer.contract.result import Spread
from quadrat_trainer.evaluate import Truth, align_outputs, average_precision, mcnemar_exact, paired, score
from quadrat_trainer.head import softmax

OUTPUTS = [PackageOutput(code=code, class_id=None, name=f"c{code}") for code in (1, 16, 17)]


def sampled(n: int = 900, blocks: int = 30, seed: int = 0) -> tuple[np.ndarray, Truth]:
    rng = np.random.default_rng(seed)
    y = rng.choice(3, n, p=[0.6, 0.3, 0.1])
    p = softmax(2 * np.eye(3)[y] + rng.normal(0, 1.2, (n, 3)))
    return p, Truth(y, np.arange(n) * blocks // n)


def test_figures_equal_scikit_learn() -> None:
    p, cells = sampled()
    found = score(p, cells, OUTPUTS, 0, CONFIG.evaluation)
    predicted = p.argmax(axis=1)
    assert found.macro_f1.value == pytest.approx(f1_score(cells.y, predicted, average="macro"))
    assert found.accuracy.value == pytest.approx(np.mean(cells.y == predicted))
    assert found.log_loss.value == pytest.approx(sklearn_log_loss(cells.y, p))
    for k, named in enumerate(found.classes):
        assert named.ap.value == pytest.approx(average_precision_score(cells.y == k, p[:, k]))
        assert named.recall.value == pytest.approx(recall_score(cells.y == k, predicted == k))
        assert named.precision.value == pytest.approx(precision_score(cells.y == k, predicted == k))
        assert named.recall.n == np.sum(cells.y == k)
        assert named.precision.n == np.sum(predicted == k)
        for figure in (named.ap, named.recall, named.precision):
            assert figure.low is not None
            assert figure.value is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high
    assert np.sum(found.confusion) == len(cells.y)
    assert found.confusion[0][1] == np.sum((cells.y == 0) & (predicted == 1))
    assert sum(part.n for part in found.reliability) == len(cells.y)


def test_ece_by_its_formula() -> None:
    p, cells = sampled()
    top, right = p.max(axis=1), p.argmax(axis=1) == cells.y
    parts = [(top >= lo / 15) & (top < (lo + 1) / 15) for lo in range(15)]
    expected = sum(abs(top[part].mean() - right[part].mean()) * part.mean() for part in parts if part.any())
    assert score(p, cells, OUTPUTS, 0, CONFIG.evaluation).ece.value == pytest.approx(expected)


@given(hnp.arrays(np.int64, st.integers(1, 60), elements=st.integers(0, 5)), st.data())
def test_average_precision_with_ties_equals_scikit_learn(levels: np.ndarray, data: st.DataObject) -> None:
    positive = data.draw(hnp.arrays(np.bool_, len(levels)))
    scores = levels / 5
    found = average_precision(scores, positive)[0]
    if positive.any():
        assert found == pytest.approx(average_precision_score(positive, scores))
    else:
        assert math.isnan(found)


def test_average_precision_weights_are_repetitions() -> None:
    rng = np.random.default_rng(5)
    scores, positive, times = rng.random(40), rng.random(40) < 0.4, rng.integers(0, 4, 40)
    repeated = average_precision(np.repeat(scores, times), np.repeat(positive, times))[0]
    assert average_precision(scores, positive, times[None].astype(float))[0] == pytest.approx(repeated)


def test_intervals_are_wider_when_cells_of_a_block_agree() -> None:
    """10 copies of each block's one cell carry no more than one cell: a bootstrap over blocks knows it."""
    rng = np.random.default_rng(1)
    y = rng.integers(0, 2, 40)
    p1 = np.clip(y + rng.normal(0, 0.7, 40), 0.01, 0.99)
    p = np.column_stack([1 - p1, p1])
    once = score(p, Truth(y, np.arange(40)), OUTPUTS[:2], 0, CONFIG.evaluation).accuracy
    copies = score(
        np.repeat(p, 10, axis=0),
        Truth(np.repeat(y, 10), np.repeat(np.arange(40), 10)),
        OUTPUTS[:2],
        0,
        CONFIG.evaluation,
    ).accuracy
    assert once.low == pytest.approx(copies.low)
    assert once.high == pytest.approx(copies.high)


def test_interval_covers_the_truth() -> None:
    """95 % intervals of accuracy over 40 blocks cover the known rate in most of 60 simulations."""
    rng = np.random.default_rng(2)
    covered = 0
    config = EvaluationConfig(resamples=200)
    for _ in range(60):
        rates = np.clip(rng.normal(0.8, 0.1, 40), 0, 1)
        right = rng.random((40, 5)) < rates[:, None]
        p1 = np.where(right.ravel(), 0.9, 0.1)
        cells = Truth(np.ones(200, np.int64), np.repeat(np.arange(40), 5))
        figure = score(np.column_stack([1 - p1, p1]), cells, OUTPUTS[:2], 0, config).accuracy
        assert figure.low is not None
        assert figure.high is not None
        covered += figure.low <= 0.797 <= figure.high
    assert 51 <= covered <= 60


def test_few_blocks_have_no_interval() -> None:
    p, cells = sampled(blocks=CONFIG.evaluation.min_blocks - 1)
    found = score(p, cells, OUTPUTS, 0, CONFIG.evaluation)
    assert found.macro_f1.value is not None
    assert found.macro_f1.low is None
    assert found.macro_f1.high is None
    needs = CONFIG.evaluation.min_blocks
    assert found.spread == Spread(blocks=needs - 1, needs=needs)


def test_no_cells_give_nulls() -> None:
    none = np.zeros(0, np.int64)
    found = score(np.zeros((0, 3)), Truth(none, none), OUTPUTS, 0, CONFIG.evaluation)
    assert found.cells == 0
    figures = [found.macro_f1, found.accuracy, found.ece, found.log_loss]
    figures += [figure for named in found.classes for figure in (named.ap, named.recall, named.precision)]
    assert all(figure.value is None and figure.low is None and figure.n == 0 for figure in figures)
    assert found.reliability == []


def test_a_class_without_test_cells_has_no_ap() -> None:
    p, cells = sampled()
    kept = cells.y != 2
    found = score(p[kept], Truth(cells.y[kept], cells.blocks[kept]), OUTPUTS, 0, CONFIG.evaluation)
    assert found.classes[2].ap.value is None
    assert found.classes[2].ap.n == 0
    assert found.classes[0].ap.value is not None


@pytest.mark.parametrize(("won", "lost", "p"), [(0, 0, 1.0), (5, 5, 1.0), (10, 0, 2 / 1024), (9, 2, 0.06543)])
def test_mcnemar(won: int, lost: int, p: float) -> None:
    assert mcnemar_exact(won, lost) == pytest.approx(p, abs=1e-5)
    assert mcnemar_exact(lost, won) == pytest.approx(p, abs=1e-5)


def test_paired_counts() -> None:
    y = np.array([0, 0, 1, 1])
    mine = np.array([[0.9, 0.1], [0.9, 0.1], [0.2, 0.8], [0.8, 0.2]])
    theirs = np.array([[0.9, 0.1], [0.1, 0.9], [0.9, 0.1], [0.1, 0.9]])
    found = paired(mine, theirs, Truth(y, np.array([0, 0, 1, 1])))
    assert (found.won, found.lost, found.blocks) == (2, 1, 2)


def test_align_outputs() -> None:
    p = np.array([[0.2, 0.3, 0.5]])
    assert align_outputs(p, [1, 16, 17], [16, 1]) == pytest.approx(np.array([[0.6, 0.4]]))
    assert align_outputs(p, [1, 16, 17], [1, 16, 18]) == pytest.approx(np.array([[0.4, 0.6, 0.0]]))
    assert align_outputs(p, [1, 16, 17], [17, 18]) is None

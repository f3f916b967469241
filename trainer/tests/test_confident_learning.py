"""The formulas against cleanlab, and what they must give on labels whose flips are known."""

from __future__ import annotations

import numpy as np
from cleanlab import count, filter, rank
from hypothesis import assume, given
from hypothesis import strategies as st

from quadrat_trainer.confident_learning import (
    class_thresholds,
    confident_joint,
    find_label_issues,
    label_quality,
    likeliest_other,
)


def noisy(seed: int, n: int, outputs: int, flips: float = 0.1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Given labels, out-of-sample probabilities and which labels are flipped."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(outputs, 2.0))
    truth = rng.choice(outputs, n, p=shares)
    truth[:outputs] = np.arange(outputs)
    logits = rng.normal(0, 1, (n, outputs)) + 2.5 * np.eye(outputs)[truth]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    y = truth.copy()
    flipped = rng.random(n) < flips
    flipped[:outputs] = False
    y[flipped] = (truth[flipped] + rng.integers(1, outputs, int(flipped.sum()))) % outputs
    return y, p, flipped


def rows_that_round_either_way(counted: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Rows where which cell is rounded up hangs on the last bit, or, of equal fractions, on the processor's sort."""
    exact = counted / counted.sum(axis=1, keepdims=True) * np.bincount(y, minlength=len(counted))[:, None]
    whole = np.rint(exact)
    lost = np.sort(exact - whole, axis=1)
    missing = np.rint(exact.sum(axis=1) - whole.sum(axis=1)).astype(int)
    half = (np.abs(lost) > 0.5 - 1e-9).any(axis=1)
    # the cells that are changed are the `missing` last (or first) ones: are the two on either side of that cut equal?
    cut = np.where(missing > 0, lost.shape[1] - missing, -missing)
    rows = np.arange(len(lost))
    return half | ((missing != 0) & (lost[rows, np.minimum(cut, lost.shape[1] - 1)] - lost[rows, cut - 1] < 1e-9))


@given(st.integers(0, 10_000), st.integers(20, 400), st.integers(2, 6))
def test_joint_flags_and_quality_are_cleanlabs(seed: int, n: int, outputs: int) -> None:
    y, p, _ = noisy(seed, n, outputs)
    assert np.allclose(class_thresholds(y, p), count.get_confident_thresholds(y, p))
    joint = np.asarray(count.compute_confident_joint(y, p, calibrate=True))
    ours = confident_joint(y, p)
    tied = rows_that_round_either_way(np.asarray(count.compute_confident_joint(y, p, calibrate=False)), y)
    assert ours[~tied].tolist() == joint[~tied].tolist()
    assert ours.sum(axis=1).tolist() == joint.sum(axis=1).tolist()
    assert np.abs(ours - joint).max() <= 1
    assume(np.array_equal(ours, joint))
    # what becomes of a class without one label that is likely right is a matter of taste
    assume(np.diagonal(joint).min() >= 1 and np.bincount(y, minlength=outputs).min() >= 2)
    theirs = filter.find_label_issues(y, p, filter_by="prune_by_noise_rate", n_jobs=1)
    issues = find_label_issues(y, p)
    assert np.flatnonzero(issues.flagged).tolist() == np.flatnonzero(theirs).tolist()
    quality = rank.get_normalized_margin_for_each_label(y, p)
    assert np.allclose(label_quality(y, p), quality)


def test_flips_are_found_and_counted() -> None:
    y, p, flipped = noisy(1, 4000, 4, 0.08)
    issues = find_label_issues(y, p)
    assert np.mean(flipped[issues.flagged]) > 0.5
    assert np.mean(issues.flagged[flipped]) > 0.6
    assert issues.joint.sum(axis=1).tolist() == np.bincount(y, minlength=4).tolist()
    assert issues.estimated.sum() == len(y) - np.trace(issues.joint)
    lowest = np.argsort(label_quality(y, p))[: int(flipped.sum())]
    assert np.mean(flipped[lowest]) > 5 * np.mean(flipped)


def test_labels_that_the_probabilities_agree_with_are_never_flagged() -> None:
    y, p, _ = noisy(2, 500, 3)
    agreed = p.argmax(axis=1) == y
    assert not find_label_issues(y, p).flagged[agreed].any()
    assert not (likeliest_other(y, p) == y).any()


def test_a_class_without_labels_takes_none() -> None:
    y, p, _ = noisy(3, 300, 3)
    y[y == 2] = 1
    issues = find_label_issues(y, p)
    assert issues.joint[2].tolist() == [0, 0, 0]
    assert issues.joint.sum() == len(y)

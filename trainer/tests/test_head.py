"""The logistic head against scikit-learn, and calibration on data whose answer is known."""

from __future__ import annotations

import time

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from quadrat_trainer.calibrate import calibrate, folds_by_group, log_loss
from quadrat_trainer.config import CONFIG, HeadConfig
from quadrat_trainer.contract.package import Calibration
from quadrat_trainer.errors import TrainerError
from quadrat_trainer.head import Head, calibrated, softmax, train_head

LONG = HeadConfig(steps=2000)


def sampled(n: int, features: int, outputs: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Overlapping clouds, features of very different size."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, outputs, n)
    centres = rng.normal(0, 1, (outputs, features))
    size = np.exp(rng.normal(0, 1.5, features))
    X = (centres[y] + rng.normal(0, 2.5, (n, features))) * size + rng.normal(0, 3, features)
    return X.astype(np.float32), y


def standardised(X: np.ndarray) -> np.ndarray:
    return (X - X.mean(axis=0)) / (X.std(axis=0) + CONFIG.head.sd_floor)


def test_two_outputs_equal_binary_logistic_regression() -> None:
    """scikit-learn: C sum(loss) + |w|^2 / 2, so C = 1 / (lambda n)."""
    X, y = sampled(600, 20, 2)
    head = train_head(X, y, 2, 0.2, LONG).fold()
    oracle = LogisticRegression(C=1 / (0.2 * len(y)), tol=1e-8, max_iter=5000).fit(standardised(X), y)
    assert np.abs(softmax(head.logits(X)) - oracle.predict_proba(standardised(X))).max() < 1e-3


def test_three_outputs_equal_multinomial_regression_with_the_stated_penalty() -> None:
    X, y = sampled(600, 20, 3)
    head = train_head(X, y, 3, 0.1, LONG).fold()
    oracle = LogisticRegression(C=1 / (0.1 * 3 / 2 * len(y)), tol=1e-8, max_iter=5000).fit(standardised(X), y)
    assert np.abs(softmax(head.logits(X)) - oracle.predict_proba(standardised(X))).max() < 1e-3


def test_sixty_steps_are_enough() -> None:
    X, y = sampled(1000, 200, 2)
    short, long = (train_head(X, y, 2, 0.2, config).fold() for config in (CONFIG.head, LONG))
    assert np.abs(softmax(short.logits(X)) - softmax(long.logits(X))).max() < 0.01


def test_training_is_deterministic_and_folding_changes_nothing() -> None:
    X, y = sampled(300, 30, 2)
    fitted = train_head(X, y, 2, 0.2, CONFIG.head)
    again = train_head(X, y, 2, 0.2, CONFIG.head)
    assert np.array_equal(fitted.weight, again.weight)
    direct = ((X - fitted.mean) / fitted.spread) @ fitted.weight + fitted.bias
    assert np.abs(fitted.fold().logits(X) - direct).max() < 1e-3


def test_constant_features_do_no_harm() -> None:
    X, y = sampled(200, 5, 2)
    X[:, 2] = 7.0
    head = train_head(X, y, 2, 0.2, CONFIG.head).fold()
    assert np.isfinite(head.logits(X)).all()


def test_ten_thousand_cells_train_in_seconds() -> None:
    X, y = sampled(10_000, 1232, 2)
    start = time.process_time()
    train_head(X, y, 2, 0.2, CONFIG.head)
    assert time.process_time() - start < 10, "processor seconds; measured 1 to 2 on a quiet core"


def test_head_bytes_round_trip_and_are_checked() -> None:
    X, y = sampled(100, 6, 3)
    head = train_head(X, y, 3, 0.2, CONFIG.head).fold()
    data = head.to_bytes()
    assert len(data) == 4 * (6 * 3 + 3)
    back = Head.from_bytes(data, 6, 3)
    assert np.array_equal(back.weight, head.weight)
    assert np.array_equal(back.bias, head.bias)
    with pytest.raises(TrainerError, match="bytes"):
        Head.from_bytes(data[:-4], 6, 3)


def overconfident(n: int, blocks: int, factor: float, shift: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Logits whose true calibration is z / factor + (0, shift)."""
    rng = np.random.default_rng(3)
    z = np.column_stack([np.zeros(n), rng.normal(0, 2 * factor, n)])
    truth = softmax(z / factor + np.array([0.0, shift]))[:, 1]
    y = (rng.random(n) < truth).astype(np.int64)
    return z, y, np.arange(n) * blocks // n


def test_calibration_finds_temperature() -> None:
    z, y, blocks = overconfident(4000, 20, 3.0, 0.0)
    fitted = calibrate(z, y, blocks, CONFIG.calibration)
    assert fitted.method.startswith("temperature")
    assert fitted.calibration.temperature == pytest.approx(3.0, rel=0.12)


def test_calibration_finds_bias() -> None:
    z, y, blocks = overconfident(4000, 20, 2.0, 1.5)
    fitted = calibrate(z, y, blocks, CONFIG.calibration)
    assert fitted.method == "temperature and bias"
    bias = fitted.calibration.bias
    assert bias[1] - bias[0] == pytest.approx(1.5, abs=0.25)
    before = log_loss(softmax(z), y).mean()
    assert log_loss(calibrated(z, fitted.calibration), y).mean() < before


def test_calibration_leaves_good_probabilities_alone() -> None:
    kept = [calibrate(*overconfident_with(seed), CONFIG.calibration).method.startswith("none") for seed in range(5)]
    assert sum(kept) >= 3, "a repair that only fits noise is dropped most of the time"


def overconfident_with(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    z = np.column_stack([np.zeros(300), rng.normal(0, 2, 300)])
    y = (rng.random(300) < softmax(z)[:, 1]).astype(np.int64)
    return z, y, np.arange(300) // 30


@pytest.mark.parametrize(("n", "blocks", "words"), [(0, 1, "0 calibration cells"), (10, 2, "10"), (200, 1, "block")])
def test_too_little_calibration_data_changes_nothing(n: int, blocks: int, words: str) -> None:
    z, y = np.zeros((n, 2)), np.zeros(n, np.int64)
    fitted = calibrate(z, y, np.arange(n) * blocks // max(1, n), CONFIG.calibration)
    assert fitted.calibration == Calibration(temperature=1.0, bias=[0.0, 0.0])
    assert words in fitted.method


def test_folds_keep_blocks_together_and_even() -> None:
    groups = np.repeat(np.arange(7), [50, 40, 30, 20, 10, 10, 5])
    folds = folds_by_group(groups, 3)
    for group in range(7):
        assert len(set(folds[groups == group])) == 1
    assert np.bincount(folds).max() - np.bincount(folds).min() <= 15

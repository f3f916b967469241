"""Calibration on held-out blocks: temperature, or temperature and bias (Platt for many classes).

A repair is kept only where it lowers the log loss on blocks that it was not fitted on (cross-fitting by block): with
few cells a temperature can hurt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from quadrat_trainer.config import CalibrationConfig
from quadrat_trainer.contract.package import Calibration
from quadrat_trainer.head import calibrated, softmax

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Fitted:
    """The calibration and how it came about: "none (...)", "temperature", "temperature and bias"."""

    calibration: Calibration
    method: str


def identity(outputs: int) -> Calibration:
    """Leaves probabilities as they are."""
    return Calibration(temperature=1.0, bias=[0.0] * outputs)


def log_loss(probabilities: NDArray[np.float64], y: IntArray) -> NDArray[np.float64]:
    """-log p of the true output, one number a cell, clipped at 1e-12."""
    return -np.log(np.clip(probabilities[np.arange(len(y)), y], 1e-12, 1.0))


def fit(logits: NDArray[np.float64], y: IntArray, with_bias: bool, config: CalibrationConfig) -> Calibration:
    """Minimise the mean log loss over log(1 / temperature) and, where asked, a slightly shrunk bias."""
    n, outputs = logits.shape
    truth = np.eye(outputs)[y]

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        sharpness, bias = np.exp(parameters[0]), parameters[1:]
        p = softmax(logits * sharpness + bias)
        residual = (p - truth) / n
        shrink = config.bias_penalty / n
        value = float(log_loss(p, y).mean()) + 0.5 * shrink * float(bias @ bias)
        slope = sharpness * float(np.sum(residual * logits))
        gradient = np.concatenate([[slope], residual.sum(axis=0) + shrink * bias])
        if not with_bias:
            gradient[1:] = 0.0
        return value, gradient

    bounds = [(-4.0, 4.0)] + [(None, None)] * outputs
    found = minimize(loss, np.zeros(outputs + 1), jac=True, method="L-BFGS-B", bounds=bounds)
    return Calibration(temperature=float(np.exp(-found.x[0])), bias=[float(b) for b in found.x[1:]])


def folds_by_group(groups: IntArray, folds: int) -> IntArray:
    """Fold of each cell; a group stays together, the largest groups are spread first."""
    names, counts = np.unique(groups, return_counts=True)
    load = np.zeros(folds, np.int64)
    fold_of = {}
    for i in np.lexsort((names, -counts)):
        smallest = int(np.argmin(load))
        fold_of[names[i]] = smallest
        load[smallest] += counts[i]
    return np.array([fold_of[group] for group in groups], np.int64)


def calibrate(logits: NDArray[np.float64], y: IntArray, blocks: IntArray, config: CalibrationConfig) -> Fitted:
    """Fit on the calibration cells, keep what cross-fitting by block shows to help."""
    outputs = logits.shape[1]
    if len(y) < config.min_cells:
        return Fitted(identity(outputs), f"none ({len(y)} calibration cells, needs {config.min_cells})")
    count = min(config.folds, len(np.unique(blocks)))
    if count < 2:
        return Fitted(identity(outputs), "none (one calibration block, needs 2)")
    folds = folds_by_group(blocks, count)
    best_name, best_loss = "none", float(log_loss(softmax(logits), y).mean()) - config.min_gain
    for name, with_bias in (("temperature", False), ("temperature and bias", True)):
        losses = np.zeros(len(y))
        for fold in range(count):
            held_out = folds == fold
            fitted = fit(logits[~held_out], y[~held_out], with_bias, config)
            losses[held_out] = log_loss(calibrated(logits[held_out], fitted), y[held_out])
        if losses.mean() < best_loss:
            best_name, best_loss = name, float(losses.mean())
    if best_name == "none":
        return Fitted(identity(outputs), "none (no repair lowered the cross-fitted log loss)")
    return Fitted(fit(logits, y, best_name == "temperature and bias", config), best_name)

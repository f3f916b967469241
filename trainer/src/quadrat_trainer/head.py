"""The logistic head: standardised multinomial logistic regression on frozen embeddings.

Loss: mean cross-entropy + lambda / 2 * K / (K - 1) * |W|^2, with K outputs and free biases. The research fixed
lambda = 0.2 for a binary head with one weight vector w. In the softmax parametrisation "one class against the rest"
costs |W|^2 = |w|^2 (K - 1) / K, so the factor K / (K - 1) makes lambda mean the same for every K: at K = 2 the optimum
is exactly the binary logistic regression with penalty lambda / 2 |w|^2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import helmert
from scipy.optimize import minimize

from quadrat_trainer.config import HeadConfig
from quadrat_trainer.contract.package import Calibration
from quadrat_trainer.errors import data_error

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Head:
    """float32 weights [features, outputs] and biases [outputs]; standardisation folded in."""

    weight: FloatArray
    bias: FloatArray

    def logits(self, embedding: FloatArray) -> FloatArray:
        """[n, features] to [n, outputs]."""
        return embedding @ self.weight + self.bias

    def to_bytes(self) -> bytes:
        """Little endian float32: weights row-major, then biases (lib/contracts/package.ts)."""
        return self.weight.astype("<f4").tobytes() + self.bias.astype("<f4").tobytes()

    @staticmethod
    def from_bytes(data: bytes, features: int, outputs: int) -> Head:
        """Inverse of to_bytes. Raises DATA when the size is wrong."""
        if len(data) != 4 * (features + 1) * outputs:
            raise data_error(f"the head has {len(data)} bytes, not {features} x {outputs} weights and {outputs} biases")
        values = np.frombuffer(data, "<f4").astype(np.float32)
        return Head(values[: features * outputs].reshape(features, outputs), values[features * outputs :])


def softmax(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """Row-wise softmax in float64."""
    z = np.asarray(logits, dtype=np.float64)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def calibrated(logits: NDArray[np.floating], calibration: Calibration) -> NDArray[np.float64]:
    """p = softmax(logits / temperature + bias), [n, outputs]."""
    return softmax(np.asarray(logits, np.float64) / calibration.temperature + np.asarray(calibration.bias))


@dataclass(frozen=True)
class FittedHead:
    """The head on standardised features (x - mean) / spread: weight [features, outputs], bias [outputs], float64."""

    mean: NDArray[np.float64]
    spread: NDArray[np.float64]
    weight: NDArray[np.float64]
    bias: NDArray[np.float64]

    def fold(self) -> Head:
        """The same function of the raw features."""
        weight = self.weight / self.spread[:, None]
        return Head(weight.astype(np.float32), (self.bias - self.mean @ weight).astype(np.float32))


def train_head(X: FloatArray, y: IntArray, outputs: int, penalty: float, config: HeadConfig) -> FittedHead:
    """Fit the head to embeddings [n, features] and output indices [n]; see the module's docstring for the loss.

    Features are standardised by mean and sd + `config.sd_floor` of these cells, L-BFGS runs at most `config.steps`
    steps from zero; the result is deterministic.
    """
    n, features = X.shape
    mean = X.mean(axis=0, dtype=np.float64)
    Z = X - mean.astype(np.float32)
    spread = np.sqrt(np.mean(Z * Z, axis=0, dtype=np.float64)) + config.sd_floor
    Z /= spread.astype(np.float32)
    truth = np.zeros((n, outputs), np.float32)
    truth[np.arange(n), y] = 1.0
    strength = penalty * outputs / (outputs - 1)
    # The penalty makes the columns of W sum to zero, so W = V B with an orthonormal basis B of that subspace: the same
    # optimum and |W| = |V|, with one column less to multiply, which halves the time for two outputs.
    basis = helmert(outputs)
    basis32 = basis.astype(np.float32)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        V = parameters[:-outputs].reshape(features, outputs - 1)
        logits = (Z @ V.astype(np.float32)) @ basis32 + parameters[-outputs:].astype(np.float32)
        logits -= logits.max(axis=1, keepdims=True)
        log_sum = np.log(np.exp(logits).sum(axis=1))
        entropy = float(np.mean(log_sum - logits[np.arange(n), y], dtype=np.float64))
        residual = (np.exp(logits - log_sum[:, None]) - truth) / np.float32(n)
        gradient_V = (Z.T @ (residual @ basis32.T)).astype(np.float64) + strength * V
        gradient_b = residual.sum(axis=0, dtype=np.float64)
        value = entropy + 0.5 * strength * float(np.sum(V * V))
        return value, np.concatenate([gradient_V.ravel(), gradient_b])

    start = np.zeros(features * (outputs - 1) + outputs)
    start[-outputs:] = np.log((truth.sum(axis=0) + 1.0) / (n + outputs))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": config.steps, "gtol": 1e-5})
    weight = found.x[:-outputs].reshape(features, outputs - 1) @ basis
    return FittedHead(mean, spread, weight, found.x[-outputs:])

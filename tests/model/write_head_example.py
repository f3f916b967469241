"""Writes lib/ml/live/head-example.json: sampled cells, and the probabilities that the trainer's head gives them.

Run it in the virtual environment when trainer/src/quadrat_trainer/head.py changes:
.quadrat/venv/bin/python tests/model/write_head_example.py
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from quadrat_trainer.config import HeadConfig
from quadrat_trainer.head import softmax, train_head

PENALTY = 0.2
OUT = Path(__file__).parents[2] / "lib" / "ml" / "live" / "head-example.json"


def case(seed: int, outputs: int, features: int, cells: int) -> dict[str, object]:
    """Cells whose features are mixtures of a few hidden numbers, one of them constant, as a network's are."""
    rng = np.random.default_rng(seed)
    hidden = rng.normal(size=(cells, 5))
    X = np.maximum(0, hidden @ rng.normal(size=(5, features)) + 0.3 * rng.normal(size=(cells, features)))
    X[:, 0] = 0.5
    X = np.round(X, 4).astype(np.float32)
    y = np.argmax(hidden[:, :outputs] + 0.5 * rng.normal(size=(cells, outputs)), axis=1)
    config = replace(HeadConfig(), steps=1000)
    probs = softmax(train_head(X, y, outputs, PENALTY, config).fold().logits(X))
    return {
        "outputs": outputs,
        "features": features,
        "x": [round(float(v), 4) for v in X.ravel()],
        "y": [int(v) for v in y],
        "probs": [round(float(v), 6) for v in probs.ravel()],
    }


if __name__ == "__main__":
    cases = [case(1, 2, 12, 80), case(2, 4, 10, 100)]
    OUT.write_text(json.dumps({"penalty": PENALTY, "cases": cases}) + "\n")

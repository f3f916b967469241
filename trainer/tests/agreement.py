"""Golden cases of agreement between people, for both languages: `python trainer/tests/agreement.py` writes them.

The values in lib/contracts/examples/agreement.json are those of scikit-learn (Cohen's kappa), of the PyPI package
krippendorff 0.8.1 (alpha, nominal, missing labels) and of cleanlab (CROWDLAB). A test computes kappa and CROWDLAB
again; krippendorff is needed to write the file only: `pip install krippendorff==0.8.1` beside requirements-dev.txt.
"""

from __future__ import annotations

import importlib
import json
from typing import Any

import numpy as np
from cleanlab import multiannotator
from cleanlab.multiannotator import get_label_quality_multiannotator
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

import vectors

PATH = vectors.EXAMPLES / "agreement.json"
CODES = np.array([1, 16, 17, 18])


def panel(
    seed: int, cells: int, people: int, outputs: int, missing: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Labels, cells x people, -1 where there is none, by people of unlike accuracy; and a model's probabilities."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(outputs, cells, p=rng.dirichlet(np.full(outputs, 3.0)))
    accuracy = rng.uniform(0.6, 0.95, people)
    wrong = (truth[:, None] + rng.integers(1, outputs, (cells, people))) % outputs
    labels = np.where(rng.random((cells, people)) < accuracy, truth[:, None], wrong)
    labels[rng.random((cells, people)) < missing] = -1
    # a cell that nobody labelled is none
    labels[labels.max(axis=1) < 0, 0] = 0
    logits = rng.normal(0, 1, (cells, outputs)) + 1.5 * np.eye(outputs)[truth]
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return labels, p


KAPPAS: list[dict[str, Any]] = [
    {"name": "two of three codes, some apart", "seed": 1, "cells": 60, "outputs": 3},
    {"name": "two codes", "seed": 2, "cells": 40, "outputs": 2},
    {"name": "four codes, many cells", "seed": 3, "cells": 400, "outputs": 4},
]
FIXED: list[dict[str, Any]] = [
    {"name": "all the same, two codes", "labellings": [[1, 16, 1, 16], [1, 16, 1, 16]]},
    {"name": "all apart", "labellings": [[1, 16, 1, 16], [16, 1, 16, 1]]},
    {"name": "one says one code only", "labellings": [[1, 1, 1, 1], [1, 16, 1, 1]]},
    {"name": "one rare code", "labellings": [[1] * 19 + [16], [1] * 18 + [16, 1]]},
]
ALPHAS: list[dict[str, Any]] = [
    {"name": "three people, a third missing", "seed": 4, "cells": 50, "people": 3, "outputs": 3, "missing": 0.33},
    {"name": "five people, half missing", "seed": 5, "cells": 80, "people": 5, "outputs": 4, "missing": 0.5},
    {"name": "two people, none missing", "seed": 6, "cells": 30, "people": 2, "outputs": 2, "missing": 0.0},
]
# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C: four observers, twelve units; alpha 0.743
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
]
CROWDS: list[dict[str, Any]] = [
    {"name": "five people, two in five missing", "seed": 7, "cells": 60, "people": 5, "outputs": 3, "missing": 0.4},
    {"name": "two people, half of the cells shared", "seed": 8, "cells": 40, "people": 2, "outputs": 2, "missing": 0.3},
    {"name": "three people, four outputs", "seed": 9, "cells": 50, "people": 3, "outputs": 4, "missing": 0.5},
]


def codes_of(labels: NDArray[np.int64]) -> list[list[int]]:
    """Codes by person, 0 where there is no label."""
    return [[int(code) for code in row] for row in np.where(labels < 0, 0, CODES[labels]).T]


def kappa_cases() -> list[dict[str, Any]]:
    """Two people who decided all cells."""
    made = [
        {"name": case["name"], "labellings": codes_of(panel(case["seed"], case["cells"], 2, case["outputs"], 0.0)[0])}
        for case in KAPPAS
    ]
    return [case | {"kappa": float(cohen_kappa_score(*case["labellings"]))} for case in [*made, *FIXED]]


def crowd_cases() -> list[dict[str, Any]]:
    """CROWDLAB's weights and posteriors."""
    cases = []
    for case in CROWDS:
        labels, p = panel(case["seed"], case["cells"], case["people"], case["outputs"], case["missing"])
        p = np.round(p, 6)
        p[:, 0] += 1 - p.sum(axis=1)
        given = np.where(labels < 0, np.nan, labels.astype(float))
        found = get_label_quality_multiannotator(given, p, return_weights=True, verbose=False)
        posterior = posteriors(given, p, found)
        cases.append(
            {
                "name": case["name"],
                "labels": labels.tolist(),
                "model": [[round(float(x), 6) for x in row] for row in p],
                "modelWeight": float(found["model_weight"]),
                "weights": [float(w) for w in found["annotator_weight"]],
                "consensus": found["label_quality"]["consensus_label"].astype(int).tolist(),
                "posterior": posterior,
            }
        )
    return cases


def posteriors(given: NDArray[np.float64], p: NDArray[np.float64], found: dict[str, Any]) -> list[list[float]]:
    """The whole posterior: cleanlab gives only that of the consensus, its quality."""
    count = np.sum(~np.isnan(given), axis=1)
    consensus = found["label_quality"]["consensus_label"].to_numpy().astype(int)
    agreement = multiannotator._get_annotator_agreement_with_consensus(given, consensus)
    post = multiannotator._get_post_pred_probs_and_weights(given, consensus, p, count, agreement, "crowdlab", False)[0]
    return [[float(x) for x in row] for row in post]


def alpha_cases() -> list[dict[str, Any]]:
    """Any number of people; cells without a label have code 0."""
    krippendorff = importlib.import_module("krippendorff")
    made = [
        {
            "name": case["name"],
            "labellings": codes_of(
                panel(case["seed"], case["cells"], case["people"], case["outputs"], case["missing"])[0]
            ),
        }
        for case in ALPHAS
    ]
    cases = [*made, {"name": "Krippendorff's own example", "labellings": KRIPPENDORFF}, *FIXED]
    return [
        case
        | {
            "alpha": float(
                krippendorff.alpha(
                    np.where(np.array(case["labellings"]) == 0, np.nan, np.array(case["labellings"], float)),
                    level_of_measurement="nominal",
                )
            )
        }
        for case in cases
    ]


if __name__ == "__main__":
    note = "agreement between people; written by trainer/tests/agreement.py, which says by which libraries"
    cases = {"kappa": kappa_cases(), "alpha": alpha_cases(), "crowdlab": crowd_cases()}
    parts = [
        f"  {json.dumps(name)}: [\n" + ",\n".join(f"    {json.dumps(case)}" for case in rows) + "\n  ]"
        for name, rows in cases.items()
    ]
    PATH.write_text("{\n" + ",\n".join([f'  "note": {json.dumps(note)}', *parts]) + "\n}\n")

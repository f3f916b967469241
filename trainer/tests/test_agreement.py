"""Golden cases of agreement, which the TypeScript suite reads too, are what the libraries say."""

from __future__ import annotations

import json

import numpy as np
import pytest

import agreement

GOLDEN = json.loads(agreement.PATH.read_text())


def test_kappas_are_scikit_learns() -> None:
    for written, computed in zip(GOLDEN["kappa"], agreement.kappa_cases(), strict=True):
        assert written["labellings"] == computed["labellings"]
        assert written["kappa"] == pytest.approx(computed["kappa"], abs=1e-12)


def test_posteriors_and_weights_are_cleanlabs() -> None:
    for written, computed in zip(GOLDEN["crowdlab"], agreement.crowd_cases(), strict=True):
        assert written["labels"] == computed["labels"]
        assert written["consensus"] == computed["consensus"]
        for key in ("model", "posterior", "weights", "modelWeight"):
            assert np.allclose(written[key], computed[key], rtol=0, atol=1e-9), key


def test_posteriors_have_the_quality_that_cleanlab_tells() -> None:
    for case in GOLDEN["crowdlab"]:
        given = np.where(np.array(case["labels"]) < 0, np.nan, np.array(case["labels"], float))
        found = agreement.get_label_quality_multiannotator(given, np.array(case["model"]), verbose=False)
        quality = found["label_quality"]["consensus_quality_score"].to_numpy()
        cells = np.arange(len(quality))
        assert np.allclose(np.array(case["posterior"])[cells, case["consensus"]], quality, rtol=0, atol=1e-9)

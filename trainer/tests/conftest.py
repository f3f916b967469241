"""Shared fixtures: backbone weights and the base package are made once a session."""

from __future__ import annotations

import os

# as quadrat-trainer does, and as early: numpy reads it when it is imported
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pathlib import Path

import pytest
from hypothesis import settings

from quadrat_trainer.architecture import Weights
from quadrat_trainer.base import write_base
from quadrat_trainer.imagenet import load_backbone

# the machine is shared: how long a case takes says nothing
settings.register_profile("quadrat", deadline=None)
settings.load_profile("quadrat")


@pytest.fixture(scope="session")
def weights() -> Weights:
    return load_backbone()


@pytest.fixture(scope="session")
def base_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packages") / "base"
    write_base(folder)
    return folder

"""Resampling and pooling against shared examples that TypeScript checks too, and their invariants on any lattice."""

from __future__ import annotations

import json
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import vectors
from quadrat_trainer.errors import TrainerError
from quadrat_trainer.package import default_input
from quadrat_trainer.preprocess import (
    Lattice,
    axis_overlap,
    decode_rgb,
    network_input,
    resample,
    triangle_weights,
)

RESAMPLE = json.loads((vectors.EXAMPLES / "resample.json").read_text())
POOLING = json.loads((vectors.EXAMPLES / "pooling.json").read_text())


@pytest.mark.parametrize(("name", "build"), [("resample", vectors.resample_text), ("pooling", vectors.pooling_text)])
def test_committed_vectors_are_the_reference(name: str, build) -> None:
    assert json.loads((vectors.EXAMPLES / f"{name}.json").read_text()) == json.loads(build())


@pytest.mark.parametrize("case", RESAMPLE["cases"], ids=lambda case: case["name"])
def test_resample(case: dict) -> None:
    picture = np.array(case["picture"], np.uint8).reshape(case["height"], case["width"], 3)
    found = resample(picture, case["cellPx"], case["target"])
    assert found.shape == (case["expectedHeight"], case["expectedWidth"], 3)
    assert found.dtype == np.float32
    assert np.abs(found.ravel() - np.array(case["expected"])).max() < RESAMPLE["tolerance"]


@pytest.mark.parametrize("case", POOLING["cases"], ids=lambda case: case["name"])
def test_pooling(case: dict) -> None:
    along_y = axis_overlap(case["height"], case["rows"], case["target"], case["stride"], case["multiple"])
    along_x = axis_overlap(case["width"], case["cols"], case["target"], case["stride"], case["multiple"])
    found = np.kron(along_y, along_x).ravel()
    assert np.abs(found - np.array(case["expected"])).max() < POOLING["tolerance"]


@given(st.integers(1, 300), st.floats(0.7, 200.0), st.sampled_from([16, 48, 64]))
def test_resampling_keeps_a_plain_picture(length: int, cell_px: float, target: int) -> None:
    weights = triangle_weights(length, cell_px, target)
    assert np.allclose(weights.sum(axis=1), 1.0, atol=1e-5)
    assert weights.min() >= 0


@settings(max_examples=30)
@given(st.integers(1, 6), st.integers(1, 6), st.floats(8.0, 90.0), st.floats(0.5, 1.0), st.floats(0.5, 1.0))
def test_pooling_rows_sum_to_one_and_ignore_padding(
    rows: int, cols: int, cell_px: float, last_row: float, last_col: float
) -> None:
    """Any lattice whose edge cells have at least half their side inside."""
    height, width = (max(1, round((n - 1 + part) * cell_px)) for n, part in ((rows, last_row), (cols, last_col)))
    spec = default_input()
    ready = network_input(np.zeros((height, width, 3), np.uint8), Lattice(rows, cols, cell_px), spec, (8, 16, 32))
    assert ready.image.shape[1] % spec.multiple == ready.image.shape[2] % spec.multiple == 0
    for pool in ready.pools:
        assert pool.shape[0] == rows * cols
        assert np.allclose(pool.sum(axis=1), 1.0, atol=1e-5)


def test_padding_is_the_mean() -> None:
    ready = network_input(np.full((40, 50, 3), 255, np.uint8), Lattice(1, 1, 40.0), default_input(), (8,))
    assert ready.image.shape == (1, 64, 64, 3)
    assert (ready.image[0, :48, :60] > 254).all()
    assert (ready.image[0, 48:] == 127).all()
    assert (ready.image[0, :, 60:] == 127).all()


def test_lattice_outside_the_picture_is_refused() -> None:
    with pytest.raises(TrainerError, match="outside the picture") as caught:
        network_input(np.zeros((40, 40, 3), np.uint8), Lattice(1, 3, 40.0), default_input(), (8,))
    assert caught.value.error_class == "DATA"


def _encoded(mode: str, kind: str) -> bytes:
    buffer = BytesIO()
    Image.new(mode, (4, 3)).save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", _encoded("RGB", "JPEG")[:-200], _encoded("I;16", "PNG")],
    ids=["empty", "text", "truncated", "16 bit"],
)
def test_bad_pictures_are_data_errors(data: bytes) -> None:
    with pytest.raises(TrainerError) as caught:
        decode_rgb(data, "the picture of chip 7")
    assert caught.value.error_class == "DATA"
    assert "chip 7" in caught.value.message


def test_alpha_is_dropped_and_grey_widened() -> None:
    pixel = Image.new("RGBA", (1, 1), (10, 20, 30, 0))
    buffer = BytesIO()
    pixel.save(buffer, "PNG")
    assert decode_rgb(buffer.getvalue(), "x").tolist() == [[[10, 20, 30]]]
    assert decode_rgb(_encoded("L", "PNG"), "x").shape == (3, 4, 3)

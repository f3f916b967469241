"""The network against reference numbers: accuracy would not show wrong preprocessing or padding, these do."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.datasets import load_sample_image
from torch.nn import functional

from quadrat_trainer.architecture import STRIDES, Weights
from quadrat_trainer.driver import Embedder
from quadrat_trainer.export import export_backbone
from quadrat_trainer.imagenet import CLASSIFIER_HEAD, load_classifier
from quadrat_trainer.model import Backbone, ConvLayer
from quadrat_trainer.package import default_input
from quadrat_trainer.preprocess import Lattice, network_input, resample
from quadrat_trainer.tfjs import read_weights


@pytest.mark.parametrize(("image", "label", "probability"), [("china.jpg", 698, 0.326), ("flower.jpg", 985, 0.210)])
def test_imagenet_reference_numbers(weights: Weights, image: str, label: int, probability: float) -> None:
    picture = np.asarray(load_sample_image(image))
    side = min(picture.shape[:2])
    top, left = (picture.shape[0] - side) // 2, (picture.shape[1] - side) // 2
    square = picture[top : top + side, left : left + side]
    small = resample(square, side, 224)
    head_weights, weight, bias = load_classifier()
    backbone, head = Backbone(weights, default_input()), ConvLayer(CLASSIFIER_HEAD, head_weights)
    with torch.no_grad():
        x = torch.from_numpy(small.transpose(2, 0, 1)[None].copy())
        pooled = head(backbone(x)[2]).mean((2, 3))
        p = functional.softmax(pooled @ torch.from_numpy(weight).T + torch.from_numpy(bias), dim=1)[0]
    assert int(p.argmax()) == label
    assert float(p.max()) == pytest.approx(probability, abs=0.01)


@pytest.mark.parametrize(
    ("height", "width", "rows", "cols", "cell_px"),
    [
        (384, 384, 8, 8, 48.0),
        (320, 320, 8, 8, 40.0),
        (512, 512, 10, 10, 51.2),
        (170, 230, 3, 4, 64.0),
        (256, 384, 4, 6, 64.0),
    ],
)
def test_onnx_agrees_with_torch(
    weights: Weights, height: int, width: int, rows: int, cols: int, cell_px: float
) -> None:
    spec = default_input()
    files = export_backbone(weights, spec)
    picture = np.asarray(load_sample_image("china.jpg"))[:height, :width]
    picture = np.pad(picture, ((0, height - picture.shape[0]), (0, 0), (0, 0)), mode="reflect")
    lattice = Lattice(rows, cols, cell_px)
    ready = network_input(picture, lattice, spec, STRIDES)
    with torch.no_grad():
        x = torch.from_numpy(ready.image.transpose(0, 3, 1, 2).copy())
        expected = Backbone(weights, spec).embed(x, tuple(torch.from_numpy(p) for p in ready.pools))[0].numpy()
    found = Embedder(files.onnx, spec, files.describe()).embed(picture, lattice)
    assert found.shape == (rows * cols, 1232)
    assert np.abs(found - expected).max() < 1e-4


def test_tfjs_files_hold_the_same_weights(weights: Weights) -> None:
    files = export_backbone(weights, default_input())
    back = read_weights(files.tfjs_model, files.tfjs_weights)
    assert back.keys() == weights.keys()
    for name, value in weights.items():
        assert np.array_equal(back[name], value)


def test_export_of_the_untrained_module_changes_nothing(weights: Weights) -> None:
    again = Backbone(weights, default_input()).export()
    for name, value in weights.items():
        assert np.allclose(again[name], value, rtol=1e-6, atol=0)

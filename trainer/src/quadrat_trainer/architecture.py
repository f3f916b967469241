"""EfficientNet-Lite0 as a table: the one description that torch, ONNX and tfjs are all built from.

Blocks are counted from 0. The embedding takes three places: the expansion of block 5 after ReLU6
(stride 8, 240 channels), the expansion of block 11 (stride 16, 672) and the output of block 15 (stride 32, 320).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.contract.package import Pool

BACKBONE_ID = "efficientnet-lite0-s8-s16-s32"

Weights = dict[str, NDArray[np.float32]]
"""`<layer>/w` as [out, in / groups, k, k] and `<layer>/b` as [out]; batch norm folded; values representable in fp16."""

# repeat, kernel, stride of the first, expansion, channels in, channels out
STAGES = (
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
)


@dataclass(frozen=True)
class Conv:
    """One convolution with bias and, where `relu6`, a clip to 0..6; padding as TensorFlow's SAME on even sizes."""

    name: str
    kernel: int
    stride: int
    channels_in: int
    channels_out: int
    depthwise: bool
    relu6: bool

    @property
    def padding(self) -> tuple[int, int]:
        """Pixels before and after: SAME on a side that the stride divides; the odd one goes behind."""
        total = max(self.kernel - self.stride, 0)
        return total // 2, total - total // 2

    @property
    def weight_shape(self) -> tuple[int, int, int, int]:
        """Shape of `<name>/w`."""
        return (self.channels_out, 1 if self.depthwise else self.channels_in, self.kernel, self.kernel)


@dataclass(frozen=True)
class Block:
    """Inverted residual: expansion (1 x 1), depthwise, projection (1 x 1), and a skip where shapes allow it."""

    expand: Conv | None
    depthwise: Conv
    project: Conv
    skip: bool


def _block(index: int, kernel: int, stride: int, expansion: int, channels: tuple[int, int]) -> Block:
    channels_in, channels_out = channels
    middle = channels_in * expansion
    expand = Conv(f"b{index}/expand", 1, 1, channels_in, middle, depthwise=False, relu6=True)
    return Block(
        expand=expand if expansion != 1 else None,
        depthwise=Conv(f"b{index}/dw", kernel, stride, middle, middle, depthwise=True, relu6=True),
        project=Conv(f"b{index}/project", 1, 1, middle, channels_out, depthwise=False, relu6=False),
        skip=stride == 1 and channels_in == channels_out,
    )


def _blocks() -> tuple[Block, ...]:
    blocks: list[Block] = []
    for repeat, kernel, stride, expansion, channels_in, channels_out in STAGES:
        for i in range(repeat):
            channels = (channels_in if i == 0 else channels_out, channels_out)
            blocks.append(_block(len(blocks), kernel, stride if i == 0 else 1, expansion, channels))
    return tuple(blocks)


STEM = Conv("stem", 3, 2, 3, 32, depthwise=False, relu6=True)
BLOCKS = _blocks()
EXPANSION_TAPS = (5, 11)
"""Blocks whose expansion output is pooled; the last block's output is pooled too."""

POOLS = (
    Pool(input="p8", stride=8, channels=240),
    Pool(input="p16", stride=16, channels=672),
    Pool(input="p32", stride=32, channels=320),
)
STRIDES = tuple(pool.stride for pool in POOLS)
FEATURES = sum(pool.channels for pool in POOLS)


def convolutions() -> tuple[Conv, ...]:
    """All convolutions in the order of the data's way."""
    convs = [STEM]
    for block in BLOCKS:
        convs += [conv for conv in (block.expand, block.depthwise, block.project) if conv is not None]
    return tuple(convs)


def check_weights(weights: Weights) -> None:
    """Raise ValueError unless every convolution has its weight and bias in the right shape."""
    for conv in convolutions():
        for name, shape in ((f"{conv.name}/w", conv.weight_shape), (f"{conv.name}/b", (conv.channels_out,))):
            found = weights[name].shape if name in weights else None
            if found != shape:
                raise ValueError(f"weight {name}: expected shape {shape}, found {found}")


def round_to_half(weights: Weights) -> Weights:
    """Round to fp16 and back, so that the fp16 files hold exactly what was evaluated."""
    rounded = {name: value.astype(np.float16).astype(np.float32) for name, value in weights.items()}
    for name, value in rounded.items():
        if not np.all(np.isfinite(value)):
            raise ValueError(f"weight {name} does not fit into fp16")
    return rounded

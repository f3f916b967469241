"""The backbone in torch, built from the architecture table. Used for fine-tuning and as the reference in tests."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from quadrat_trainer.architecture import BLOCKS, EXPANSION_TAPS, STEM, Block, Conv, Weights, check_weights
from quadrat_trainer.contract.package import InputSpec


class ConvLayer(nn.Module):
    """Convolution with folded batch norm, SAME padding and optional ReLU6.

    The parameter is the weight over a fixed gain for each output channel (its largest absolute value). Folding batch
    norm makes channels differ in size by orders of magnitude; without the gain AdamW's even steps would wreck the small
    ones.
    """

    gain: Tensor

    def __init__(self, conv: Conv, weights: Weights) -> None:
        super().__init__()
        self.conv = conv
        weight = torch.from_numpy(weights[f"{conv.name}/w"].copy())
        gain = weight.abs().amax(dim=(1, 2, 3), keepdim=True).clamp_min(1e-8)
        self.register_buffer("gain", gain)
        self.weight = nn.Parameter(weight / gain)
        self.bias = nn.Parameter(torch.from_numpy(weights[f"{conv.name}/b"].copy()))

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, H, W] to [B, C', H / stride, W / stride]."""
        before, after = self.conv.padding
        if before or after:
            x = functional.pad(x, (before, after, before, after))
        groups = self.conv.channels_in if self.conv.depthwise else 1
        x = functional.conv2d(x, self.weight * self.gain, self.bias, stride=self.conv.stride, groups=groups)
        return functional.relu6(x) if self.conv.relu6 else x

    def export(self) -> Weights:
        """Weights as they stand now."""
        return {
            f"{self.conv.name}/w": (self.weight * self.gain).detach().cpu().numpy().astype(np.float32),
            f"{self.conv.name}/b": self.bias.detach().cpu().numpy().astype(np.float32),
        }


class BlockLayer(nn.Module):
    """Inverted residual block; gives its expansion too, because two of them are pooled."""

    def __init__(self, block: Block, weights: Weights) -> None:
        super().__init__()
        self.expand = ConvLayer(block.expand, weights) if block.expand is not None else None
        self.depthwise = ConvLayer(block.depthwise, weights)
        self.project = ConvLayer(block.project, weights)
        self.skip = block.skip

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Output of the block and of its expansion."""
        expanded = self.expand(x) if self.expand is not None else x
        y = self.project(self.depthwise(expanded))
        return (x + y if self.skip else y), expanded


class Backbone(nn.Module):
    """Chips [B, 3, H, W] in 0..255, H and W multiples of 32, to feature maps at strides 8, 16 and 32."""

    def __init__(self, weights: Weights, spec: InputSpec) -> None:
        super().__init__()
        check_weights(weights)
        self.mean, self.std = spec.mean, spec.std
        self.stem = ConvLayer(STEM, weights)
        self.blocks = nn.ModuleList(BlockLayer(block, weights) for block in BLOCKS)

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        """Maps [B, 240, H/8, W/8], [B, 672, H/16, W/16], [B, 320, H/32, W/32]."""
        x = self.stem((x - self.mean) / self.std)
        maps: list[Tensor] = []
        for i, block in enumerate(self.blocks):
            x, expanded = block(x)
            if i in EXPANSION_TAPS:
                maps.append(expanded)
        return (*maps, x)

    def embed(self, x: Tensor, pools: tuple[Tensor, ...]) -> Tensor:
        """Cell embeddings [B, cells, 1232]; pools [B, cells, pixels] or [cells, pixels] a stride."""
        parts = [pool @ maps.flatten(2).transpose(1, 2) for pool, maps in zip(pools, self(x), strict=True)]
        return torch.cat(parts, dim=-1)

    def export(self) -> Weights:
        """All weights as they stand now, by layer name."""
        weights: Weights = {}
        for module in self.modules():
            if isinstance(module, ConvLayer):
                weights.update(module.export())
        return weights

"""Short fine-tune: stages from stride 16 on, AdamW, one cycle, frozen batch-norm statistics (they are
folded), flips, quarter turns and colour; the head starts from the logistic one and is kept.

Runs on a GPU where torch finds one, else on the CPU. What ships is evaluated: the trained backbone is rounded to fp16
and exported first, then embeddings, calibration and figures come from the exported files.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from quadrat_trainer.architecture import STRIDES, round_to_half
from quadrat_trainer.config import CONFIG
from quadrat_trainer.contract.common import convert
from quadrat_trainer.contract.job import FinetuneParams
from quadrat_trainer.contract.package import InputSpec, PackageOutput
from quadrat_trainer.contract.result import TrainResult
from quadrat_trainer.data import Chip, read_dataset, read_picture
from quadrat_trainer.driver import Embedder, load_package, threads
from quadrat_trainer.errors import TrainerError
from quadrat_trainer.export import export_backbone
from quadrat_trainer.features import FeatureCache
from quadrat_trainer.head import FittedHead, Head
from quadrat_trainer.model import Backbone
from quadrat_trainer.package import BackboneFiles, default_input
from quadrat_trainer.preprocess import FloatArray, network_input
from quadrat_trainer.tfjs import read_weights
from quadrat_trainer.train import JobContext, Trained, finish, fit_head

IGNORED = -100
"""Target of cells that no loss may see: unlabelled, unsure, unusable, or of a class without an output."""


@dataclass(frozen=True)
class Sample:
    """One chip ready for the network: image [3, S, S], pools [cells, S/s * S/s] a stride, targets [cells]."""

    image: FloatArray
    pools: tuple[FloatArray, ...]
    targets: NDArray[np.int64]


@dataclass(frozen=True)
class FlipRotation:
    """A flip and a number of quarter turns. Labels stay: image and pooling matrices are turned together."""

    flip: bool
    quarters: int

    def apply(self, grid: FloatArray) -> FloatArray:
        """Flip and rotate the last two axes."""
        turned = grid[..., ::-1] if self.flip else grid
        return np.ascontiguousarray(np.rot90(turned, self.quarters, axes=(-2, -1)))


def _square(grid: FloatArray, side: int, fill: float) -> FloatArray:
    """Pad the last two axes right and bottom to side x side."""
    height, width = grid.shape[-2:]
    pad = [(0, 0)] * (grid.ndim - 2) + [(0, side - height), (0, side - width)]
    return np.pad(grid, pad, constant_values=fill)


def prepare(
    picture: NDArray[np.uint8], chip: Chip, targets: NDArray[np.int64], rotation: FlipRotation, spec: InputSpec
) -> Sample:
    """Resample, pad to a square (so that turned chips fit together), turn image and pooling matrices alike."""
    ready = network_input(picture, chip.lattice, spec, STRIDES)
    height, width = ready.image.shape[1:3]
    side = max(height, width)
    image = rotation.apply(_square(ready.image[0].transpose(2, 0, 1), side, spec.mean))
    pools = tuple(
        rotation.apply(_square(pool.reshape(len(pool), height // stride, width // stride), side // stride, 0.0))
        for pool, stride in zip(ready.pools, STRIDES, strict=True)
    )
    return Sample(image, pools, targets)


def jitter_colour(image: FloatArray, spec: InputSpec, rng: np.random.Generator) -> FloatArray:
    """Brightness, contrast and saturation by up to the configured share; padding keeps the mean."""
    c = CONFIG.finetune
    brightness, contrast, saturation = (
        1 + rng.uniform(-amount, amount) for amount in (c.brightness, c.contrast, c.saturation)
    )
    centred = image - np.float32(spec.mean)
    grey = centred.mean(axis=0, keepdims=True)
    mixed = grey + (centred - grey) * np.float32(saturation)
    shifted = mixed * np.float32(contrast) + np.float32((brightness - 1) * spec.mean)
    padding = np.all(centred == 0, axis=0, keepdims=True)
    return np.where(padding, np.float32(spec.mean), np.clip(shifted + np.float32(spec.mean), 0, 255))


def stack(samples: list[Sample], spec: InputSpec, device: torch.device) -> tuple[Tensor, tuple[Tensor, ...], Tensor]:
    """Samples of any size to one batch: images padded with the mean, pooling with 0, targets with IGNORED."""
    side = max(sample.image.shape[-1] for sample in samples)
    cells = max(len(sample.targets) for sample in samples)
    images = np.stack([_square(sample.image, side, spec.mean) for sample in samples])
    pools = []
    for i, stride in enumerate(STRIDES):
        batch = np.zeros((len(samples), cells, side // stride, side // stride), np.float32)
        for j, sample in enumerate(samples):
            batch[j, : len(sample.targets)] = _square(sample.pools[i], side // stride, 0.0)
        pools.append(torch.from_numpy(batch).flatten(2).to(device))
    targets = np.full((len(samples), cells), IGNORED, np.int64)
    for j, sample in enumerate(samples):
        targets[j, : len(sample.targets)] = sample.targets
    return torch.from_numpy(images).to(device), tuple(pools), torch.from_numpy(targets).to(device)


class CellClassifier(nn.Module):
    """Backbone and head; the head works on features standardised as for the logistic one, which it starts from."""

    mean: Tensor
    spread: Tensor

    def __init__(self, backbone: Backbone, start: FittedHead) -> None:
        super().__init__()
        self.backbone = backbone
        self.register_buffer("mean", torch.from_numpy(start.mean.astype(np.float32)))
        self.register_buffer("spread", torch.from_numpy(start.spread.astype(np.float32)))
        self.weight = nn.Parameter(torch.from_numpy(start.weight.astype(np.float32)))
        self.bias = nn.Parameter(torch.from_numpy(start.bias.astype(np.float32)))
        frozen = [backbone.stem, *backbone.blocks[: CONFIG.finetune.first_trained_block]]
        for module in frozen:
            module.requires_grad_(requires_grad=False)

    def forward(self, images: Tensor, pools: tuple[Tensor, ...]) -> Tensor:
        """[B, 3, S, S] and pools to logits [B, cells, outputs]."""
        embedding = self.backbone.embed(images, pools)
        return ((embedding - self.mean) / self.spread) @ self.weight + self.bias

    def head(self) -> Head:
        """The head as it stands, on raw features."""

        def exact(value: Tensor) -> NDArray[np.float64]:
            return value.detach().cpu().double().numpy()

        return FittedHead(exact(self.mean), exact(self.spread), exact(self.weight), exact(self.bias)).fold()


class Batches:
    """Endless shuffled passes over the training chips, prepared ahead on threads. The order is fixed by the seed."""

    def __init__(
        self, context: JobContext, chips: list[Chip], outputs: list[PackageOutput], params: FinetuneParams
    ) -> None:
        self._context, self._params = context, params
        self._spec = default_input()
        index = np.full(256, IGNORED, np.int64)
        for i, output in enumerate(outputs):
            index[output.code] = i
        labelled = [(chip, index[chip.codes]) for chip in chips if chip.codes is not None]
        self._items = [(chip, targets) for chip, targets in labelled if (targets != IGNORED).any()]

    def _sample(self, item: int, seed: int) -> Sample:
        chip, targets = self._items[item]
        rng = np.random.default_rng(seed)
        rotation = FlipRotation(bool(rng.integers(2)), int(rng.integers(4)))
        picture = read_picture(self._context.images, chip.line)
        sample = prepare(picture, chip, targets, rotation, self._spec)
        return Sample(jitter_colour(sample.image, self._spec, rng), sample.pools, sample.targets)

    def _plan(self) -> Iterator[list[tuple[int, int]]]:
        rng = np.random.default_rng(self._params.seed)
        order: list[int] = []
        for _ in range(self._params.steps):
            while len(order) < self._params.batch:
                order += rng.permutation(len(self._items)).tolist()
            batch, order = order[: self._params.batch], order[self._params.batch :]
            yield [(item, int(rng.integers(2**32))) for item in batch]

    def run(self, device: torch.device) -> Iterator[tuple[Tensor, tuple[Tensor, ...], Tensor]]:
        """One batch a step; a few are prepared ahead."""
        waiting: deque[list[Future[Sample]]] = deque()
        with ThreadPoolExecutor(threads()) as pool:
            plan = self._plan()
            try:
                while True:
                    while len(waiting) < 3 and (batch := next(plan, None)) is not None:
                        waiting.append([pool.submit(self._sample, item, seed) for item, seed in batch])
                    if not waiting:
                        return
                    yield stack([future.result() for future in waiting.popleft()], self._spec, device)
            finally:
                pool.shutdown(cancel_futures=True)


def train(context: JobContext, model: CellClassifier, batches: Batches, params: FinetuneParams) -> None:
    """AdamW with one cycle of the learning rate. Raises OOM when the GPU's memory does not suffice."""
    device = next(model.parameters()).device
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    c = CONFIG.finetune
    optimiser = torch.optim.AdamW(trained, lr=params.learning_rate, weight_decay=c.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=params.learning_rate, total_steps=params.steps + 1, pct_start=c.warm_share
    )
    losses: list[float] = []
    try:
        for step, (images, pools, targets) in enumerate(batches.run(device), start=1):
            optimiser.zero_grad(set_to_none=True)
            logits = model(images, pools)
            loss = functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED)
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(float(loss.detach()))
            context.report.progress(
                0.3 + 0.3 * step / params.steps, "finetune", f"step {step} of {params.steps}, loss {losses[-1]:.3f}"
            )
    except torch.cuda.OutOfMemoryError as error:
        raise TrainerError(
            "OOM", f"The GPU's memory does not suffice for a batch of {params.batch} chips.", str(error)
        ) from error
    tenth = max(1, len(losses) // 10)
    first, last = np.mean(losses[:tenth]), np.mean(losses[-tenth:])
    context.report.log(f"Fine-tuned {params.steps} steps on {device}: loss {first:.3f} -> {last:.3f}.")


def finetune(context: JobContext) -> TrainResult:
    """The whole job: logistic head, fine-tune, export, then calibration and figures of what was exported."""
    params = convert(FinetuneParams, context.file.params, "params of job.json")
    dataset = read_dataset(context.folder / context.file.dataset)
    package = load_package(context.folder / context.file.model)
    start, outputs, counts, cache = fit_head(context, dataset, package, params.penalty)
    files = BackboneFiles.of_package(package.folder, package.manifest.backbone)
    torch.manual_seed(params.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    weights = read_weights(files.tfjs_model, files.tfjs_weights)
    model = CellClassifier(Backbone(weights, package.manifest.input), start).to(device)
    with context.timed("finetune"):
        batches = Batches(context, dataset.of_split("train"), outputs, params)
        train(context, model, batches, params)
    spec = default_input()
    tuned = export_backbone(round_to_half(model.backbone.export()), spec)
    trained = Trained(
        backbone=tuned,
        features=FeatureCache(context.cache, Embedder(tuned.onnx, spec, tuned.describe())),
        head=model.head(),
        outputs=outputs,
        train=counts,
        cache=cache,
        parent=package.sha256,
        params={"kind": "FINETUNE", "device": str(device), **msgspec.to_builtins(params)},
        seed=params.seed,
    )
    return finish(context, dataset, trained)

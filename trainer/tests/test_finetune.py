"""Fine-tuning on a tiny set: it learns, ships what it measured, and turns labels with their picture."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from quadrat_trainer.architecture import STRIDES, Weights
from quadrat_trainer.contract.result import TrainResult
from quadrat_trainer.data import read_dataset, read_picture
from quadrat_trainer.driver import load_package
from quadrat_trainer.finetune import IGNORED, FlipRotation, jitter_colour, prepare, stack
from quadrat_trainer.jobs import run_job
from quadrat_trainer.package import default_input
from quadrat_trainer.report import Report
from quadrat_trainer.tfjs import read_weights
from synthetic import Options, write_job


def test_finetune_job(base_package: Path, tmp_path: Path, weights: Weights) -> None:
    options = Options(kind="FINETUNE", chips=12, rows=3, cols=2, params={"steps": 5, "batch": 2, "learningRate": 1e-3})
    folder = write_job(tmp_path / "job", base_package, options)
    said = StringIO()
    result = run_job(folder, tmp_path / "cache", Report(said))
    assert isinstance(result, TrainResult)
    assert result.kind == "FINETUNE"
    package = load_package(folder / "package")
    base = load_package(base_package)
    assert package.manifest.backbone.sha256 != base.manifest.backbone.sha256
    assert package.manifest.lineage.parent == base.sha256
    accuracy = result.metrics.candidate.accuracy.value
    assert accuracy is not None
    assert accuracy > 0.9
    logs = [json.loads(line)["log"]["text"] for line in said.getvalue().splitlines() if line.startswith('{"log"')]
    (words,) = [text for text in logs if text.startswith("Fine-tuned 5 steps")]
    first, last = (float(part) for part in words.split("loss ")[1].rstrip(".").split(" -> "))
    assert last < first * 1.2
    # stages below stride 16 stay, the others moved
    files = folder / "package" / "tfjs"
    tuned = read_weights((files / "model.json").read_bytes(), (files / "weights.bin").read_bytes())
    assert all(np.array_equal(tuned[name], weights[name]) for name in weights if name.startswith(("stem", "b4/")))
    assert not np.array_equal(tuned["b14/dw/w"], weights["b14/dw/w"])
    # what was measured is what ships
    dataset = read_dataset(folder / "inputs" / "dataset.jsonl")
    right = total = 0
    for chip in dataset.of_split("test"):
        assert chip.codes is not None
        p = package.run(read_picture(folder / "images", chip.line), chip.lattice)
        right += int(np.sum(np.array(package.codes)[p.argmax(axis=1)] == chip.codes))
        total += len(chip.codes)
    assert right / total == pytest.approx(accuracy)


@pytest.mark.parametrize(
    "rotation", [FlipRotation(False, 0), FlipRotation(True, 0), FlipRotation(False, 1), FlipRotation(True, 3)]
)
def test_turning_keeps_each_cells_content(base_package: Path, tmp_path: Path, rotation: FlipRotation) -> None:
    """The mean colour that a cell's pooling weights pick is the same however the chip is turned."""
    folder = write_job(tmp_path / "job", base_package, Options(chips=1, rows=3, cols=4))
    chip = read_dataset(folder / "inputs" / "dataset.jsonl").chips[0]
    picture = read_picture(folder / "images", chip.line)
    targets = np.zeros(12, np.int64)

    def means(turned: FlipRotation) -> np.ndarray:
        sample = prepare(picture, chip, targets, turned, default_input())
        side, stride = sample.image.shape[-1], STRIDES[0]
        blocks = sample.image.reshape(3, side // stride, stride, side // stride, stride).mean(axis=(2, 4))
        return np.einsum("chw,nhw->nc", blocks, sample.pools[0])

    assert np.allclose(means(rotation), means(FlipRotation(False, 0)), atol=1e-2)
    assert np.ptp(means(rotation)) > 20


def test_jitter_leaves_padding_and_range() -> None:
    spec = default_input()
    image = np.random.default_rng(0).uniform(0, 255, (3, 32, 32)).astype(np.float32)
    image[:, 20:] = spec.mean
    changed = jitter_colour(image, spec, np.random.default_rng(1))
    assert (changed[:, 20:] == spec.mean).all()
    assert changed.min() >= 0
    assert changed.max() <= 255
    assert not np.allclose(changed[:, :20], image[:, :20], atol=1)


def test_stack_pads_samples_of_different_size(base_package: Path, tmp_path: Path) -> None:
    import torch

    samples = []
    for name, rows, cols in (("a", 2, 3), ("b", 1, 1)):
        folder = write_job(tmp_path / name, base_package, Options(chips=1, rows=rows, cols=cols))
        chip = read_dataset(folder / "inputs" / "dataset.jsonl").chips[0]
        picture = read_picture(folder / "images", chip.line)
        samples.append(prepare(picture, chip, np.zeros(rows * cols, np.int64), FlipRotation(False, 0), default_input()))
    images, pools, targets = stack(samples, default_input(), torch.device("cpu"))
    assert images.shape == (2, 3, 160, 160)
    assert [tuple(pool.shape) for pool in pools] == [(2, 6, 400), (2, 6, 100), (2, 6, 25)]
    assert targets[1].tolist() == [0] + [IGNORED] * 5
    assert float(pools[0][1, 0].sum()) == pytest.approx(1.0, abs=1e-5)

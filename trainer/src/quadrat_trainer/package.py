"""Writes model packages (lib/contracts/package.ts): backbone files, head, check chips, manifest last."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from quadrat_trainer.architecture import BACKBONE_ID, FEATURES, POOLS
from quadrat_trainer.config import CONFIG, PACKAGE_CONTRACT, CheckConfig
from quadrat_trainer.contract.package import (
    Backbone,
    Calibration,
    CheckChip,
    CheckChips,
    EmbeddingSample,
    InputSpec,
    Limits,
    Lineage,
    Manifest,
    PackageFile,
    PackageOutput,
    TfjsFiles,
    Tolerance,
)
from quadrat_trainer.driver import Embedder
from quadrat_trainer.files import sha256_bytes, stable_json, write_atomic
from quadrat_trainer.head import Head, calibrated
from quadrat_trainer.preprocess import FloatArray, Lattice
from quadrat_trainer.tfjs import EMBEDDING, IMAGE

ONNX_PATH, TFJS_MODEL_PATH, TFJS_WEIGHTS_PATH = "onnx/model.onnx", "tfjs/model.json", "tfjs/weights.bin"
HEAD_PATH = "head.bin"


@dataclass(frozen=True)
class CheckImage:
    """Pixels [height, width, 3] and lattice of a chip that becomes a check chip."""

    picture: NDArray[np.uint8]
    lattice: Lattice


@dataclass(frozen=True)
class Classifier:
    """What a trained package has on top of its backbone."""

    outputs: list[PackageOutput]
    head: Head
    calibration: Calibration


@dataclass(frozen=True)
class BackboneFiles:
    """Bytes of the three backbone files."""

    onnx: bytes
    tfjs_model: bytes
    tfjs_weights: bytes

    @staticmethod
    def of_package(folder: Path, backbone: Backbone) -> BackboneFiles:
        """Take over the backbone of a package."""
        return BackboneFiles(
            onnx=(folder / backbone.onnx).read_bytes(),
            tfjs_model=(folder / backbone.tfjs.model).read_bytes(),
            tfjs_weights=(folder / backbone.tfjs.weights).read_bytes(),
        )

    def describe(self) -> Backbone:
        """The manifest's words for it."""
        return Backbone(
            id=BACKBONE_ID,
            sha256=sha256_bytes(self.tfjs_weights),
            features=FEATURES,
            pools=list(POOLS),
            tfjs=TfjsFiles(model=TFJS_MODEL_PATH, weights=TFJS_WEIGHTS_PATH, image=IMAGE, embedding=EMBEDDING),
            onnx=ONNX_PATH,
        )


def default_input() -> InputSpec:
    """The recipe's input."""
    c = CONFIG.input
    return InputSpec(cell_px=c.cell_px, colour="rgb", mean=c.mean, std=c.std, resample="triangle", multiple=c.multiple)


def encode_png(picture: NDArray[np.uint8]) -> bytes:
    """Lossless, without metadata."""
    buffer = BytesIO()
    Image.fromarray(picture, "RGB").save(buffer, "PNG", compress_level=9)
    return buffer.getvalue()


def embedding_samples(embedding: FloatArray, count: int) -> list[EmbeddingSample]:
    """The largest number of each of `count` equal parts of the embedding, each from another cell."""
    cells, features = embedding.shape
    samples: list[EmbeddingSample] = []
    for i in range(count):
        cell, first, last = i * cells // count, i * features // count, (i + 1) * features // count
        feature = first + int(np.argmax(np.abs(embedding[cell, first:last])))
        value = round(float(embedding[cell, feature]), 6)
        samples.append(EmbeddingSample(cell=cell, feature=feature, value=value))
    return samples


def _check_chips(
    images: list[CheckImage], embedder: Embedder, classifier: Classifier | None, config: CheckConfig
) -> tuple[CheckChips, dict[str, bytes]]:
    chips: list[CheckChip] = []
    files: dict[str, bytes] = {}
    for i, item in enumerate(images):
        embedding = embedder.embed(item.picture, item.lattice)
        probs: list[float] = []
        if classifier is not None:
            p = calibrated(classifier.head.logits(embedding), classifier.calibration)
            probs = [round(float(value), 7) for value in p.ravel()]
        path = f"check/{i}.png"
        files[path] = encode_png(item.picture)
        chips.append(
            CheckChip(
                image=path,
                rows=item.lattice.rows,
                cols=item.lattice.cols,
                cell_px=item.lattice.cell_px,
                probs=probs,
                emb=embedding_samples(embedding, config.emb_samples),
            )
        )
    tolerance = Tolerance(cpu=config.tolerance_cpu, gpu=config.tolerance_gpu)
    return CheckChips(tolerance=tolerance, chips=chips), files


def write_package(
    folder: Path,
    name: str,
    backbone: BackboneFiles,
    classifier: Classifier | None,
    images: list[CheckImage],
    lineage: Lineage,
) -> str:
    """Write a package into a new or empty folder and return its identity, the SHA-256 of manifest.json."""
    spec, described = default_input(), backbone.describe()
    embedder = Embedder(backbone.onnx, spec, described)
    checks, files = _check_chips(images, embedder, classifier, CONFIG.checks)
    files |= {
        ONNX_PATH: backbone.onnx,
        TFJS_MODEL_PATH: backbone.tfjs_model,
        TFJS_WEIGHTS_PATH: backbone.tfjs_weights,
    }
    if classifier is not None:
        files[HEAD_PATH] = classifier.head.to_bytes()
    outputs = classifier.outputs if classifier else []
    manifest = Manifest(
        contract=PACKAGE_CONTRACT,
        name=name,
        files=[
            PackageFile(path=path, sha256=sha256_bytes(data), bytes=len(data)) for path, data in sorted(files.items())
        ],
        input=spec,
        limits=Limits(max_rows=CONFIG.input.max_rows, max_cols=CONFIG.input.max_cols),
        backbone=described,
        outputs=outputs,
        head=HEAD_PATH if classifier else None,
        calibration=classifier.calibration if classifier else Calibration(temperature=1.0, bias=[]),
        thresholds={str(output.code): CONFIG.premark for output in outputs},
        check_chips=checks,
        lineage=lineage,
    )
    if folder.exists():
        shutil.rmtree(folder)
    for path, data in files.items():
        write_atomic(folder / path, data)
    data = stable_json(manifest)
    write_atomic(folder / "manifest.json", data)
    return sha256_bytes(data)

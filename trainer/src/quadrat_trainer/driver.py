"""Loads a model package and runs it on chips: the one way in which Python computes embeddings and probabilities.

Nothing is used before every file's hash is verified, and not before the check chips give their expected numbers on
this machine. No pickles.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from quadrat_trainer.contract.package import Backbone, CheckChip, InputSpec, Manifest
from quadrat_trainer.errors import TrainerError, data_error
from quadrat_trainer.head import Head, calibrated
from quadrat_trainer.preprocess import FloatArray, Lattice, decode_rgb, network_input
from quadrat_trainer.verify import read_manifest, verify_files


def threads() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


class Embedder:
    """The backbone on onnxruntime (CPU). Thread-safe; one thread a call, so that chips run side by side."""

    def __init__(self, onnx: bytes, spec: InputSpec, backbone: Backbone) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise data_error(f"onnxruntime cannot load the backbone {backbone.onnx}: {error}") from error
        self.spec = spec
        self.backbone = backbone
        self._strides = tuple(pool.stride for pool in backbone.pools)

    def embed(self, picture: NDArray[np.uint8], lattice: Lattice) -> FloatArray:
        """Pixels [height, width, 3] to cell embeddings [rows * cols, features]."""
        ready = network_input(picture, lattice, self.spec, self._strides)
        feeds = {pool.input: matrix for pool, matrix in zip(self.backbone.pools, ready.pools, strict=True)}
        feeds[self.backbone.tfjs.image] = ready.image
        (embedding,) = self._session.run([self.backbone.tfjs.embedding], feeds)
        return np.asarray(embedding, np.float32)


@dataclass(frozen=True)
class Package:
    """A verified package. `sha256` is its identity, `head` is None in a base package."""

    folder: Path
    manifest: Manifest
    sha256: str
    embedder: Embedder
    head: Head | None

    @property
    def codes(self) -> list[int]:
        """Cell codes of the outputs, in their order."""
        return [output.code for output in self.manifest.outputs]

    def probabilities(self, embedding: FloatArray) -> NDArray[np.float64]:
        """Calibrated probabilities [cells, outputs] of embeddings. Raises USER for a base package."""
        if self.head is None:
            raise TrainerError("USER", f"{self.manifest.name} is a base package without outputs: train a head first.")
        return calibrated(self.head.logits(embedding), self.manifest.calibration)

    def run(self, picture: NDArray[np.uint8], lattice: Lattice) -> NDArray[np.float64]:
        """Pixels to calibrated probabilities [rows * cols, outputs]."""
        return self.probabilities(self.embedder.embed(picture, lattice))


def check_chip_difference(package: Package, chip: CheckChip) -> float:
    """Largest difference on a check chip: absolute for probabilities, over max(1, |value|) for embedding samples."""
    picture = decode_rgb((package.folder / chip.image).read_bytes(), chip.image)
    embedding = package.embedder.embed(picture, Lattice(chip.rows, chip.cols, chip.cell_px))
    worst = max(
        (abs(float(embedding[s.cell, s.feature]) - s.value) / max(1.0, abs(s.value)) for s in chip.emb),
        default=0.0,
    )
    if package.head is not None:
        expected = np.array(chip.probs).reshape(len(embedding), -1)
        worst = max(worst, float(np.abs(package.probabilities(embedding) - expected).max()))
    return worst


def run_check_chips(package: Package) -> float:
    """Largest difference over all check chips. Raises DATA when it exceeds the package's CPU tolerance."""
    worst = max(check_chip_difference(package, chip) for chip in package.manifest.check_chips.chips)
    tolerance = package.manifest.check_chips.tolerance.cpu
    if not worst <= tolerance:
        raise data_error(
            f"package {package.manifest.name} is not used: its check chips differ by {worst:.2g} on this machine, "
            f"allowed is {tolerance:.2g}"
        )
    return worst


def open_package(folder: Path) -> Package:
    """Load without running the check chips; only for a package that is just being written."""
    manifest, sha256 = read_manifest(folder)
    verify_files(folder, manifest)
    embedder = Embedder((folder / manifest.backbone.onnx).read_bytes(), manifest.input, manifest.backbone)
    head = None
    if manifest.head is not None:
        data = (folder / manifest.head).read_bytes()
        head = Head.from_bytes(data, manifest.backbone.features, len(manifest.outputs))
    return Package(folder, manifest, sha256, embedder, head)


def load_package(folder: Path) -> Package:
    """Load, verify hashes, check check chips. Raises DATA, naming what is wrong; a package that fails is not used."""
    package = open_package(folder)
    run_check_chips(package)
    return package

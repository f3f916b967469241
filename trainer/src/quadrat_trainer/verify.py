"""Reads a package's manifest and proves that its files are the ones that it names. Light: no onnxruntime."""

from __future__ import annotations

from pathlib import Path

from quadrat_trainer.contract.package import Manifest, decode_manifest
from quadrat_trainer.errors import data_error
from quadrat_trainer.files import sha256_bytes, sha256_file


def read_manifest(folder: Path) -> tuple[Manifest, str]:
    """manifest.json and the package's identity. Raises DATA when it is missing or damaged."""
    path = folder / "manifest.json"
    if not path.is_file():
        raise data_error(f"{folder.name} is not a model package: it has no manifest.json")
    data = path.read_bytes()
    return decode_manifest(data, f"manifest.json of {folder.name}"), sha256_bytes(data)


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Check size and SHA-256 of every file, and that every file that is used is listed. Raises DATA."""
    for entry in manifest.files:
        path = folder / entry.path
        if not path.is_file():
            raise data_error(f"package {manifest.name}: {entry.path} is missing")
        if path.stat().st_size != entry.bytes or sha256_file(path) != entry.sha256:
            raise data_error(f"package {manifest.name}: {entry.path} is not the file that the manifest names")
    listed = {entry.path: entry.sha256 for entry in manifest.files}
    tfjs = manifest.backbone.tfjs
    used = [manifest.backbone.onnx, tfjs.model, tfjs.weights, *(chip.image for chip in manifest.check_chips.chips)]
    for path in used + ([manifest.head] if manifest.head else []):
        if path not in listed:
            raise data_error(f"package {manifest.name}: {path} is used but has no hash in the manifest")
    if listed[tfjs.weights] != manifest.backbone.sha256:
        raise data_error(f"package {manifest.name}: the backbone's hash is not that of {tfjs.weights}")
    if bool(manifest.outputs) != (manifest.head is not None):
        raise data_error(f"package {manifest.name}: outputs and head must come together")
    if len(manifest.calibration.bias) != len(manifest.outputs):
        raise data_error(f"package {manifest.name}: the calibration does not fit the outputs")

"""Packages: the base one is the same each time; nothing damaged, swapped or wrongly computing is used."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from quadrat_trainer.base import write_base
from quadrat_trainer.driver import load_package, open_package, run_check_chips
from quadrat_trainer.errors import TrainerError
from quadrat_trainer.files import sha256_file
from quadrat_trainer.preprocess import Lattice


@pytest.fixture
def package(base_package: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(base_package, folder)
    return folder


def edit_manifest(folder: Path, change) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def test_base_package_has_the_same_bytes_each_time(base_package: Path, tmp_path: Path) -> None:
    write_base(tmp_path / "again")
    files = sorted(path.relative_to(base_package) for path in base_package.rglob("*") if path.is_file())
    assert files == sorted(p.relative_to(tmp_path / "again") for p in (tmp_path / "again").rglob("*") if p.is_file())
    for file in files:
        assert (base_package / file).read_bytes() == (tmp_path / "again" / file).read_bytes(), file


def test_base_package_is_complete(base_package: Path) -> None:
    package = load_package(base_package)
    assert package.sha256 == sha256_file(base_package / "manifest.json")
    assert package.manifest.outputs == []
    assert package.manifest.backbone.features == 1232
    assert sum(pool.channels for pool in package.manifest.backbone.pools) == 1232
    assert all(chip.emb for chip in package.manifest.check_chips.chips)
    listed = {file.path for file in package.manifest.files} | {"manifest.json"}
    assert listed == {p.relative_to(base_package).as_posix() for p in base_package.rglob("*") if p.is_file()}
    assert sum(file.bytes for file in package.manifest.files if file.path.startswith("tfjs/")) < 6_500_000
    assert run_check_chips(package) < 1e-5


def test_a_package_of_contract_1_is_loaded_and_proved_as_one_of_now(package: Path) -> None:
    def as_it_was(manifest: dict) -> None:
        manifest["contract"], manifest["golden"] = 1, manifest.pop("checkChips")

    now = load_package(package).manifest
    edit_manifest(package, as_it_was)
    before = load_package(package)
    assert before.manifest == now
    assert before.sha256 == sha256_file(package / "manifest.json")
    edit_manifest(package, lambda manifest: manifest["golden"]["chips"][1]["emb"][0].update(value=9.0))
    with pytest.raises(TrainerError, match="check chips differ"):
        load_package(package)


@pytest.mark.parametrize(("contract", "key"), [(1, "checkChips"), (2, "golden"), (3, "checkChips")])
def test_a_contract_has_its_own_words_and_a_later_one_is_refused(package: Path, contract: int, key: str) -> None:
    def other(manifest: dict) -> None:
        manifest["contract"], manifest[key] = contract, manifest.pop("checkChips")

    edit_manifest(package, other)
    with pytest.raises(TrainerError, match="does not fit the contract"):
        load_package(package)


def test_base_package_gives_no_probabilities(base_package: Path) -> None:
    package = load_package(base_package)
    with pytest.raises(TrainerError, match="train a head first"):
        package.probabilities(package.embedder.embed(np.zeros((48, 48, 3), np.uint8), Lattice(1, 1, 48.0)))


@pytest.mark.parametrize("file", ["onnx/model.onnx", "tfjs/weights.bin", "check/1.png"])
def test_a_changed_byte_is_found(package: Path, file: str) -> None:
    data = bytearray((package / file).read_bytes())
    data[len(data) // 2] ^= 1
    (package / file).write_bytes(data)
    with pytest.raises(TrainerError, match=f"{file} is not the file") as caught:
        load_package(package)
    assert caught.value.error_class == "DATA"


def test_a_missing_file_is_found(package: Path) -> None:
    (package / "tfjs" / "model.json").unlink()
    with pytest.raises(TrainerError, match=r"tfjs/model\.json is missing"):
        load_package(package)


def test_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match=r"no manifest\.json"):
        load_package(tmp_path)


def test_a_used_file_must_be_listed(package: Path) -> None:
    edit_manifest(package, lambda m: m.update(files=[f for f in m["files"] if f["path"] != "check/0.png"]))
    with pytest.raises(TrainerError, match=r"check/0.png is used but has no hash"):
        load_package(package)


def test_another_backbone_hash_is_found(package: Path) -> None:
    edit_manifest(package, lambda m: m["backbone"].update(sha256="0" * 64))
    with pytest.raises(TrainerError, match="backbone's hash"):
        load_package(package)


def test_check_chips_that_differ_refuse_the_package(package: Path) -> None:
    def wrong(manifest: dict) -> None:
        manifest["checkChips"]["chips"][1]["emb"][0]["value"] += 0.01

    edit_manifest(package, wrong)
    with pytest.raises(TrainerError, match="check chips differ") as caught:
        load_package(package)
    assert caught.value.error_class == "DATA"
    assert open_package(package).manifest.name == "base", "only the check chips could tell"


def test_wrong_preprocessing_is_found_by_the_check_chips(package: Path) -> None:
    """A mean that is off by one leaves accuracy as it is; the check chips see it."""
    edit_manifest(package, lambda m: m["input"].update(mean=126.0))
    with pytest.raises(TrainerError, match="check chips differ"):
        load_package(package)

"""The trainer as a function of a folder: every kind, the cache, the deployed version, and what bad input says."""

from __future__ import annotations

import base64
import errno
import json
import re
import shutil
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from quadrat_trainer.contract.result import (
    EmbedResult,
    EvaluateResult,
    InferResult,
    ResultFile,
    TrainResult,
    decode_result,
)
from quadrat_trainer.contract.runner import JobError
from quadrat_trainer.data import read_dataset, read_picture
from quadrat_trainer.driver import load_package
from quadrat_trainer.job_files import describe_failure
from quadrat_trainer.jobs import KINDS, run_and_record, run_job
from quadrat_trainer.report import Report
from quadrat_trainer.train import JobContext
from synthetic import Options, write_job


def run(folder: Path, cache: Path) -> ResultFile:
    result = run_job(folder, cache, Report(StringIO()))
    assert decode_result((folder / "result.json").read_bytes()) == result
    return result


def train(folder: Path, cache: Path) -> TrainResult:
    result = run(folder, cache)
    assert isinstance(result, TrainResult)
    return result


def failure(folder: Path, cache: Path) -> JobError:
    error = run_and_record(folder, cache, Report(StringIO()))
    assert error is not None
    assert json.loads((folder / "error.json").read_text())["class"] == error.error_class
    assert not (folder / "result.json").exists()
    return error


@pytest.fixture(scope="module")
def trained(base_package: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, TrainResult]:
    """A job folder after train_head, its cache, its result."""
    root = tmp_path_factory.mktemp("trained")
    folder = write_job(root / "job", base_package, Options(codes=(1, 16, 17, 0, 2, 3), chips=24))
    return folder, root / "cache", train(folder, root / "cache")


def test_train_head_learns_and_ships_what_it_measured(trained: tuple[Path, Path, TrainResult]) -> None:
    folder, _, result = trained
    metrics = result.metrics
    assert metrics.candidate.accuracy.value is not None
    assert metrics.candidate.accuracy.value > 0.95
    assert [output.code for output in metrics.candidate.classes] == [1, 16, 17]
    assert metrics.candidate.manifest == result.manifest
    assert metrics.deployed is None
    package = load_package(folder / "package")
    assert package.sha256 == result.manifest
    assert package.manifest.lineage.parent == load_package(folder / "inputs" / "model").sha256
    # the confusion matrix again, from nothing but the package and the pictures
    dataset = read_dataset(folder / "inputs" / "dataset.jsonl")
    confusion = np.zeros((3, 3), int)
    cells = 0
    for chip in dataset.of_split("test"):
        assert chip.codes is not None
        p = package.run(read_picture(folder / "images", chip.line), chip.lattice)
        for code, row in zip(chip.codes, p, strict=True):
            if code in package.codes:
                confusion[package.codes.index(int(code)), row.argmax()] += 1
                cells += 1
    assert confusion.tolist() == metrics.candidate.confusion
    assert cells == metrics.test.cells


def test_masked_cells_never_count(trained: tuple[Path, Path, TrainResult]) -> None:
    folder, _, result = trained
    dataset = read_dataset(folder / "inputs" / "dataset.jsonl")
    for split, counts in (("train", result.metrics.train), ("test", result.metrics.test)):
        labelled = sum(
            int(np.isin(chip.codes, [1, 16, 17]).sum())
            for chip in dataset.of_split(split)  # type: ignore[arg-type] - the literal came out of a tuple
            if chip.codes is not None
        )
        assert counts.cells == labelled
        assert labelled < sum(chip.line.rows * chip.line.cols for chip in dataset.of_split(split))  # type: ignore[arg-type] - the literal came out of a tuple


def test_masked_cells_change_nothing(base_package: Path, tmp_path: Path) -> None:
    """The same job with every masked cell given another masking code makes the same head."""
    heads = []
    for name, swap in (("a", {}), ("b", {0: 2, 2: 3, 3: 0})):
        folder = write_job(tmp_path / name, base_package, Options(codes=(1, 16, 0, 2, 3)))
        path = folder / "inputs" / "dataset.jsonl"
        lines = path.read_text().splitlines()
        for i, line in enumerate(lines[1:], start=1):
            chip = json.loads(line)
            codes = [swap.get(code, code) for code in base64.b64decode(chip["cells"])]
            lines[i] = json.dumps(chip | {"cells": base64.b64encode(bytes(codes)).decode()})
        path.write_text("\n".join(lines))
        train(folder, tmp_path / "cache")
        heads.append((folder / "package" / "head.bin").read_bytes())
    assert heads[0] == heads[1]


def test_repeated_train_extracts_nothing_and_gives_the_same_head(
    trained: tuple[Path, Path, TrainResult], base_package: Path, tmp_path: Path
) -> None:
    folder, cache, first = trained
    again_folder = tmp_path / "again"
    shutil.copytree(folder, again_folder, symlinks=True)
    again = train(again_folder, cache)
    assert first.metrics.cache.hits == 0
    assert again.metrics.cache.misses == 0
    assert again.metrics.cache.hits == first.metrics.cache.misses
    assert again.metrics.candidate.confusion == first.metrics.candidate.confusion
    assert (again_folder / "package" / "head.bin").read_bytes() == (folder / "package" / "head.bin").read_bytes()


def test_damaged_cache_files_are_made_anew(base_package: Path, tmp_path: Path) -> None:
    folder = write_job(tmp_path / "job", base_package)
    first = train(folder, tmp_path / "cache")
    files = sorted((tmp_path / "cache" / "features").rglob("*.npy"))
    files[0].write_bytes(files[0].read_bytes()[:100])
    files[1].write_bytes(b"")
    again = train(folder, tmp_path / "cache")
    assert again.metrics.cache.misses == 2
    assert again.metrics.candidate.confusion == first.metrics.candidate.confusion


def test_deployed_is_scored_on_the_same_cells(
    trained: tuple[Path, Path, TrainResult], base_package: Path, tmp_path: Path
) -> None:
    folder, cache, first = trained
    again = tmp_path / "again"
    shutil.copytree(folder, again, symlinks=True)
    shutil.copytree(folder / "package", again / "inputs" / "deployed")
    job = json.loads((again / "job.json").read_text()) | {"deployed": "inputs/deployed", "name": "v2"}
    (again / "job.json").write_text(json.dumps(job))
    result = train(again, cache)
    assert result.metrics.deployed is not None
    assert result.metrics.deployed.manifest == first.manifest
    assert result.metrics.deployed.cells == result.metrics.candidate.cells
    assert result.metrics.deployed.confusion == first.metrics.candidate.confusion
    assert result.metrics.paired is not None
    assert (result.metrics.paired.won, result.metrics.paired.lost, result.metrics.paired.p) == (0, 0, 1.0)


def test_deployed_with_other_classes_is_not_compared(
    trained: tuple[Path, Path, TrainResult], base_package: Path, tmp_path: Path
) -> None:
    """The deployed version knows 16 and absent; candidate knows 16 and 17: one shared output is no comparison."""
    first = write_job(tmp_path / "first", base_package, Options(codes=(1, 16)))
    train(first, tmp_path / "cache")
    second = write_job(tmp_path / "second", base_package, Options(codes=(16, 17), deployed="inputs/deployed"))
    shutil.copytree(first / "package", second / "inputs" / "deployed")
    result = train(second, tmp_path / "cache")
    assert result.metrics.deployed is None
    assert result.metrics.paired is None


@pytest.mark.parametrize("splits", [("train",), ("train", "train", "test"), ("train", "calibration")])
def test_empty_test_or_calibration_gives_nulls_not_failure(
    base_package: Path, tmp_path: Path, splits: tuple[str, ...]
) -> None:
    folder = write_job(tmp_path / "job", base_package, Options(splits=splits, chips=9))
    metrics = train(folder, tmp_path / "cache").metrics
    if "test" not in splits:
        assert metrics.test.cells == metrics.candidate.cells == 0
        assert metrics.candidate.macro_f1.value is None
    if "calibration" not in splits:
        assert metrics.calibration.cells == 0
        assert metrics.calibration.method.startswith("none")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(codes=(1,)), r"two different kinds.*absent: \d+"),
        (
            Options(chips=6, splits=("test", "train", "test", "test", "test", "test")),
            r"at least 2 labelled chips.*there are 1",
        ),
        (Options(codes=(0, 2, 3)), r"there are 0"),
        (Options(labelled=False), r"there are 0"),
        (Options(chips=0), r"there are 0"),
    ],
)
def test_untrainable_data_is_a_user_error_with_numbers(
    base_package: Path, tmp_path: Path, options: Options, words: str
) -> None:
    error = failure(write_job(tmp_path / "job", base_package, options), tmp_path / "cache")
    assert error.error_class == "USER"
    import re

    assert re.search(words, error.message), error.message


def test_a_rare_class_is_left_out_and_said(base_package: Path, tmp_path: Path) -> None:
    folder = write_job(tmp_path / "job", base_package)
    path = folder / "inputs" / "dataset.jsonl"
    lines = path.read_text().splitlines()
    chip = json.loads(lines[1])
    chip["split"] = "train"
    codes = bytearray(base64.b64decode(chip["cells"]))
    codes[0] = 17
    lines[1] = json.dumps(chip | {"cells": base64.b64encode(bytes(codes)).decode()})
    path.write_text("\n".join(lines))
    said = StringIO()
    result = run_job(folder, tmp_path / "cache", Report(said))
    assert isinstance(result, TrainResult)
    assert [named.code for named in result.metrics.candidate.classes] == [1, 16]
    assert "'striped' is left out: 1 training cells, needs 5" in said.getvalue()


@pytest.mark.parametrize("params", [{"lambda": 0}, {"lambda": "much"}, {"seed": 1.5}])
def test_bad_params_are_named(base_package: Path, tmp_path: Path, params: dict) -> None:
    error = failure(write_job(tmp_path / "job", base_package, Options(params=params)), tmp_path / "cache")
    assert error.error_class == "DATA"
    assert next(iter(params)) in error.message


def spoil(folder: Path, what: str) -> None:
    picture = next((folder / "images").iterdir())
    dataset = folder / "inputs" / "dataset.jsonl"
    if what == "missing picture":
        picture.unlink()
    elif what == "other picture":
        picture.write_bytes(b"x")
    elif what == "no dataset":
        dataset.unlink()
    elif what == "empty dataset":
        dataset.write_text("")
    elif what == "twice":
        lines = dataset.read_text().splitlines()
        dataset.write_text("\n".join([*lines, lines[1]]))
    elif what == "wrong size":
        dataset.write_text(dataset.read_text().replace('"width": 96', '"width": 97'))
    elif what == "wrong cells":
        dataset.write_text(dataset.read_text().replace('"rows": 4', '"rows": 3'))
    elif what == "unknown class":
        dataset.write_text(dataset.read_text().replace('"code": 16', '"code": 18'))
    elif what == "no job":
        (folder / "job.json").unlink()
    elif what == "half a job":
        (folder / "job.json").write_text((folder / "job.json").read_text()[:50])


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("missing picture", "is missing"),
        ("other picture", "does not match its name"),
        ("no dataset", "dataset.jsonl is missing"),
        ("empty dataset", "is empty"),
        ("twice", "twice"),
        ("wrong size", "96 x 96 pixels, the dataset says 97 x 96"),
        ("wrong cells", "16 cell codes for a lattice of 3 x 4"),
        ("unknown class", "cell code 16 is not in the header"),
        ("no job", "has no job.json"),
        ("half a job", "job.json does not fit"),
    ],
)
def test_bad_input_is_a_data_error_that_names_it(base_package: Path, tmp_path: Path, what: str, words: str) -> None:
    folder = write_job(tmp_path / "job", base_package)
    spoil(folder, what)
    error = failure(folder, tmp_path / "cache")
    assert error.error_class == "DATA"
    assert words in error.message


def as_kind(trained_folder: Path, target: Path, kind: str) -> Path:
    """The trained folder's data with its own package as the model."""
    shutil.copytree(trained_folder, target, symlinks=True)
    (target / "inputs" / "model").unlink()
    shutil.move(target / "package", target / "inputs" / "model")
    job = json.loads((target / "job.json").read_text()) | {"kind": kind}
    (target / "job.json").write_text(json.dumps(job))
    return target


def test_evaluate_gives_the_score_of_training(trained: tuple[Path, Path, TrainResult], tmp_path: Path) -> None:
    folder, cache, first = trained
    result = run(as_kind(folder, tmp_path / "job", "EVALUATE"), cache)
    assert isinstance(result, EvaluateResult)
    assert result.score == first.metrics.candidate


def test_infer_writes_probabilities_of_every_cell(trained: tuple[Path, Path, TrainResult], tmp_path: Path) -> None:
    folder, cache, first = trained
    job = as_kind(folder, tmp_path / "job", "INFER")
    result = run(job, cache)
    assert isinstance(result, InferResult)
    assert result.manifest == first.manifest
    package = load_package(job / "inputs" / "model")
    dataset = read_dataset(job / "inputs" / "dataset.jsonl")
    lines = [json.loads(line) for line in (job / "proposals.jsonl").read_text().splitlines()]
    assert [line["chip"] for line in lines] == [chip.line.chip for chip in dataset.chips]
    chip = dataset.chips[0]
    p = package.run(read_picture(job / "images", chip.line), chip.lattice)
    levels = np.frombuffer(base64.b64decode(lines[0]["probs"]), np.uint8).reshape(p.shape)
    assert np.abs(levels / 255 - p).max() <= 0.5 / 255 + 1e-6
    projections = np.array([np.frombuffer(base64.b64decode(line["embedding"]), "<f4") for line in lines])
    assert projections.shape == (len(lines), 64)
    assert np.isfinite(projections).all()
    assert len(np.unique(projections, axis=0)) == len(lines)


def test_embed_warms_the_cache(base_package: Path, tmp_path: Path) -> None:
    first = run(write_job(tmp_path / "EMBED", base_package, Options(kind="EMBED", labelled=False)), tmp_path / "cache")
    assert isinstance(first, EmbedResult)
    assert (first.cache.hits, first.cache.misses) == (0, 12)
    result = train(write_job(tmp_path / "train", base_package), tmp_path / "cache")
    assert (result.metrics.cache.hits, result.metrics.cache.misses) == (12, 0)


@pytest.mark.parametrize("kind", ["INFER", "EVALUATE"])
def test_a_base_package_cannot_propose(base_package: Path, tmp_path: Path, kind: str) -> None:
    error = failure(write_job(tmp_path / "job", base_package, Options(kind=kind)), tmp_path / "cache")
    assert error.error_class == "USER"
    assert "base package" in error.message


@pytest.mark.parametrize(
    ("error", "name"), [(MemoryError(), "OOM"), (OSError("gone"), "INFRA"), (ZeroDivisionError("x"), "BUG")]
)
def test_faults_have_a_class(error: Exception, name: str, tmp_path: Path) -> None:
    assert describe_failure(error, tmp_path).error_class == name


def no_room() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device", "somewhere")


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        no_room(),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        RuntimeError("write failed: No space left on device"),
        caused(RuntimeError("the archive could not be written"), no_room()),
    ],
)
def test_a_full_disk_is_named_and_can_be_tried_again(error: Exception, tmp_path: Path) -> None:
    told = describe_failure(error, tmp_path / "not" / "made")
    assert told.error_class == "INFRA"
    assert re.match(r"The disk of the machine .* is full: \d+ MB of \d+ MB are free", told.message)


def test_a_job_on_a_full_disk_leaves_its_reason_and_nothing_half_made(
    base_package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_job(tmp_path / "job", base_package, Options())

    def full(context: JobContext) -> ResultFile:
        (context.folder / "package").mkdir()
        (context.folder / "package" / "model.onnx").write_bytes(b"half")
        raise no_room()

    monkeypatch.setitem(KINDS, "TRAIN_HEAD", full)
    told = failure(folder, tmp_path / "cache")
    assert told.error_class == "INFRA"
    assert "is full" in told.message
    assert (folder / "error.json").is_file()
    assert not (folder / "package").exists()

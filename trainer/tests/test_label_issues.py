"""LABEL_ISSUES on synthetic chips with known flips, and that no head ever sees the ground that it judges."""

from __future__ import annotations

import base64
import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest

from quadrat_trainer.config import CONFIG
from quadrat_trainer.contract.common import decode
from quadrat_trainer.contract.result import LabelIssueLine, LabelIssuesResult, decode_result
from quadrat_trainer.cross_fit import LabelledCells, cross_fit, deal_blocks
from quadrat_trainer.jobs import run_and_record, run_job
from quadrat_trainer.neighbours import Lattices, neighbour_features
from quadrat_trainer.report import Report
from synthetic import Options, write_job

OPTIONS = Options(kind="LABEL_ISSUES", chips=20, codes=(1, 16, 17, 0, 2, 3))


def flip(folder: Path, share: float = 0.08) -> set[tuple[str, int]]:
    """Swap absent and bright in some cells of the dataset; gives them as (chip, cell)."""
    path = folder / "inputs" / "dataset.jsonl"
    rng = np.random.default_rng(5)
    lines, flipped = path.read_text().splitlines(), set()
    for i, line in enumerate(lines[1:], start=1):
        chip = json.loads(line)
        codes = bytearray(base64.b64decode(chip["cells"]))
        for cell, code in enumerate(codes):
            if code in {1, 16} and rng.random() < share:
                codes[cell] = 17 - code
                flipped.add((chip["chip"], cell))
        lines[i] = json.dumps(chip | {"cells": base64.b64encode(bytes(codes)).decode()})
    path.write_text("\n".join(lines))
    return flipped


def run(folder: Path, cache: Path) -> tuple[LabelIssuesResult, list[LabelIssueLine]]:
    result = run_job(folder, cache, Report(StringIO()))
    assert isinstance(result, LabelIssuesResult)
    assert decode_result((folder / "result.json").read_bytes()) == result
    lines = (folder / "label-issues.jsonl").read_text().splitlines()
    return result, [decode(LabelIssueLine, line, "line") for line in lines]


def test_flipped_labels_stand_first(base_package: Path, tmp_path: Path) -> None:
    folder = write_job(tmp_path / "job", base_package, OPTIONS)
    flipped = flip(folder)
    result, lines = run(folder, tmp_path / "cache")
    first = {(line.chip, line.cell) for line in lines[: len(flipped)]}
    assert len(first & flipped) >= 0.8 * len(flipped)
    summary = result.summary
    assert abs(summary.estimated - len(flipped)) <= 0.5 * len(flipped)
    # every labelled cell is in, once; masked cells are not
    labelled = {
        (chip["chip"], cell): code
        for chip in map(json.loads, (folder / "inputs" / "dataset.jsonl").read_text().splitlines()[1:])
        for cell, code in enumerate(base64.b64decode(chip["cells"]))
        if code in {1, 16, 17}
    }
    assert {(line.chip, line.cell): line.given for line in lines} == labelled
    assert (summary.cells, summary.unchecked, result.lines) == (len(labelled), 0, len(lines))
    # flagged ones first, each part by quality
    assert sum(line.is_issue for line in lines) == summary.flagged
    assert all(line.is_issue for line in lines[: summary.flagged])
    for part in (lines[: summary.flagged], lines[summary.flagged :]):
        assert [line.quality for line in part] == sorted(line.quality for line in part)
    assert sum(c.estimated for c in summary.classes) == summary.estimated
    assert all(line.suggested != line.given for line in lines)


def test_the_list_ends_at_its_limit_and_repeats(base_package: Path, tmp_path: Path) -> None:
    whole = run(write_job(tmp_path / "whole", base_package, OPTIONS), tmp_path / "cache")[1]
    options = Options(kind="LABEL_ISSUES", chips=20, codes=OPTIONS.codes, params={"limit": 7})
    result, lines = run(write_job(tmp_path / "cut", base_package, options), tmp_path / "cache")
    assert lines == whole[:7]
    assert result.lines == 7
    assert result.summary.cells == len(whole)


def test_a_rare_class_is_left_out_and_counted(base_package: Path, tmp_path: Path) -> None:
    folder = write_job(tmp_path / "job", base_package, Options(kind="LABEL_ISSUES"))
    path = folder / "inputs" / "dataset.jsonl"
    lines = path.read_text().splitlines()
    chip = json.loads(lines[1])
    codes = bytearray(base64.b64decode(chip["cells"]))
    codes[:8] = b"\x11" * 8
    lines[1] = json.dumps(chip | {"cells": base64.b64encode(bytes(codes)).decode()})
    path.write_text("\n".join(lines))
    said = StringIO()
    result = run_job(folder, tmp_path / "cache", Report(said))
    assert isinstance(result, LabelIssuesResult)
    assert result.summary.unchecked == 8
    assert [c.code for c in result.summary.classes] == [1, 16]
    assert "Labels 'striped' are not checked: 8 cells in 1 blocks" in said.getvalue()


@pytest.mark.parametrize("options", [Options(codes=(1,)), Options(codes=(1, 16), chips=1), Options(labelled=False)])
def test_too_few_labels_are_a_user_error(base_package: Path, tmp_path: Path, options: Options) -> None:
    options.kind = "LABEL_ISSUES"
    error = run_and_record(write_job(tmp_path / "job", base_package, options), tmp_path / "cache", Report(StringIO()))
    assert error is not None
    assert error.error_class == "USER"
    assert "two different kinds, each in two blocks" in error.message


def test_blocks_are_dealt_whole_evenly_and_anew() -> None:
    cells = np.random.default_rng(0).integers(20, 200, 40)
    dealt = deal_blocks(cells, 5, 3, seed=0)
    assert dealt.shape == (3, 40)
    for row in dealt:
        loads = np.bincount(row, weights=cells, minlength=5)
        assert loads.max() < 1.3 * loads.min()
    assert not np.array_equal(dealt[0], dealt[1])
    assert np.array_equal(dealt, deal_blocks(cells, 5, 3, seed=0))


def test_no_head_sees_the_ground_that_it_judges() -> None:
    """Labels of a block are all turned round: the probabilities of its own cells stay what they were."""
    rng = np.random.default_rng(0)
    blocks = np.repeat(np.arange(12), 30)
    y = rng.integers(0, 2, len(blocks))
    X = rng.normal(0, 1, (len(y), 6)).astype(np.float32)
    X[:, 0] += 2 * y
    dealt = deal_blocks(np.full(12, 30), 4, 2, seed=1)
    turned = np.where(blocks == 3, 1 - y, y)
    mine, others = blocks == 3, blocks == 5
    before, _ = cross_fit(LabelledCells(X, y, blocks), dealt, 2, 0.2, CONFIG.head).probabilities(X, y, blocks)
    after, _ = cross_fit(LabelledCells(X, turned, blocks), dealt, 2, 0.2, CONFIG.head).probabilities(X, turned, blocks)
    assert np.array_equal(before[mine], after[mine])
    assert not np.allclose(before[others], after[others], atol=1e-6)


def test_neighbours_speak_for_a_label_and_its_own_does_not() -> None:
    """Two chips, 2 x 3 and 3 x 2; one cell is not labelled."""
    chip, cell = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]), np.array([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 5])
    lattices = Lattices(chip, cell, np.array([2, 3]), np.array([3, 2]))
    sides, corners = lattices.neighbours()
    # above, left, right, below; upper left, upper right, lower left, lower right
    assert sides[1].tolist() == [-1, 0, 2, 4]
    assert corners[1].tolist() == [-1, -1, 3, -1]
    assert sides[7].tolist() == [5, -1, 8, 9]
    assert corners[2].tolist() == [-1, -1, 4, -1]
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(3), len(chip))
    y = rng.integers(0, 3, len(chip))
    before = neighbour_features(lattices, y, p)
    after = neighbour_features(lattices, np.where(np.arange(len(y)) == 1, (y + 1) % 3, y), p)
    changed = [i for i in range(len(y)) if not np.array_equal(before[i], after[i])]
    assert changed == [0, 2, 3, 4]


def test_a_class_of_one_fold_is_not_judged() -> None:
    rng = np.random.default_rng(0)
    blocks = np.repeat(np.arange(6), 30)
    y = np.where((blocks == 0) & (np.arange(len(blocks)) % 3 == 0), 2, rng.integers(0, 2, len(blocks)))
    X = rng.normal(0, 1, (len(y), 4)).astype(np.float32)
    fit = cross_fit(LabelledCells(X, y, blocks), deal_blocks(np.full(6, 30), 3, 2, seed=0), 3, 0.2, CONFIG.head)
    _, judged = fit.probabilities(X, y, blocks)
    assert not judged[y == 2].any()
    assert judged[y != 2].all()

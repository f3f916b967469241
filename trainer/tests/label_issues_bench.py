"""`python tests/label_issues_bench.py`: how soon flipped labels are found on real imagery, one JSON row a figure.

100 aerial chips of palm_springs in urban-trees, 64 cells of 32 px each, tree or absent; 8 % of the labels are flipped
at random. The labels as they came are taken for right: what is wrong in them already counts as a miss. An action
is one cell looked at. Ten made-up people have ten chips each; in a second run one of them has a third of all flips.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import urban_trees
from quadrat_trainer.base import write_base
from quadrat_trainer.contract.result import LabelIssuesResult
from quadrat_trainer.jobs import run_job
from quadrat_trainer.report import Report

SEEDS, PEOPLE, FLIPS, FOUND = 5, 10, 0.08, 0.8
CELLS = 64

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Checked:
    """What a check made of flipped labels: flips and ranks by cell in the order of the chips; how many are wrong."""

    flipped: BoolArray
    rank: NDArray[np.int64]
    estimated: int


def choose_flips(cells: int, person: NDArray[np.int64], of_one: float | None, rng: np.random.Generator) -> BoolArray:
    """Which cells are flipped: all alike, or `of_one` of the flips among those of person 0."""
    count = round(FLIPS * cells)
    flipped = np.zeros(cells, np.bool_)
    if of_one is None:
        flipped[rng.choice(cells, count, replace=False)] = True
        return flipped
    mine = round(of_one * count)
    flipped[rng.choice(np.flatnonzero(person == 0), mine, replace=False)] = True
    flipped[rng.choice(np.flatnonzero(person != 0), count - mine, replace=False)] = True
    return flipped


def check(folder: Path, cache: Path, lines: list[str], flipped: BoolArray) -> Checked:
    """Run the job on the labels with these flips."""
    turned, place_of = [lines[0]], {}
    for number, line in enumerate(lines[1:]):
        chip = json.loads(line)
        codes = np.frombuffer(base64.b64decode(chip["cells"]), np.uint8)
        flips = flipped[number * CELLS : (number + 1) * CELLS]
        cells = np.where(flips, 17 - codes, codes).astype(np.uint8)
        turned.append(json.dumps(chip | {"cells": base64.b64encode(cells.tobytes()).decode()}))
        place_of[chip["chip"]] = number * CELLS
    (folder / "inputs" / "dataset.jsonl").write_text("\n".join(turned) + "\n")
    result = run_job(folder, cache, Report(StringIO()))
    if not isinstance(result, LabelIssuesResult):
        raise TypeError(f"a check gave {type(result).__name__}")
    rank = np.full(len(flipped), result.lines, np.int64)
    for place, line in enumerate((folder / "label-issues.jsonl").read_text().splitlines()):
        found = json.loads(line)
        rank[place_of[found["chip"]] + found["cell"]] = place
    return Checked(flipped, rank, result.summary.estimated)


def looked_at(order: NDArray[np.int64], wanted: BoolArray) -> int:
    """Cells looked at in this order until 80 % of the wanted ones are found."""
    return int(np.searchsorted(np.cumsum(wanted[order]), np.ceil(FOUND * wanted.sum()))) + 1


def row(name: str, value: float, unit: str, more: dict[str, object] | None = None) -> None:
    """One line for the bench."""
    print(json.dumps({"name": name, "value": value, "unit": unit, **(more or {})}))


def against(name: str, values: list[int], peers: list[int], peer: str, least: float | None) -> None:
    """A row of cells looked at, the mean over the seeds, against another order."""
    value, other = float(np.mean(values)), float(np.mean(peers))
    judged = {} if least is None else {"target": f">= {least:g} x", "ok": other >= least * value}
    row(
        name,
        round(value),
        "cells",
        {"peer": peer, "peerValue": round(other), "ratio": round(other / value, 2), **judged},
    )


def alike(runs: list[Checked]) -> None:
    """Rows of flips that are everywhere alike."""
    title = "8 % of 6,400 labels flipped"
    for share in (0.01, 0.05, 0.1):
        first = [run.rank < round(share * len(run.rank)) for run in runs]
        precision = np.mean([run.flipped[top].mean() for run, top in zip(runs, first, strict=True)])
        recall = np.mean([run.flipped[top].sum() / run.flipped.sum() for run, top in zip(runs, first, strict=True)])
        row(
            f"{title}: precision in the first {round(100 * share)} % of the list", round(100 * float(precision), 1), "%"
        )
        row(f"{title}: recall in the first {round(100 * share)} % of the list", round(100 * float(recall), 1), "%")
    against(
        f"{title}: looked at to find 80 % of them, by the list",
        [looked_at(np.argsort(run.rank), run.flipped) for run in runs],
        [looked_at(np.arange(len(run.flipped)), run.flipped) for run in runs],
        "one chip after the other",
        5,
    )
    estimated = round(float(np.mean([run.estimated for run in runs])))
    row(f"{title}: labels estimated to be wrong", estimated, "labels", {"peer": "flipped", "peerValue": 512})


def one_person(runs: list[Checked], people: list[NDArray[np.int64]]) -> None:
    """Rows of flips of which a third are one person's."""
    title = "a third of the flips by one of ten people"
    mine = [person == 0 for person in people]
    wanted = [run.flipped & own for run, own in zip(runs, mine, strict=True)]
    lists = [
        looked_at(order[own[order]], want)
        for run, own, want in zip(runs, mine, wanted, strict=True)
        for order in [np.argsort(run.rank)]
    ]
    places = [np.arange(len(own)) for own in mine]
    all_chips = [looked_at(place, want) for place, want in zip(places, wanted, strict=True)]
    own_chips = [looked_at(place[own], want) for place, own, want in zip(places, mine, wanted, strict=True)]
    name = f"{title}: looked at to find 80 % of that person's, by the person's list"
    against(name, lists, all_chips, "one chip after the other", 8)
    against(f"{name} (against that person's chips)", lists, own_chips, "the person's chips one after the other", None)
    first = [
        int(np.argmax([np.sum(run.rank[person == one] < run.estimated) for one in range(PEOPLE)])) == 0
        for run, person in zip(runs, people, strict=True)
    ]
    row(f"{title}: that person has most suspected labels", sum(first), f"of {len(first)} runs")


def main() -> None:
    """Print the rows; nothing where the imagery is not there."""
    if not urban_trees.DATA.is_dir():
        print(f"{urban_trees.DATA} is not here: real imagery is not shipped", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        write_base(root / "base")
        folder = root / "job"
        urban_trees.write_folder(folder, root / "base", "a", kind="LABEL_ISSUES", pictures="palm_springs*")
        lines = (folder / "inputs" / "dataset.jsonl").read_text().splitlines()
        cells = CELLS * (len(lines) - 1)
        runs: dict[float | None, list[Checked]] = {None: [], 1 / 3: []}
        people = []
        for seed in range(SEEDS):
            rng = np.random.default_rng(seed)
            people.append(np.repeat(rng.permutation(len(lines) - 1) % PEOPLE, CELLS))
            for share, done in runs.items():
                done.append(check(folder, root / "cache", lines, choose_flips(cells, people[-1], share, rng)))
                print(f"seed {seed}, one person's share {share}", file=sys.stderr)
        alike(runs[None])
        one_person(runs[1 / 3], people)


if __name__ == "__main__":
    main()

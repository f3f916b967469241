"""Shared examples of preprocessing for both languages: `python trainer/tests/vectors.py` writes them.

The numbers come from the plainest reading of preprocess.py's rules: loops over pixels in float64, nothing shared with
the code that is tested. A test makes sure that the committed files are these.
"""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "lib" / "contracts" / "examples"

RESAMPLE_CASES = [
    # name, width, height, cell_px, target
    ("enlarging by a whole factor", 5, 4, 2.0, 6),
    ("enlarging by a fractional factor", 7, 5, 2.5, 6),
    ("cell already has the target size", 6, 4, 3.0, 3),
    ("shrinking to a quarter", 17, 12, 8.0, 2),
    ("shrinking by a fractional cell", 13, 9, 4.3, 3),
    ("a picture smaller than half an output pixel", 1, 2, 9.0, 2),
]
POOLING_CASES = [
    # name, width and height after resampling, rows, cols, target, stride, multiple
    ("cells are whole feature pixels", 96, 96, 2, 2, 48, 16, 32),
    ("feature pixels straddle cells", 96, 64, 2, 3, 32, 24, 96),
    ("edge cells partly outside, padding ignored", 110, 70, 2, 3, 48, 8, 32),
    ("edge cells at a coarse stride", 110, 70, 2, 3, 48, 32, 32),
    ("one cell", 24, 24, 1, 1, 24, 32, 32),
]


def _axis_weights(length: int, cell_px: float, target: int) -> list[list[float]]:
    scale = cell_px / target
    support = max(1.0, scale)
    rows = []
    for i in range(max(1, math.floor(length * target / cell_px + 0.5))):
        centre = (i + 0.5) * scale
        weights = [max(0.0, 1 - abs(j + 0.5 - centre) / support) for j in range(length)]
        rows.append([weight / sum(weights) for weight in weights])
    return rows


def _resample_case(name: str, width: int, height: int, cell_px: float, target: int) -> dict[str, object]:
    rng = random.Random(name)
    picture = [rng.randrange(256) for _ in range(width * height * 3)]
    along_x, along_y = _axis_weights(width, cell_px, target), _axis_weights(height, cell_px, target)
    expected = [
        round(
            sum(
                wy * wx * picture[(y * width + x) * 3 + channel]
                for y, wy in enumerate(row)
                for x, wx in enumerate(column)
                if wy and wx
            ),
            4,
        )
        for row in along_y
        for column in along_x
        for channel in range(3)
    ]
    return {
        "name": name,
        "width": width,
        "height": height,
        "cellPx": cell_px,
        "target": target,
        "picture": picture,
        "expectedWidth": len(along_x),
        "expectedHeight": len(along_y),
        "expected": expected,
    }


def _overlap(low: float, high: float, other_low: float, other_high: float) -> float:
    return max(0.0, min(high, other_high) - max(low, other_low))


def _pooling_case(
    name: str, width: int, height: int, rows: int, cols: int, target: int, stride: int, multiple: int
) -> dict[str, object]:
    padded_width, padded_height = (math.ceil(side / multiple) * multiple for side in (width, height))
    expected = []
    for row in range(rows):
        for col in range(cols):
            left, top = col * target, row * target
            right, bottom = min(left + target, width), min(top + target, height)
            area = (right - left) * (bottom - top)
            for v in range(padded_height // stride):
                for u in range(padded_width // stride):
                    shared = _overlap(left, right, u * stride, (u + 1) * stride)
                    shared *= _overlap(top, bottom, v * stride, (v + 1) * stride)
                    expected.append(round(shared / area, 7))
    return {
        "name": name,
        "width": width,
        "height": height,
        "rows": rows,
        "cols": cols,
        "target": target,
        "stride": stride,
        "multiple": multiple,
        "expected": expected,
    }


def _text(note: str, tolerance: float, cases: list[dict[str, object]]) -> str:
    """JSON with each list of numbers on one line, so that the files stay readable."""
    lines = [f'{{\n  "note": {json.dumps(note)},\n  "tolerance": {tolerance},\n  "cases": [']
    for i, case in enumerate(cases):
        fields = ",\n".join(f"      {json.dumps(key)}: {json.dumps(value)}" for key, value in case.items())
        lines.append(f"    {{\n{fields}\n    }}{',' if i + 1 < len(cases) else ''}")
    lines.append("  ]\n}\n")
    return "\n".join(lines)


def resample_text() -> str:
    """resample.json: picture and expected are height x width x 3, row-major; a cell becomes target px."""
    note = "triangle-filter resampling, rules in trainer/src/quadrat_trainer/preprocess.py; [height, width, rgb]"
    return _text(note, 0.001, [_resample_case(*case) for case in RESAMPLE_CASES])


def pooling_text() -> str:
    """pooling.json: expected is (rows * cols) x (padded height / stride * padded width / stride), row-major."""
    note = "area-overlap pooling, rules in trainer/src/quadrat_trainer/preprocess.py; [cells, feature pixels]"
    return _text(note, 1e-06, [_pooling_case(*case) for case in POOLING_CASES])


if __name__ == "__main__":
    (EXAMPLES / "resample.json").write_text(resample_text())
    (EXAMPLES / "pooling.json").write_text(pooling_text())

"""Splits by ground, as in lib/domain/chip/split.ts; shared examples: examples/split.json."""

from __future__ import annotations

import hashlib

from quadrat_trainer.contract.dataset import SplitName


def block_percent(salt: str, block: str) -> int:
    """SHA-256 of `<salt>|<block>` (UTF-8) as one big-endian number, modulo 100."""
    return int.from_bytes(hashlib.sha256(f"{salt}|{block}".encode()).digest(), "big") % 100


def split_of_block(salt: str, block: str) -> SplitName:
    """0 to 69 train, 70 to 79 calibration, 80 to 99 test: a block never changes its split."""
    percent = block_percent(salt, block)
    if percent < 70:
        return "train"
    return "calibration" if percent < 80 else "test"

"""Embeddings of chips, cached on disk by (picture, backbone, input spec, lattice): a repeated train extracts nothing.

One .npy file a chip, float32 [cells, features]. float16 would halve the files, but on 121 aerial chips it moved
probabilities by up to 2.3e-4, more than check chips may differ, so it is not used.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import msgspec
import numpy as np

from quadrat_trainer.contract.result import CacheCounts
from quadrat_trainer.data import Chip, read_picture
from quadrat_trainer.driver import Embedder, threads
from quadrat_trainer.files import sha256_bytes, write_atomic
from quadrat_trainer.preprocess import FloatArray

Done = Callable[[int, int], None]
"""Called with (chips done, chips in all)."""


@dataclass(frozen=True)
class Features:
    """Embeddings in the order of the chips asked for, and how many came from the cache."""

    embeddings: list[FloatArray]
    cache: CacheCounts


class FeatureCache:
    """Features of one backbone. Damaged files count as missing and are written anew; `keep` False writes nothing."""

    def __init__(self, folder: Path, embedder: Embedder, keep: bool = True) -> None:
        self._embedder = embedder
        self._keep = keep
        self._folder = folder / "features" / embedder.backbone.sha256[:16]
        self.features = embedder.backbone.features

    def path(self, chip: Chip) -> Path:
        """File of a chip's embedding; its name holds everything that the numbers depend on."""
        key = (chip.line.image, self._embedder.backbone.sha256, self._embedder.spec, chip.lattice.rows)
        name = sha256_bytes(msgspec.json.encode((*key, chip.lattice.cols, float(chip.lattice.cell_px))))
        return self._folder / name[:2] / f"{name}.npy"

    def read(self, chip: Chip) -> FloatArray | None:
        """The stored embedding, or None when it is not there or not whole."""
        expected = (chip.line.rows * chip.line.cols, self._embedder.backbone.features)
        try:
            value = np.load(self.path(chip), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return value if value.shape == expected and value.dtype == np.float32 else None

    def _extract(self, chip: Chip, images: Path) -> FloatArray:
        embedding = self._embedder.embed(read_picture(images, chip.line), chip.lattice)
        if self._keep:
            buffer = BytesIO()
            np.save(buffer, embedding, allow_pickle=False)
            write_atomic(self.path(chip), buffer.getvalue())
        return embedding

    def embed(self, chips: list[Chip], images: Path, done: Done) -> Features:
        """Embeddings of all chips, extracting what is not cached on all cores."""
        hits = 0

        def one(chip: Chip) -> tuple[FloatArray, bool]:
            stored = self.read(chip)
            return (stored, True) if stored is not None else (self._extract(chip, images), False)

        embeddings: list[FloatArray] = []
        with ThreadPoolExecutor(threads()) as pool:
            try:
                for embedding, hit in pool.map(one, chips):
                    embeddings.append(embedding)
                    hits += hit
                    done(len(embeddings), len(chips))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        return Features(embeddings, CacheCounts(hits=hits, misses=len(chips) - hits))

    def warm(self, chips: list[Chip], images: Path, done: Done) -> CacheCounts:
        """Fill the cache without holding all embeddings in memory."""
        hits = misses = 0
        step = 256
        for start in range(0, len(chips), step):
            part = chips[start : start + step]
            before = start

            def report(count: int, _: int, before: int = before) -> None:
                done(before + count, len(chips))

            counts = self.embed(part, images, report).cache
            hits, misses = hits + counts.hits, misses + counts.misses
        return CacheCounts(hits=hits, misses=misses)

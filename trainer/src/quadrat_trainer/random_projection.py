"""What a chip is like, in few numbers: the queue compares chips by them."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from quadrat_trainer.preprocess import FloatArray

SIZE = 64
_SEED = 20261121


def project_mean(embedding: FloatArray) -> FloatArray:
    """Mean embedding of a chip's cells [cells, features] in 64 numbers.

    The signs of the projection are drawn once from a fixed seed and nothing is learnt from the data, so that chips
    looked at years apart on one backbone can be compared; distances keep within about an eighth (Johnson and
    Lindenstrauss).
    """
    mean = embedding.mean(axis=0, dtype=np.float64)
    return (mean @ _signs(mean.shape[0]) / np.sqrt(SIZE)).astype("<f4")


@cache
def _signs(features: int) -> NDArray[np.float64]:
    # drawn as integers: their stream is the same in every version of numpy's PCG64
    return np.random.Generator(np.random.PCG64(_SEED)).integers(0, 2, (features, SIZE)).astype(np.float64) * 2 - 1

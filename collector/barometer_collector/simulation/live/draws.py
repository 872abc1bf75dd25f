"""Seeded draws for a million laptops at once: a number depends on its keys alone, never on the order of asking."""

import hashlib

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]

_STEP = 0x9E3779B97F4A7C15


def bits(seed: int, stream: str, *keys: npt.ArrayLike) -> Bits:
    """64 random bits for each entry of ``keys``, which are whole numbers that broadcast against each other.

    The finaliser of SplitMix64 (Steele, Lea and Flood 2014, https://doi.org/10.1145/2714064.2660195) over each key in
    turn.
    """
    start = int.from_bytes(hashlib.sha256(f"{seed}/{stream}".encode()).digest()[:8], "big")
    mixed = np.full((1,), start, dtype=np.uint64)
    for key in keys:
        mixed = _finalised((mixed ^ np.atleast_1d(np.asarray(key)).astype(np.uint64)) + np.uint64(_STEP))
    return mixed


def shares(seed: int, stream: str, *keys: npt.ArrayLike) -> Shares:
    """The same as numbers from 0 (included) to 1 (never)."""
    return (bits(seed, stream, *keys) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def chosen(weights: tuple[float, ...], draws: Shares) -> npt.NDArray[np.uint8]:
    """Which of several things of these ``weights`` each of the ``draws`` stands for, by its place."""
    edges = np.cumsum(weights) / np.sum(weights)
    found: npt.NDArray[np.uint8] = np.searchsorted(edges[:-1], draws, side="right").astype(np.uint8)
    return found


def _finalised(mixed: Bits) -> Bits:
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))

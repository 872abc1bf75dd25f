"""Requests prepared before each turn, on all cores, so that the generator only has to send them."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from _intake_samples import DEVICES, HISTORY_MS, Laptop, Request, Told, laptops, told

_AT_ONCE = 500


class Supply:
    """Batches of all laptops in turn, each handed out once, in the words of one server."""

    def __init__(self, pool: ProcessPoolExecutor, request: Request) -> None:
        self._pool, self._request = pool, request
        self._start = int(time.time() * 1000) - HISTORY_MS
        self._next = 0

    def take(self, count: int) -> list[bytes]:
        """The next ``count`` requests."""
        firsts = range(self._next, self._next + count, _AT_ONCE)
        self._next += count
        sizes = [min(_AT_ONCE, self._next - first) for first in firsts]
        parts = self._pool.map(_prepared, [self._request] * len(sizes), [self._start] * len(sizes), firsts, sizes)
        return [request for part in parts for request in part]


def batches(start: int, first: int, count: int) -> Iterator[Told]:
    """Batches ``first`` and following of all laptops in turn; ``start`` is the moment of the very first."""
    known = _laptops()
    for number in range(first, first + count):
        yield told(known[number % DEVICES], number // DEVICES, start)


def _prepared(request: Request, start: int, first: int, count: int) -> list[bytes]:
    return [request(each) for each in batches(start, first, count)]


@cache
def _laptops() -> list[Laptop]:
    return laptops()
